"""Turns become counts, and seconds to the number are measured."""

import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import pytest

from helpline.cli.carrier import Carrier
from helpline.engine.events import WITHIN
from helpline.engine.inputs import SendResult
from helpline.store.step_counts import read


def counted(line: Carrier) -> Counter[str]:
    """What was counted, as "channel step what": times."""
    line.app.extensions["helpline"].step_counter.flush()
    tally = read(line.app.extensions["helpline"].database, "2000-01-01", "2999-12-31")
    return Counter({f"{key.channel} {key.step} {key.what}": times for key, times in tally.items()})


def address(document: str) -> str:
    """Where the next key goes."""
    return ET.fromstring(document).find("Gather").get("action")  # type: ignore[union-attr,return-value]  # noqa: S314


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


def test_the_early_number_is_the_first_one_that_a_silent_caller_hears(line: Carrier) -> None:
    now = int(time.time()) + 0.9
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], clock=lambda: now)
    first = address(line.post("/voice"))
    now += 30
    assert "since" not in address(line.post(first, Digits=""))
    assert seconds_counted(line) == ["number in 60 s"]


def seconds_counted(line: Carrier) -> list[str]:
    """The steps of seconds that were counted."""
    return [name.split(" ", 2)[2] for name in counted(line) if name.split(" ", 2)[2] in WITHIN]


@pytest.mark.parametrize(("passed", "within"), [(0, "number in 30 s"), (20, "number in 45 s"), (600, "number later")])
def test_seconds_to_the_number_are_measured_once_a_call(line: Carrier, passed: int, within: str) -> None:
    now = int(time.time()) + 0.9  # a call never begins in a second that is still to come
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], clock=lambda: now)
    first = address(line.post("/voice"))
    missed = address(line.post(first, Digits="9"))
    assert f"_since={int(now)}" in first
    assert f"_since={int(now)}" in missed
    now += passed
    numbers = address(line.post(missed, Digits="0"))
    assert "since" not in numbers  # the first number was read: nothing more to measure
    line.post(numbers, Digits="0")
    assert seconds_counted(line) == [within]


@pytest.mark.parametrize("began", ["", "x", "-5", "9" * 11, "9" * 400, "%C2%B2", "1", "1&_since=2"])
def test_a_beginning_that_cannot_be_true_is_left_out(line: Carrier, began: str) -> None:
    assert "<Gather" in line.post(f"/voice/answer?_since={began}&_begun=yes", Digits="0")
    assert seconds_counted(line) == []


def test_the_beginning_of_a_call_changes_nothing_else(line: Carrier) -> None:
    with_it = line.post("/voice/answer?_since=1&who=council&_begun=yes", Digits="#")
    assert with_it.replace("_since=1&amp;", "") == line.post("/voice/answer?who=council&_begun=yes", Digits="#")


class BrokenCounter:
    """A counter that always fails."""

    def start(self) -> None:
        """Nothing to start."""

    def add(self, *_counted: object) -> None:
        raise RuntimeError

    def close(self) -> None:
        """Nothing to write."""


def test_counting_that_breaks_costs_no_answer(line: Carrier) -> None:
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], step_counter=BrokenCounter())
    assert line.call().next_path
    assert "1" in (line.text("menu") or "")


def test_a_line_that_is_only_tried_counts_nothing(settings: object) -> None:
    from ..conftest import opened

    with opened(replace(settings, counts=False)) as line:  # type: ignore[type-var]
        line.call()
        assert counted(line) == {}


class Sender:
    """Stands in for what sends texts."""

    def __init__(self, becomes: SendResult):
        self.becomes = becomes

    def send(self, key: str, to: str, body: str, now: float) -> SendResult:
        return self.becomes


@pytest.mark.parametrize(("becomes", "failed"), [(SendResult.SENT, 0), (SendResult.LIMIT, 1)])
def test_texts_that_callers_ask_for_are_counted_and_those_that_failed(
    line: Carrier, becomes: SendResult, failed: int
) -> None:
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], texting=Sender(becomes))
    fields = {"CallSid": "CA1", "From": "+447700900123"}
    for digit in "123456789":  # the offer is the last key of the numbers; the others ask for none
        line.post("/voice/answer?_begun=yes&_aside=numbers&_texts=caller", **fields, Digits=digit)
    found = counted(line)
    asked = sum(times for name, times in found.items() if name.endswith("text asked for"))
    assert asked == 1
    assert sum(times for name, times in found.items() if name.endswith("text failed")) == failed


def test_who_practises_in_a_browser_is_not_counted(line: Carrier) -> None:
    browser = line.app.test_client()
    assert browser.post("/try/call").status_code == 200
    assert browser.post("/try/text", data={"body": "menu"}).status_code == 200
    assert counted(line) == {}


def test_a_message_by_whatsapp_is_a_channel_of_its_own(line: Carrier) -> None:
    line.post("/sms", From="whatsapp:+447700900123", MessageSid="SM1", Body="menu")
    assert counted(line)["whatsapp who started"] == 1
