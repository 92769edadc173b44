"""A reply as a text: exact words on the joke flow."""

import pytest

from helpline.channels import sms
from helpline.content.library import Library
from helpline.engine.reply import Reply, Why

TEXTS = [
    (Reply("shape", Why.BEGIN), "Biscuit help\nNo crumbs please.\nWhat shape?\n1 Round\n2 Square"),
    (Reply("shape", Why.ASKED), "Biscuit help\nWhat shape?\n1 Round\n2 Square"),
    (Reply("shape", Why.NO_MATCH), "Biscuit help\nSay again?\nWhat shape?\n1 Round\n2 Square\nBaker: 01632 960 001"),
    (Reply("bake_again", Why.CHOSEN), "Biscuit help\nNext step: bake it again.\nBaker: 01632 960 001\nCrumbs? Reply 2"),
    (Reply("call_both", Why.CHOSEN),
     "Biscuit help\nNext step: ask them both.\nDunking HQ: 01632 960 002\nBaker: 01632 960 001"),
    (Reply("burning", Why.ASKED), "Biscuit help\nLeave the kitchen and call 01632 960 001\nBaker: 01632 960 001"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "words"), TEXTS)
def test_the_words_of_a_text(joke: Library, reply: Reply, words: str) -> None:
    assert sms.text(joke, reply) == words


def test_an_opt_out_word_is_answered_with_no_message(joke: Library) -> None:
    document = sms.render(joke, Reply("shape", Why.ASKED, silent=True))
    assert document == '<?xml version="1.0" encoding="UTF-8"?><Response />'


def test_the_fallback_gives_every_number(joke: Library) -> None:
    assert "Baker: 01632 960 001\nDunking HQ: 01632 960 002" in sms.fallback(joke)
