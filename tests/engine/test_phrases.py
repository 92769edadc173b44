"""The small language of phrases in words.yaml."""

import pytest

from helpline.engine.keywords import plain
from helpline.engine.phrases import beginnings, is_solid, literals, pattern

LISTS = {"whose": ["my", "our"], "cup": ["cup", "{whose} best cup"]}


@pytest.mark.parametrize(
    ("phrase", "message", "found"),
    [
        ("broken cup", "a broken cup!", True),
        ("broken cup", "broken cups", False),
        ("brok*", "it is broken", True),
        ("brok*", "unbroken", False),
        ("broke .. cup", "she broke my very best cup", True),
        ("broke .. cup", "she broke cup", True),
        ("broke .. cup", "she broke one two three four cup", False),
        ("broke {cup}", "he broke our best cup", True),
        ("broke {cup}", "he broke your best cup", False),
        ("won't pour", "it won\u2019t pour", True),
        ("1:1", "no 1:1 at all", True),
        ("a.b", "axb", False),
    ],
)
def test_a_phrase_is_found_as_whole_words(phrase: str, message: str, found: bool) -> None:
    assert bool(pattern([phrase], LISTS).search(plain(message))) is found


def test_the_longest_phrase_is_found_and_no_phrases_find_nothing() -> None:
    found = pattern(["tea", "tea pot"], {}).search("the tea pot")
    assert found is not None
    assert found[0] == "tea pot"
    assert not pattern([], {}).search("")


def test_the_parts_of_phrases() -> None:
    assert list(literals(["brok* .. my {cup}", "tea pot"])) == ["my", "tea", "pot"]
    assert list(beginnings(["brok* pot*"])) == ["brok", "pot"]
    assert [is_solid(one) for one in ("tea pot", "tea .. pot", "{cup}", "te*")] == [True, False, False, True]
