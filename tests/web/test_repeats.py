"""Robots that answer each other, and floods from one sender: both end, and danger is always answered."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.web.messages import REPLIES_AN_HOUR, SAME_AN_HOUR

from ..conftest import opened
from ..numbers import SEN_SERVICES, SENDIASS
from .test_texts_alone import away

HOUR = 60 * 60
ROBOT = "Thank you for your message. We aim to reply within two working days."
LAST = f"""SEND help Worcestershire
If someone is in danger, call 999.
You can call:
SENDIASS can help: {SENDIASS}
Council SEN Services: {SEN_SERVICES}"""


@pytest.fixture
def now() -> list[float]:
    return [1_800_000_000.0]


@pytest.fixture
def line(settings: Settings, now: list[float]) -> Iterator[Carrier]:
    with opened(settings) as carrier:
        running = carrier.app.extensions["helpline"]
        carrier.app.extensions["helpline"] = replace(running, clock=lambda: now[0])
        yield carrier


def answered(line: Carrier, *bodies: str) -> list[bool]:
    return [line.text(body) is not None for body in bodies]


def test_the_fourth_identical_text_in_an_hour_gets_no_reply(line: Carrier, now: list[float]) -> None:
    spellings = (ROBOT, ROBOT.upper(), f"  {ROBOT} ", ROBOT, ROBOT)
    assert answered(line, *spellings) == [True, True, True, False, False]
    assert answered(line, "numbers") == [True], "another text of the same sender is answered"
    now[0] += HOUR + 1
    assert answered(line, *[ROBOT] * 4) == [True, True, True, False]


@pytest.mark.parametrize(
    "body",
    ["he wants to die", "999", "help me he is hitting me", "he wont stop hurting himself and i am scared"],
)
def test_danger_is_answered_however_often_it_is_said(line: Carrier, body: str) -> None:
    replies = [line.text(body) for _ in range(REPLIES_AN_HOUR + 5)]
    assert all("call 999" in (reply or "") for reply in replies)


def test_danger_is_answered_to_a_robot_that_has_gone_silent_and_leaves_it_silent(line: Carrier) -> None:
    assert answered(line, ROBOT, ROBOT, "he wants to die", ROBOT, ROBOT) == [True, True, True, True, False]


def test_stop_is_confirmed_on_whatsapp_however_often_it_comes(line: Carrier) -> None:
    for number in range(SAME_AN_HOUR + 3):
        document = line.post("/sms", MessageSid=f"SM{number}", From=f"whatsapp:{CALLER}", Body="STOP")
        assert "We will not write again." in document


@pytest.mark.parametrize(
    "bodies",
    [
        ["menu", "1", "menu", "2", "menu", "3", "menu", "4", "menu"],
        ["council", "1", "1", "back", "back", "back", "council", "1", "1"],
        ["menu", "2", "2", "2", "2"],
    ],
)
def test_a_person_who_answers_questions_is_answered_each_time(line: Carrier, bodies: list[str]) -> None:
    """The same words are another text where the conversation has moved on."""
    assert all(answered(line, *bodies))


def test_a_text_that_got_no_reply_leaves_the_conversation_where_it_was(line: Carrier) -> None:
    line.text("menu")
    assert answered(line, *[ROBOT] * 4)[-1] is False
    assert "What have you done so far?" in (line.text("1") or "")


def test_a_flood_gets_the_numbers_once_and_then_nothing_until_the_hour_is_over(line: Carrier, now: list[float]) -> None:
    flood = [line.text(f"ticket {number} was opened") for number in range(REPLIES_AN_HOUR + 5)]
    assert None not in flood[:REPLIES_AN_HOUR]
    assert flood[REPLIES_AN_HOUR:] == [LAST, None, None, None, None]
    other = line.post("/sms", MessageSid="SM of another", From="+447700900999", Body="menu")
    assert "<Message>" in other, "it is the limit of one sender"
    now[0] += HOUR + 1
    assert answered(line, "menu") == [True]


def test_a_repeated_request_of_the_carrier_is_no_repeat(line: Carrier) -> None:
    fields = {"MessageSid": "SM1", "From": CALLER, "Body": ROBOT}
    assert len({line.post("/sms", **fields) for _ in range(SAME_AN_HOUR + 3)}) == 1
    assert answered(line, ROBOT) == [True]


def test_calls_are_never_limited(line: Carrier) -> None:
    for number in range(REPLIES_AN_HOUR + 5):
        assert "<Gather" in line.post("/voice", CallSid=f"CA{number}", From=CALLER)


def test_with_the_database_away_every_text_is_answered(settings: Settings) -> None:
    with opened(replace(settings, database_url="postgresql://line@127.0.0.1:9/none")) as line:
        text = away(line)
        assert None not in [text(ROBOT) for _ in range(SAME_AN_HOUR + 2)]
