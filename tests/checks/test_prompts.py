"""Every prompt of a call is found, with a name that people can read."""

import random
import re
from dataclasses import replace

import pytest

from helpline.channels.prompts import prompt as prompt_of
from helpline.checks.prompts import prompts
from helpline.content.library import Library
from helpline.content.model import LineNotice
from helpline.engine.inputs import Begin, Input, Key, NumberEntered, SendResult, Sent, Silence, TextsTo
from helpline.engine.reply import EndCall, ReadBack, SendText
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.speech.clips import Prompt

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(joke: Library) -> list[Prompt]:
    return prompts(joke)


def test_the_notice_of_the_line_has_a_clip_and_so_has_the_beginning_without_it(joke: Library) -> None:
    notice = LineNotice.model_validate({"words": "The tin is shut.", "until": "2026-12-04"})
    noted = replace(joke, service=joke.service.model_copy(update={"notice": notice}))
    found = {prompt.name: prompt for prompt in prompts(noted)}
    assert found["notice"].words == "Biscuit help. The tin is shut."
    assert found["notice-slow"].slow
    assert found["notice"].longest == found["shape"].longest == 20
    assert found["shape"].words.startswith("Biscuit help. What shape is it?")


def test_whatever_a_caller_does_the_prompt_is_among_them(joke: Library, found: list[Prompt]) -> None:
    known = {(prompt.script, prompt.slow) for prompt in found}
    chance = random.Random(5)  # noqa: S311
    keys: list[Input] = [*(Key(key) for key in "1234567890*#"), Silence(), NumberEntered("sealed"), NumberEntered(None)]
    for _ in range(600):
        session, said = Session(), Begin(chance.choice(list(TextsTo)))
        for _ in range(12):
            session, reply = take_turn(joke, session, said)  # type: ignore[arg-type]
            if isinstance(reply, SendText):
                session, reply = take_turn(joke, session, Sent(chance.choice(list(SendResult))))
            if isinstance(reply, EndCall):
                break
            # A number that was keyed in is read back by the carrier's voice: nobody can know it before.
            assert isinstance(reply, ReadBack) or (prompt_of(joke, reply), reply.slow) in known
            said = chance.choice(keys)  # type: ignore[assignment]


def test_each_is_there_once_under_its_own_name(found: list[Prompt]) -> None:
    assert len({(prompt.script, prompt.slow, prompt.language) for prompt in found}) == len(found)
    assert len({prompt.name for prompt in found}) == len(found)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,60}", prompt.name) for prompt in found)


def test_the_plainest_names_go_to_what_is_heard_most(joke: Library, found: list[Prompt]) -> None:
    start = joke.flow.start
    assert found[0].name == start
    names = {prompt.name for prompt in found}
    assert {f"{start}-try-2", f"{start}-try-3", f"{start}-more-time", joke.service.person, "farewell"} <= names


def test_the_end_of_a_call_is_a_prompt_too(found: list[Prompt]) -> None:
    (farewell,) = (prompt for prompt in found if prompt.name == "farewell")
    assert farewell.slow
    assert farewell.words


def test_how_long_each_may_be(joke: Library, found: list[Prompt]) -> None:
    longest = {prompt.name: prompt.longest for prompt in found}
    start = joke.flow.start
    assert (longest[start], longest[f"{start}-try-2"], longest[joke.service.person]) == (20, 18.75, 45)


def test_every_shipped_prompt_can_be_recorded_under_a_readable_name(shipped: Library) -> None:
    names = [prompt.name for prompt in prompts(shipped)]
    assert names[:3] == ["who", "setting", "council"]
    assert max(map(len, names)) <= 60
