"""Turns become counts, and seconds to the number are measured."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from helpline.engine.sending import Sending
from helpline.store.counts import read
from helpline.web import counting
from helpline.web.carrier import Carrier
from helpline.web.security import SIGNATURE


def counted(line: Carrier) -> Counter[str]:
    """What was counted, as "channel step what": times."""
    line.app.extensions["helpline"].keeper.flush()
    tally = read(line.app.extensions["helpline"].texts.engine, "2000-01-01", "2999-12-31")
    return Counter({f"{key.channel} {key.step} {key.what}": times for key, times in tally.items()})


class Phone:
    """A phone behind a carrier that keeps cookies for the length of a call."""

    def __init__(self, line: Carrier):
        self.line, self.client = line, FlaskClient(line.app, line.app.response_class)

    def post(self, path: str, **fields: str) -> str:
        url = self.line.settings.public_url + path
        signature = RequestValidator(self.line.settings.auth_token).compute_signature(url, fields)
        return self.client.post(path, data=fields, headers={SIGNATURE: signature}).text


def test_a_call_and_a_text_are_counted_by_step(line: Carrier) -> None:
    line.press(line.call().next_path or "", "1")
    line.text("menu")
    line.text("what?")
    found = counted(line)
    assert found["voice who started"] == found["voice who came"] == found["voice who answered"] == 1
    assert found["sms who started"] == found["sms who no match"] == 1


def test_a_text_that_comes_twice_counts_once(line: Carrier) -> None:
    fields = {"MessageSid": "SM1", "From": "+447700900123", "Body": "menu"}
    line.post("/sms", **fields)
    line.post("/sms", **fields)
    assert counted(line)["sms who started"] == 1


@pytest.mark.parametrize(("passed", "within"), [(0, "number in 30 s"), (20, "number in 45 s"), (600, "number later")])
def test_seconds_to_the_number_are_measured_once_a_call(
    line: Carrier, monkeypatch: pytest.MonkeyPatch, passed: int, within: str
) -> None:
    phone, now = Phone(line), time.time()
    monkeypatch.setattr(counting.time, "time", lambda: now)
    phone.post("/voice")
    now += passed
    phone.post("/voice/answer?begun=yes", Digits="0")
    phone.post("/voice/answer?begun=yes&aside=numbers", Digits="0")
    assert [
        name.split(" ", 2)[2] for name in counted(line) if "number" in name.split(" ", 2)[2] and "asked" not in name
    ] == [within]


@pytest.mark.parametrize("cookie", ["", "x", "-5", "9" * 11, "9" * 400, "²", "1"])
def test_a_cookie_that_cannot_be_true_is_left_out(line: Carrier, cookie: str) -> None:
    phone = Phone(line)
    phone.client.set_cookie(counting.COOKIE, cookie)
    assert "<Gather" in phone.post("/voice/answer?begun=yes", Digits="0")
    assert not [name for name in counted(line) if "number in" in name or "later" in name]


def test_counting_that_breaks_costs_no_answer(line: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(line.app.extensions["helpline"].keeper, "add", broken)
    assert line.call().next_path
    assert "1" in (line.text("menu") or "")


def test_a_line_that_is_only_tried_counts_nothing(settings: object) -> None:
    from ..conftest import opened

    with opened(replace(settings, counts=False)) as line:  # type: ignore[type-var]
        line.call()
        assert counted(line) == {}


class Sender:
    """Stands in for what sends texts."""

    def __init__(self, becomes: Sending):
        self.becomes = becomes

    def send(self, key: str, to: str, body: str, now: float) -> Sending:
        return self.becomes

    def reachable(self, number: str) -> bool:
        return True

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.mark.parametrize(("becomes", "failed"), [(Sending.SENT, 0), (Sending.LIMIT, 1)])
def test_texts_that_callers_ask_for_are_counted_and_those_that_failed(
    line: Carrier, becomes: Sending, failed: int
) -> None:
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], texting=Sender(becomes))
    fields = {"CallSid": "CA1", "From": "+447700900123"}
    for digit in "123456789":  # the offer is the last key of the numbers; the others ask for none
        line.post("/voice/answer?begun=yes&aside=numbers&texts=here", **fields, Digits=digit)
    found = counted(line)
    asked = sum(times for name, times in found.items() if name.endswith("text asked for"))
    assert asked == 1
    assert sum(times for name, times in found.items() if name.endswith("text failed")) == failed


def test_who_practises_in_a_browser_is_not_counted(line: Carrier) -> None:
    line.post("/voice", From="practice:1")
    line.post("/sms", From="practice:1", MessageSid="SM1", Body="menu")
    assert counted(line) == {}


def test_a_message_by_whatsapp_is_a_channel_of_its_own(line: Carrier) -> None:
    line.post("/sms", From="whatsapp:+447700900123", MessageSid="SM1", Body="menu")
    assert counted(line)["whatsapp who started"] == 1
