"""What a caller says aloud."""

import pytest

from helpline.engine.inputs import Input, Key, Silence, Utterance
from helpline.engine.keywords import spoken_input
from helpline.engine.reply import ELSE, Disambiguate, SayStep, Why

from ..conftest import Talker


@pytest.mark.parametrize(
    ("speech", "said"),
    [
        ("Two.", Key("2")),
        ("zero", Key("0")),
        ("number one please", Key("1")),
        ("", Silence()),
        (" ", Silence()),
        ("School.", Utterance("School.", spoken=True)),
    ],
)
def test_what_was_heard_is_an_input(speech: str, said: Input) -> None:
    assert spoken_input(speech) == said


def test_a_spoken_sentence_answers_like_a_text(caller: Talker) -> None:
    caller.does(spoken_input("my round biscuit broke")).is_at("dunked")
    assert caller.is_said().intent == "round_one"
    caller.presses("*").is_at("shape")


def test_what_is_not_understood_gets_three_tries_as_a_wrong_key_does(caller: Talker) -> None:
    for _ in range(2):
        assert caller.does(spoken_input("mumble mumble")).is_at("shape").reply.why is Why.NO_MATCH
    caller.does(spoken_input("mumble")).is_at("shrug")


def test_an_ask_back_is_answered_by_key_and_forgotten_after_silence(caller: Talker) -> None:
    assert caller.does(spoken_input("square and crumbly")).is_said(Disambiguate).names == (
        "square_one",
        "crumbly",
        ELSE,
    )
    caller.presses("2").is_at("dunked")
    caller.calls().does(spoken_input("square and crumbly")).waits().is_at("shape").presses("2").is_at("bake_again")


def test_zero_and_star_mean_the_same_after_an_ask_back(caller: Talker) -> None:
    caller.does(spoken_input("square and crumbly")).presses("0").is_at("numbers")


def test_a_call_is_never_silenced_by_an_opt_out_word(caller: Talker) -> None:
    caller.does(spoken_input("stop")).is_at("shape").is_said(SayStep)
