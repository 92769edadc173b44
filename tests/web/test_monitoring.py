"""Can the line answer, and figures for Prometheus: of the program, not of people."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

import helpline
from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.content.load import load

from ..conftest import ANOTHER_TOKEN, JOKE, opened
from ..numbers import BOTH
from .test_webhooks import breaks

TOKEN = "a token for metrics"


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(replace(settings, metrics_token=TOKEN)) as carrier:
        yield carrier


def figures(line: Carrier) -> dict[str, float]:
    text = line.app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {f"{sample.name} {' '.join(sample.labels.values())}".strip(): sample.value for sample in samples}


def test_they_are_off_unless_a_token_is_set(settings: Settings) -> None:
    with opened(settings) as line:
        assert line.app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Bearer é", f"Basic {TOKEN}"])
def test_they_are_given_for_the_token_only(line: Carrier, header: str | None) -> None:
    headers = {"Authorization": header} if header is not None else {}
    assert line.app.test_client().get("/metrics", headers=headers).status_code == 403


def test_they_count_requests_refusals_and_what_broke(line: Carrier) -> None:
    line.call()
    line.press("/voice/answer?_begun=yes", "1")
    line.app.test_client().post("/sms", data={"Body": "forged"})
    breaks(line)
    line.text("hello")
    found = figures(line)
    assert found["helpline_requests_total voice 200"] == 2
    assert found["helpline_requests_total sms 403"] == 1
    assert found["helpline_fallbacks_total sms"] == 1
    assert found["helpline_seconds_count voice"] == 2
    assert not [name for name in found if CALLER.strip("+") in name or "who" in name]


def test_health_says_so_in_words(line: Carrier) -> None:
    running = line.app.extensions["helpline"]
    assert line.app.test_client().get("/health").json == {
        "version": helpline.__version__,
        "words": running.library.fingerprint,
        "loaded": datetime.fromtimestamp(running.loaded, UTC).isoformat(timespec="seconds"),
        "secret_key": line.settings.secret_fingerprint,
        "staff": False,
        "refused": 0,
        "token_before": 0,
        "token_before_at": None,
        "status": "ok",
        "ready": True,
        "reasons": [],
        "voice": True,
        "texts": True,
        "says": "The line answers.",
    }


def test_health_says_in_words_what_is_amiss(line: Carrier) -> None:
    Path(line.settings.database_url.removeprefix("sqlite:///")).write_bytes(b"no database" * 100)
    line.app.extensions["helpline"].step_counter.lost = 1
    told = line.app.test_client().get("/health")
    assert told.status_code == 200
    assert told.json["ready"]  # type: ignore[index]
    assert told.json["says"] == (  # type: ignore[index]
        "Calls are answered. The file that DATABASE_URL names is not a database. Move it away, or name another; the "
        "line makes a new one. A text gets both numbers, but no conversation. "
        "Counts cannot be written, or some were lost. No caller or texter notices."
    )


def test_the_sign_of_the_secret_key_tells_nobody_the_key(settings: Settings) -> None:
    signs = {replace(settings, secret_key=key).secret_fingerprint for key in ("", settings.auth_token, "a", "b")}
    assert len(signs) == 3  # an unset key is the auth token
    other_account = replace(settings, auth_token=ANOTHER_TOKEN, secret_key="a").secret_fingerprint
    assert other_account not in signs  # so it cannot be guessed from outside


def test_the_sign_of_the_words_changes_with_a_word_and_not_with_a_comment(tmp_path: Path) -> None:
    flows = shutil.copytree(JOKE, tmp_path / "flows")
    before = load(flows).fingerprint
    contacts = flows / "contacts.yaml"
    contacts.write_text("# A comment.\n" + contacts.read_text())
    assert load(flows).fingerprint == before
    contacts.write_text(contacts.read_text().replace("01632 960", "01632 961"))
    assert load(flows).fingerprint != before


def test_the_front_page_gives_both_numbers(line: Carrier) -> None:
    text = line.app.test_client().get("/").text
    assert all(number in text for number in BOTH)
