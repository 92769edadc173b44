"""From what was typed to what was meant."""

import pytest

from helpline.content.library import Library
from helpline.engine.keywords import digit_ahead, digit_in, exact_of, plain, wordless_kind

ONE = ["1", " 1.", "1)", "(1)", "one", "ONE", "One.", "option 1", "Option one", "1️⃣", "１", "press 1", "number 1",
       "key 1", "#1", "1 please", "1 thanks", "answer 1", "\t1\n", "no 1", "the first one", "1st", "won"]  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_a_digit_is_understood_however_it_is_typed(text: str) -> None:
    assert digit_in(plain(text)) == "1"


@pytest.mark.parametrize("text", ["11", "1 2", "one two", "option", "once", "1st of May", "", "10"])
def test_what_is_not_one_digit_is_none(text: str) -> None:
    assert digit_in(plain(text)) is None


@pytest.mark.parametrize("text", ["2 then i suppose", "2 - well only on the phone", "2. she told them", "2 sort of"])
def test_a_digit_counts_before_a_remark(text: str) -> None:
    assert digit_ahead(plain(text)) == "2"


@pytest.mark.parametrize(
    "text", ["2", "2 meetings so far", "2 of them", "2 yrs now", "2 different schools", "2 2", "no 2"]
)
def test_a_number_of_something_is_no_digit(text: str) -> None:
    assert digit_ahead(plain(text)) is None


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
    assert exact_of(joke).option("shape", plain(typed)) == option


@pytest.mark.parametrize(
    ("typed", "name"), [("hobnob", "round_one"), ("HOBNOB!", "round_one"), ("hobnobs are nice", None)]
)
def test_a_keyword_is_a_whole_message(joke: Library, typed: str, name: str | None) -> None:
    assert exact_of(joke).keyword(plain(typed)) == name


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "picture"),
        (" \n", "picture"),
        ("👍", "emoji"),
        ("🤷‍♀️", "emoji"),
        ("Yes.", "yes_no"),
        ("https://example.org/a?b", "link"),
        ("see www.example.org", "link"),
        ("??!", None),
        ("school 👍", None),
    ],
)
def test_messages_without_words_are_told_apart(typed: str, kind: str | None) -> None:
    assert wordless_kind(plain(typed)) == kind
