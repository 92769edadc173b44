"""From what was typed to what was meant."""

import pytest

from helpline.content.library import Library
from helpline.engine.match import digit_in, is_danger, keyword_in, option_in, plain

ONE = ["1", " 1.", "1)", "(1)", "one", "ONE", "One.", "option 1", "Option one", "1️⃣", "１", "press 1", "number 1",
       "key 1", "#1", "1 please", "1 thanks", "answer 1", "\t1\n"]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_a_digit_is_understood_however_it_is_typed(text: str) -> None:
    assert digit_in(plain(text)) == "1"


@pytest.mark.parametrize("text", ["11", "1 2", "one two", "option", "once", "1st of May", "", "10"])
def test_what_is_not_one_digit_is_none(text: str) -> None:
    assert digit_in(plain(text)) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("E.H.C.P!", "ehcp"),
        ("  School   won’t listen ", "school wont listen"),
        ("it's ok…", "its ok"),
        ("not_talked", "not talked"),
        ("?", "?"),
        ("👍👍", "👍👍"),
        ("", ""),
    ],
)
def test_text_becomes_bare_words(typed: str, words: str) -> None:
    assert plain(typed) == words


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("1", "round"),
        ("circle", "round"),
        ("YES", "round"),
        ("round", "round"),
        ("2", "square"),
        ("3", None),
        ("", None),
    ],
)
def test_an_option_is_named_by_digit_word_or_name(joke: Library, typed: str, option: str | None) -> None:
    assert option_in(joke.flow.steps["shape"].options, plain(typed)) == option


@pytest.mark.parametrize(
    ("typed", "answers"),
    [("hobnob", {"shape": "round"}), ("my round biscuit broke", {"shape": "round"}), ("hobnobs are nice", None)],
)
def test_words_are_whole_messages_and_within_is_found_anywhere(joke: Library, typed: str, answers: dict | None) -> None:  # type: ignore[type-arg]
    found = keyword_in(joke.words.keywords, plain(typed))
    assert (found.answers if found else None) == answers


@pytest.mark.parametrize(("typed", "danger"), [("fire", True), ("we are on fire", True), ("on fire sale now", False),
                                               ("fireplace", False), ("a fire pit", False)])  # fmt: skip
def test_danger_is_whole_phrases_less_the_everyday_ones(joke: Library, typed: str, danger: bool) -> None:
    assert is_danger(joke.words.danger, plain(typed)) is danger
