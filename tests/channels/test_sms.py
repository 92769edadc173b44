"""A reply as a text: exact words on the joke flow."""

import pytest

from helpline.channels import sms
from helpline.channels.segments import measure
from helpline.content.library import Library
from helpline.engine.machine import replay
from helpline.engine.reply import Caution, Disambiguate, Reply, SayNothing, SayStep, Why

TEXTS = [
    (SayStep("shape", Why.BEGIN), "Biscuit help\nNo crumbs please.\nWhat shape?\n1 Round\n2 Square"),
    (SayStep("shape", Why.ASKED), "Biscuit help\nWhat shape?\n1 Round\n2 Square"),
    (SayStep("shape", Why.NO_MATCH), "Biscuit help\nSay again?\nWhat shape?\n1 Round\n2 Square\nBaker: 01632 960 001"),
    (SayStep("bake_again", Why.CHOSEN), "Biscuit help\nNext step: bake it again.\nBaker: 01632 960 001\nCrumbs? Reply 2"),
    (SayStep("call_both", Why.CHOSEN),
     "Biscuit help\nNext step: ask them both.\nDunking HQ: 01632 960 002\nBaker: 01632 960 001"),
    (SayStep("burning", Why.ASKED), "Biscuit help\nLeave the kitchen and call 01632 960 001\nBaker: 01632 960 001"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "words"), TEXTS)
def test_the_words_of_a_text(joke: Library, reply: Reply, words: str) -> None:
    assert sms.text(joke, reply) == words


def test_an_opt_out_word_is_answered_with_no_message(joke: Library) -> None:
    document = sms.render(joke, SayNothing("shape", Why.ASKED))
    assert document == '<?xml version="1.0" encoding="UTF-8"?><Response />'


def test_the_fallback_gives_every_number(joke: Library) -> None:
    assert "Baker: 01632 960 001\nDunking HQ: 01632 960 002" in sms.fallback(joke)


def test_what_was_understood_stands_before_the_answer(joke: Library) -> None:
    reply = SayStep("call_both", Why.ASKED, intent="dunked_long")
    assert sms.text(joke, reply).splitlines()[:4] == [
        "Biscuit help",
        "About Round, too long?",
        "If not, BACK.",
        "Next step: ask them both.",
    ]


def test_an_ask_back_offers_numbered_topics_and_a_number_to_call(joke: Library) -> None:
    lines = sms.text(joke, Disambiguate("shape", Why.UNCLEAR, names=("square_one", "crumbly"))).splitlines()
    assert lines[:4] == ["Biscuit help", "Do you mean:", "1 A square one", "2 A crumbly one"]
    assert lines[4].endswith(dialled_last(joke))


def test_a_switch_offers_to_go_on(joke: Library) -> None:
    lines = sms.text(joke, Disambiguate("shape", Why.UNCLEAR, names=("crumbly", "go_on"))).splitlines()
    assert lines[1:4] == ["Is it a new thing?", "1 A crumbly one", "2 Go on"]


def dialled_last(library: Library) -> str:
    """The first number that 0 gives, as it is written."""
    return next(contact.written for contact in library.contacts.values() if contact.number)


def test_with_999_above_it_every_text_is_still_one_or_two_segments(shipped: Library) -> None:
    steps = [(step, None) for step in {**shipped.flow.steps, **shipped.replies}]
    leads = [
        (keyword.reply or replay(shipped, tuple(keyword.answers.items()))[0], name)
        for name, keyword in shipped.words.keywords.items()
    ]
    for step, intent in [*steps, *leads]:
        for why in (Why.ASKED, Why.NO_MATCH):
            reply = SayStep(step, why, intent=intent, caution=Caution.WHOLE)
            assert measure(sms.text(shipped, reply)).segments <= 2, (step, intent)
