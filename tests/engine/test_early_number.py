"""The early number: a caller who presses nothing has one number after the first silence, then the question again."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from helpline.channels.prompts import Moment, prompt
from helpline.content.library import Library
from helpline.content.opening_hours import LONDON, notices
from helpline.content.script import Pause
from helpline.engine.inputs import Ahead
from helpline.engine.reply import GiveNumber, Why

from ..conftest import Talker

READ = "Here is a number. The baker bakes. Find a pen. The number is zero, one, six, three, two. nine, six, zero. "
NUMBER = READ + "zero, zero, one."


def said(talker: Talker, moment: Moment | None = None) -> str:
    script = prompt(talker.library, talker.reply, moment or Moment())
    return " ".join(part.text for part in script if not isinstance(part, Pause))


def test_the_first_silence_gives_one_number_once_and_slowly(caller: Talker) -> None:
    caller.waits().is_at("shape").is_said(GiveNumber)
    assert said(caller) == NUMBER
    assert (caller.reply.wait_seconds, caller.reply.slow, caller.session.ahead) == (5, True, Ahead.NUMBER)


def test_the_question_follows_by_itself_as_the_second_of_three_tries(caller: Talker) -> None:
    waits = [caller.reply.wait_seconds]
    for wait in (2, 1):
        caller.waits(wait).is_at("shape").is_said()
        waits.append(caller.reply.wait_seconds)
        assert caller.session.ahead is Ahead.NOTHING
    assert waits == [10, 15, 20]
    assert said(caller).startswith("A number comes next. For more time, press hash. What shape is it?")
    assert caller.waits().is_at("shrug").reply.why is Why.GIVEN_UP


def test_the_second_try_has_the_words_of_a_second_try(caller: Talker) -> None:
    caller.waits(2)
    assert said(caller).startswith("Take your time. For numbers, press zero. What shape is it?")


@pytest.mark.parametrize(
    ("key", "step", "attempt"),
    [("1", "dunked", 1), ("2", "bake_again", 1), ("0", "numbers", 1), ("*", "shape", 1), ("9", "shape", 3),
     ("#", "shape", 2)],
)  # fmt: skip
def test_every_key_works_while_it_is_read(caller: Talker, key: str, step: str, attempt: int) -> None:
    caller.waits().presses(key).is_at(step).is_said()
    assert caller.reply.attempt == attempt
    assert caller.session.ahead is Ahead.NOTHING


def test_hash_gives_more_time_for_the_question(caller: Talker) -> None:
    for _ in range(10):
        caller.waits().presses("#").is_at("shape")
        assert (caller.reply.why, caller.reply.wait_seconds) == (Why.MORE_TIME, 25)
        caller.presses("*")


@pytest.mark.parametrize("before", ["1", "9"])
def test_a_caller_who_has_pressed_a_key_is_asked_again_at_once(caller: Talker, before: str) -> None:
    caller.presses(before).waits().is_said()
    assert caller.reply.why is Why.NO_INPUT


def test_a_number_that_is_closed_is_read_and_said_to_be(joke: Library) -> None:
    baker = joke.contacts["baker"].model_copy(update={"closed": date(2026, 12, 4)})
    shut = Talker(replace(joke, contacts=joke.contacts | {"baker": baker})).calls().waits()
    moment = Moment(notices(shut.library, datetime(2026, 12, 4, 12, tzinfo=LONDON)))
    assert said(shut, moment) == f"{NUMBER} The baker is shut to the end of today."
