"""Requests whose signature does not fit: refused, counted, and told once a minute with the likeliest reason."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.web.signature import ANY_OTHER, MAKE_THEM_ONE, SIGNATURE

from ..conftest import ANOTHER_TOKEN, TOKEN, opened

SID = "AC" + "0" * 32
FORM = {"CallSid": "CA1", "From": CALLER, "AccountSid": SID}
METRICS = "a token for metrics"


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(replace(settings, account_sid=SID, number="+441632960001", metrics_token=METRICS)) as carrier:
        yield carrier


@pytest.fixture
def line_with(settings: Settings) -> Iterator[object]:
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(opened(replace(settings, **changes)))


def calls(line: Carrier, url: str, token: str = TOKEN, fields: dict[str, str] = FORM, **headers: str) -> TestResponse:
    """A call that is signed for an address, which may not be the line's."""
    signature = RequestValidator(token).compute_signature(url, fields)
    return line.app.test_client().post("/voice", data=fields, headers={SIGNATURE: signature, **headers})


def health(line: Carrier) -> dict[str, object]:
    return dict(line.app.test_client().get("/health").json or {})


@pytest.mark.parametrize(
    ("url", "headers", "public_url", "reason"),
    [
        ("http://line.example", {}, "https://line.example", None),
        ("https://other.example", {"Host": "other.example"}, "https://line.example", None),
        ("http://other.example:8000", {"Host": "other.example:8000"}, "https://line.example", None),
        (
            "https://other.example",
            {"Host": "10.0.0.1", "X-Forwarded-Host": "other.example"},
            "https://line.example",
            None,
        ),
        ("https://line.example", {}, "https://line.example/line", None),
        ("https://elsewhere.example", {}, "https://line.example", ANY_OTHER),
    ],
)
def test_the_likeliest_reason_is_told(
    line_with: object,
    caplog: pytest.LogCaptureFixture,
    url: str,
    headers: dict[str, str],
    public_url: str,
    reason: str | None,
) -> None:
    line = line_with(public_url=public_url)  # type: ignore[operator]
    assert calls(line, f"{url}/voice", **headers).status_code == 403
    reason = reason or f"Twilio calls {url}, and PUBLIC_URL is {public_url}. {MAKE_THEM_ONE}"
    assert caplog.messages == [f"Signed requests are refused (1 since the start). {reason}"]
    assert caplog.records[0].levelname == "ERROR"


def test_another_token_and_another_account_are_told(line: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    assert calls(line, "https://line.example/voice", ANOTHER_TOKEN).status_code == 403
    assert caplog.messages == [f"Signed requests are refused (1 since the start). {ANY_OTHER}"]


def test_another_account_is_told(line: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    calls(line, "https://line.example/voice", ANOTHER_TOKEN, FORM | {"AccountSid": "AC" + "1" * 32})
    assert "They come from another account than TWILIO_ACCOUNT_SID" in caplog.text


def test_a_flood_is_told_once_and_counted(line: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(20):
        calls(line, "https://elsewhere.example/voice")
    assert len(caplog.messages) == 1
    assert health(line)["refused"] == 20
    minute_ago = (datetime.now(UTC) - timedelta(seconds=61)).timestamp()
    line.app.extensions["helpline_signatures"].counters.raise_to("told at", minute_ago)
    calls(line, "https://elsewhere.example/voice")
    assert caplog.messages[1].startswith("Signed requests are refused (21 since the start).")


def test_nothing_that_was_sent_is_told(line: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    calls(line, "https://elsewhere.example/voice", Host="evil.example")
    assert CALLER not in caplog.text
    assert "evil" not in caplog.text


@pytest.mark.parametrize("signature", ["", "nonsense", "é", "x" * 28, "=" * 28])
def test_what_no_carrier_can_have_sent_is_neither_told_nor_counted(
    line: Carrier, caplog: pytest.LogCaptureFixture, signature: str
) -> None:
    headers = {SIGNATURE: signature}
    assert line.app.test_client().post("/voice", data=FORM, headers=headers).status_code == 403
    assert (health(line)["refused"], caplog.messages) == (0, [])


def test_health_is_degraded_while_every_request_is_refused(line: Carrier) -> None:
    calls(line, "http://line.example/voice")
    told = health(line)
    assert told["status"] == "degraded"
    assert told["reasons"] == ["Every signed request was refused: no call and no text is answered. The log says why."]
    assert calls(line, "https://line.example/voice").status_code == 200
    assert health(line)["status"] == "ok"
    assert health(line)["refused"] == 1


def test_the_token_before_is_accepted_beside_the_new_one_and_counted(line_with: object) -> None:
    line: Carrier = line_with(auth_token_before=ANOTHER_TOKEN, metrics_token=METRICS)  # type: ignore[operator]
    assert calls(line, "https://line.example/voice").status_code == 200
    assert health(line)["token_before"] == 0
    assert health(line)["token_before_at"] is None
    assert calls(line, "https://line.example/voice", ANOTHER_TOKEN).status_code == 200
    assert calls(line, "https://line.example/voice", "c" * 32).status_code == 403
    assert (health(line)["token_before"], health(line)["refused"]) == (1, 1)
    last = datetime.fromisoformat(str(health(line)["token_before_at"]))
    assert timedelta(0) <= datetime.now(UTC) - last < timedelta(hours=1)
    assert figures(line) == {"helpline_refused_total": 1, "helpline_token_before_total": 1}


def test_without_a_token_before_only_the_one_token_is_accepted(line: Carrier) -> None:
    assert calls(line, "https://line.example/voice", ANOTHER_TOKEN).status_code == 403


def figures(line: Carrier) -> dict[str, float]:
    text = line.app.test_client().get("/metrics", headers={"Authorization": f"Bearer {METRICS}"}).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {one.name: one.value for one in samples if "refused" in one.name or "token" in one.name}
