"""Figures for Prometheus: of the program, not of people."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from helpline.config import Settings
from helpline.web import messages
from helpline.web.carrier import CALLER, Carrier

from ..conftest import opened

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


def test_they_count_requests_refusals_and_what_broke(line: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    line.call()
    line.press("/voice/answer?begun=yes", "1")
    line.app.test_client().post("/sms", data={"Body": "forged"})
    monkeypatch.setattr(messages, "take_turn", broken)
    line.text("hello")
    found = figures(line)
    assert found["helpline_requests_total voice 200"] == 2
    assert found["helpline_requests_total sms 403"] == 1
    assert found["helpline_spare_total sms"] == 1
    assert found["helpline_seconds_count voice"] == 2
    assert not [name for name in found if CALLER.strip("+") in name or "who" in name]
