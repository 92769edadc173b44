"""Questions that people ask: which answer they get, where they ask them, and where the conversation stands after it."""

from dataclasses import replace

import pytest

from helpline.channels import sms
from helpline.content.examples import Example
from helpline.content.library import Library
from helpline.engine.faq import faq_of, subjects_at
from helpline.engine.inputs import Utterance
from helpline.engine.reply import GO_ON, Disambiguate, Why
from helpline.engine.session import Session
from helpline.engine.turn import reply_alone

from ..conftest import Talker

BAKING, COST, VEGAN = "baking_cost", "cost", "dunking_vegan"


@pytest.mark.parametrize(
    ("before", "asked", "answer"),
    [
        ((), "is it free", COST),
        ((), "is it free?", COST),
        ((), "is baking free or does it cost", BAKING),
        ((), "please tell me does it cost a lot", COST),
        (("menu", "2"), "is it free", BAKING),
        (("menu", "2", "is it free"), "does it cost", BAKING),
        (("menu", "2", "0"), "is it free", BAKING),
        (("menu", "1"), "is it free", COST),
        ((), "is it vegan, the dunking", VEGAN),
    ],
)
def test_an_answer_fits_the_question_and_its_subject(
    texter: Talker, before: tuple[str, ...], asked: str, answer: str
) -> None:
    texter.texts(*before, asked).is_at(answer)


def test_a_question_without_an_answer_is_no_question(texter: Talker) -> None:
    assert texter.texts("is it vegan").reply.step == "huh"


@pytest.mark.parametrize("asked", ["is it free in a square one", "is it free, my stale crumbly one"])
def test_a_topic_is_not_lost_behind_a_question_about_nothing_in_particular(texter: Talker, asked: str) -> None:
    assert texter.texts(asked).reply.step not in (COST, BAKING)


def test_a_question_wins_over_words_that_say_too_little(texter: Talker) -> None:
    texter.texts("is it free for my biscuit").is_at(COST)


def test_the_conversation_stays_where_it_stands(texter: Talker) -> None:
    texter.texts("menu", "1", "is it free").is_at(COST)
    assert texter.session.answers == (("shape", "round"),)
    assert texter.is_said().goes_on == "dunked"
    texter.texts("1").is_at("call_both")


def test_back_returns_to_the_question(texter: Talker) -> None:
    texter.texts("menu", "1", "is it free", "back").is_at("dunked")
    assert texter.session.answers == (("shape", "round"),)


@pytest.mark.parametrize(
    ("messages", "lines"),
    [
        (("is it free",), ["Ask the baker what it costs.", "Text MENU for your next step."]),
        (("menu", "is it free"), ["Ask the baker what it costs.", "What shape?", "For choices, text BACK"]),
        (("menu", "1", "2", "is it free"), ["Ask the baker what it costs.", "Ask a baker."]),
        (("menu", "1", "1", "is it free"), ["Ask the baker what it costs.", "Text MENU for your next step."]),
    ],
)
def test_an_answer_ends_with_where_the_conversation_stands(
    joke: Library, texter: Talker, messages: tuple[str, ...], lines: list[str]
) -> None:
    said = sms.text(joke, texter.texts(*messages).reply).splitlines()
    assert [line for line in said if "01632" not in line][1:] == lines


def test_without_a_conversation_the_answer_stands_alone(joke: Library) -> None:
    reply = reply_alone(joke, Utterance("is it free"))
    assert reply is not None
    assert reply.step == COST
    assert "MENU" not in sms.text(joke, reply)


@pytest.mark.parametrize(
    ("messages", "step", "first"),
    [
        (("menu", "1", "2", "what"), "shrug", "Ask a baker."),
        (("menu", "2", "what"), "bake_again", "Next step: bake it again."),
        (("menu", "2", "is it free", "what"), BAKING, "Baking is free."),
        (("menu", "1", "what"), "dunked", "Was it dunked?"),
    ],
)
def test_what_gets_the_last_reply_in_its_shortest_words(
    joke: Library, texter: Talker, messages: tuple[str, ...], step: str, first: str
) -> None:
    texter.texts(*messages).is_at(step)
    assert texter.reply.why is Why.SHORTER
    assert sms.text(joke, texter.reply).splitlines()[1] == first


def test_what_begins_a_conversation_where_there_is_none(texter: Talker) -> None:
    texter.texts("what").is_at("shape")


def test_what_repeats_a_disambiguation(texter: Talker) -> None:
    asked = texter.texts("a square crumbly one").reply
    assert texter.texts("what").reply == asked
    texter.texts("1").is_at("bake_again")


def test_the_subjects_of_a_place(joke: Library) -> None:
    assert faq_of(joke).named("the oven") == ("baking",)
    assert list(subjects_at(joke, Session())) == []
    assert list(subjects_at(joke, Session((("shape", "square"),), begun=True))) == ["baking"]
    assert list(subjects_at(joke, Session(aside=VEGAN))) == ["dunking"]


def test_an_answer_that_was_taken_out_strands_nobody(joke: Library) -> None:
    talker = Talker(joke)
    talker.session = Session((("shape", "round"),), aside="gone", begun=True)
    talker.texts("1").is_at("call_both")


def taught(joke: Library, *told: tuple[str, str]) -> Library:
    return replace(joke, examples=tuple(Example((label,), text, i) for i, (label, text) in enumerate(told, 1)))


TOLD = (
    ("cost", "what would the bill come to"),
    ("cost", "would the bill be high"),
    ("bake_again", "a soggy lump"),
    ("shrug", "sat in the tin"),
)


@pytest.mark.parametrize(
    ("before", "message", "names"),
    [
        (("menu", "1"), "what would that bill come to", (COST, GO_ON)),
        (("menu", "1"), "what would that bill come to if square", (COST, "square_one", GO_ON)),
    ],
)
def test_a_question_that_is_only_near_is_offered(
    joke: Library, before: tuple[str, ...], message: str, names: tuple[str, ...]
) -> None:
    reply = Talker(taught(joke, *TOLD)).texts(*before, message).reply
    assert isinstance(reply, Disambiguate)
    assert reply.names == names


@pytest.mark.parametrize("message", ["a soggy lump", "bill", "sat in the tin"])
def test_a_message_that_asks_nothing_is_offered_no_answer(joke: Library, message: str) -> None:
    reply = Talker(taught(joke, *TOLD)).texts("menu", "1", message).reply
    assert not isinstance(reply, Disambiguate) or COST not in reply.names


def test_a_question_after_a_disambiguation_is_about_what_stood_before_it(texter: Talker) -> None:
    texter.texts("is it free, baking", "a square crumbly one", "is it free").is_at(BAKING)


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("how do i ask for mediation", "mediation_how"),
        ("what happens if mediation dont work", "mediation_then"),
        ("whats the difference between mediation and disagreement resolution", "difference"),
        ("can i bring my mom to the meeting", "bring"),
        ("how long have i got to appeal", "appeal_time"),
        ("can the school say no to the disagreement thing", "resolution_say_no"),
        ("who is the ombudsman", "dont_know"),
        ("they refused to assess him, can i appeal", "mediation"),
    ],
)
def test_a_question_about_a_named_subject_is_answered_first(shipped: Library, message: str, answer: str) -> None:
    reply = reply_alone(shipped, Utterance(message))
    assert reply is not None
    assert reply.step == answer


def test_a_subject_that_is_named_counts_more_than_the_place(shipped: Library) -> None:
    faq, standing = faq_of(shipped), ("mediation",)
    assert faq.subjects("is it free", standing) == ("mediation",)
    assert "mediation" not in faq.subjects("is a complaint free", standing)
