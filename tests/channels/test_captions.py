"""A prompt to be read along: digits as digits, an option to a line, in step with the voice."""

import pytest

from helpline.channels.captions import captions
from helpline.channels.prompts import ANY_MOMENT, live_keys, prompt
from helpline.content.library import Library
from helpline.content.timing import Stopwatch

from ..conftest import Talker


def lines(library: Library, caller: Talker) -> list[str]:
    watch = Stopwatch(library.service.pronounce)
    rows = captions(prompt(library, caller.reply), watch, caller.reply.slow)
    begins = [piece.begins for row in rows for piece in row]
    assert begins == sorted(begins)
    assert begins[-1] < watch.seconds(prompt(library, caller.reply), caller.reply.slow)
    return [" ".join(piece.words for piece in row) for row in rows]


@pytest.fixture
def parent(shipped: Library) -> Talker:
    return Talker(shipped).calls()


def test_an_option_stands_on_a_line_of_its_own(shipped: Library, parent: Talker) -> None:
    assert lines(shipped, parent) == [
        "Worcestershire SEND help, not legal advice. In danger? Hang up, call 999. For phone numbers, press 0.",
        "Who do you disagree with?",
        "Nursery, school or college, press 1.",
        "The council, press 2.",
        "Health or social care, press 3.",
        "Something else, press 4.",
    ]


def test_a_whole_number_stands_on_one_line(shipped: Library, parent: Talker) -> None:
    groups = " ".join(shipped.contacts["sendiass"].digit_groups)
    said = lines(shipped, parent.presses("11"))
    assert said[1:4] == [f"The number is: {groups}", f"Once more: {groups}", "To hear it again, press 1."]


def test_an_address_keeps_its_lines(shipped: Library, parent: Talker) -> None:
    said = lines(shipped, parent.presses("343"))
    for line in shipped.contacts["nhs_board"].address[1:]:
        assert f"{line}." in said


def test_live_keys_have_the_words_of_their_option(shipped: Library, parent: Talker) -> None:
    assert live_keys(shipped, parent.reply, ANY_MOMENT) == {
        "1": "Nursery, school or college", "2": "The council", "3": "Health or social care", "4": "Something else",
    }  # fmt: skip
    assert live_keys(shipped, parent.presses("13").reply) == {
        "1": "To hear it again", "2": "For SENDIASS", "3": "If you tried it", "4": "Letter about a plan",
    }  # fmt: skip
