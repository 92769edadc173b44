"""The carrier's reports: counted, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpline.config import Settings
from helpline.store.callback_counts import Counts
from helpline.web.carrier import CALLER, Carrier
from helpline.web.security import SIGNATURE

from ..conftest import opened


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(settings) as carrier:
        yield carrier


def report(line: Carrier, path: str, **fields: str) -> int:
    from twilio.request_validator import RequestValidator

    signature = RequestValidator(line.settings.auth_token).compute_signature(line.settings.public_url + path, fields)
    return line.app.test_client().post(path, data=fields, headers={SIGNATURE: signature}).status_code


def counts(line: Carrier) -> Counts:
    found: Counts = line.app.extensions["helpline"].reports.since(datetime.now(UTC).date())
    return found


def test_how_texts_and_calls_ended_is_counted(line: Carrier) -> None:
    for status, code in (("queued", ""), ("sent", ""), ("delivered", ""), ("undelivered", "30006"), ("delivered", "")):
        assert report(line, "/texts/status", MessageStatus=status, ErrorCode=code, To=CALLER) == 204
    assert report(line, "/voice/status", CallStatus="completed", From=CALLER) == 204
    assert counts(line) == {
        ("text", "delivered", ""): 2,
        ("text", "undelivered", "30006"): 1,
        ("call", "completed", ""): 1,
    }


def test_odd_reports_are_not_counted_and_never_fail(line: Carrier) -> None:
    assert report(line, "/texts/status") == 204
    assert report(line, "/texts/status", MessageStatus="x" * 5000) == 204
    assert report(line, "/texts/status", MessageStatus="failed", ErrorCode=CALLER) == 204
    assert counts(line) == {("text", "failed", ""): 1}


@pytest.mark.parametrize("path", ["/texts/status", "/voice/status"])
def test_a_forged_report_is_refused(line: Carrier, path: str) -> None:
    answer = line.app.test_client().post(path, data={"MessageStatus": "delivered"}, headers={SIGNATURE: "forged"})
    assert answer.status_code == 403
    assert line.app.test_client().post(path).status_code == 403
    assert counts(line) == {}


def test_no_number_is_kept(line: Carrier, tmp_path: Path) -> None:
    report(line, "/texts/status", MessageStatus="delivered", To=CALLER, MessageSid="SM123")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("t.db*"))
    assert CALLER.encode() not in kept
    assert b"SM123" not in kept


def test_a_lost_database_loses_a_count_and_nothing_else(
    line: Carrier, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "t.db").write_bytes(b"this is not a database" * 100)
    assert report(line, "/texts/status", MessageStatus="delivered") == 204
    assert "was not counted: DatabaseError" in caplog.text
