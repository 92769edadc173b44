"""The intents of a message, on the joke flow."""

import pytest

from helpline.content.library import Library
from helpline.engine.intents import Intents, intents_of
from helpline.engine.keywords import plain


@pytest.fixture(scope="module")
def intents(joke: Library) -> Intents:
    return intents_of(joke)


@pytest.mark.parametrize(
    ("typed", "danger"),
    [
        ("fire", True),
        ("we are on fire", True),
        ("on fire sale now", False),
        ("fireplace", False),
        ("a fire pit", False),
        ("we are on fier", False),  # never mended
        ("it burnt my little finger", True),
        ("it burnt my toast", False),
    ],
)
def test_danger_is_phrases_less_the_everyday_ones(intents: Intents, typed: str, danger: bool) -> None:
    assert intents.danger(plain(typed)) is danger


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("my round biscuit broke", ("round_one",)),
        ("the square one is soggy", ("soggy_square",)),
        ("it is soggy", ()),
        ("soggy square cake tin", ()),  # the cake tin is a clue of its own, and the square in it is not
        ("square and crumbly", ("square_one", "crumbly")),  # rivals
        ("square and crumbly, with milk", ("crumbly",)),  # no square one when there is milk
    ],
)
def test_a_sentence_is_understood_by_its_clues(intents: Intents, typed: str, names: tuple[str, ...]) -> None:
    assert intents.topics(intents.marked(plain(typed))) == names


def test_twins_slips_and_politeness_are_read_through(intents: Intents) -> None:
    assert intents.spellings("a sqware and crumbley one") == ["a square and crumbly one"]
    assert intents.bare("hello tea please") == "tea"
    assert intents.bare("hello") == "hello"
    assert intents.spellings("") == [""]


def test_a_tie_gives_every_reading(intents: Intents) -> None:
    assert intents.spellings("sogby") == ["soggy"]
    assert sorted(intents.spellings("crumply")) == ["crumbly", "crumple"]


def test_it_is_made_once(joke: Library) -> None:
    assert intents_of(joke) is intents_of(joke)
