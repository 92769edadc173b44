"""The notice of the whole line: told after 999 and the key for the numbers, and the first question follows by itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from helpline.channels import sms
from helpline.channels.prompts import prompt
from helpline.content.library import Library
from helpline.content.model import LineNotice
from helpline.content.opening_hours import LONDON, line_notice
from helpline.content.script import Pause
from helpline.engine.inputs import Ahead, Begin
from helpline.engine.reply import SayStep, Why

from ..conftest import Talker

SHUT = LineNotice.model_validate({
    "words": {"voice": "The tin is shut. Ask {baker}.", "sms": "The tin is shut.\nAsk {baker}"}, "until": "2026-12-04",
})  # fmt: skip


@pytest.fixture
def noted(joke: Library) -> Library:
    """The joke flow with a notice."""
    return replace(joke, service=joke.service.model_copy(update={"notice": SHUT}))


@pytest.fixture
def caller(noted: Library) -> Talker:
    return Talker(noted).does(Begin(notice=True))


def said(talker: Talker) -> str:
    return " ".join(part.text for part in prompt(talker.library, talker.reply) if not isinstance(part, Pause))


def test_it_follows_the_greeting_and_comes_without_the_question(caller: Talker) -> None:
    assert said(caller).endswith("The tin is shut. Ask zero one six three two nine six zero zero zero one.")
    assert said(caller).startswith("Biscuit help. The tin is shut.")
    assert "press 1" not in said(caller)
    assert (caller.reply.why, caller.reply.wait_seconds) == (Why.NOTICE, 2)


def test_the_question_follows_by_itself_and_that_is_no_miss(caller: Talker) -> None:
    caller.waits().is_at("shape")
    assert said(caller).startswith("What shape is it?")
    assert (caller.session.misses, caller.reply.attempt, caller.reply.wait_seconds) == (0, 1, 10)
    caller.waits()
    assert (caller.session.misses, caller.reply.attempt) == (1, 2)


@pytest.mark.parametrize(("keys", "step"), [("1", "dunked"), ("0", "numbers"), ("*", "shape"), ("9", "shape")])
def test_every_key_works_while_it_is_told(caller: Talker, keys: str, step: str) -> None:
    caller.presses(keys).is_at(step)
    assert caller.session.ahead is Ahead.NOTHING


def test_hash_tells_it_again_slowly(caller: Talker) -> None:
    first = said(caller)
    for _ in range(3):
        caller.presses("#")
        assert said(caller) == first
        assert caller.reply.slow
    assert isinstance(prompt(caller.library, caller.reply)[0], Pause)  # V23: after a key
    caller.waits().is_at("shape")


def test_a_notice_that_was_taken_out_meanwhile_leads_to_the_question(caller: Talker, joke: Library) -> None:
    caller.library = joke
    assert "What shape is it?" in said(caller.presses("#"))
    assert "What shape is it?" in said(caller.waits())


@pytest.mark.parametrize(("now", "told"), [
    (datetime(2026, 12, 1, tzinfo=UTC), True),
    (datetime(2026, 12, 4, 23, 59, tzinfo=LONDON), True),
    (datetime(2026, 12, 5, tzinfo=LONDON), False),
])  # fmt: skip
def test_it_ends_by_itself_after_its_last_day(noted: Library, joke: Library, now: datetime, told: bool) -> None:
    assert line_notice(noted, now) is told
    assert line_notice(joke, now) is False


def test_the_first_text_has_it_below_the_greeting(noted: Library) -> None:
    text = sms.text(noted, SayStep("shape", Why.BEGIN), line_notice=True)
    assert text == (
        "Biscuit help\nNo crumbs please.\nThe tin is shut.\nAsk 01632 960 001\nWhat shape?\n1 Round\n2 Square"
    )
    assert "shut" not in sms.text(noted, SayStep("shape", Why.ASKED), line_notice=True)
    assert "shut" not in sms.text(noted, SayStep("shape", Why.BEGIN))


def test_a_first_text_that_is_an_outcome_has_it_where_there_is_room(noted: Library) -> None:
    text = sms.text(noted, SayStep("bake_again", Why.BEGIN), line_notice=True)
    assert "The tin is shut." in text
    long = SHUT.model_copy(update={"words": "The tin is shut. " * 14})
    noted = replace(noted, service=noted.service.model_copy(update={"notice": long}))
    assert "shut" not in sms.text(noted, SayStep("bake_again", Why.BEGIN), line_notice=True)
