"""A session as readable pairs, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.engine.inputs import Ahead, TextsTo
from helpline.engine.session import NumberEntry, Session

NAMES = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True)
ENTRIES = st.none() | st.just(NumberEntry()) | st.text(min_size=1).map(NumberEntry)


@pytest.mark.parametrize("ahead", Ahead)
def test_what_is_told_ahead_of_a_question_is_kept_for_the_next_turn(ahead: Ahead) -> None:
    session = Session(begun=True, ahead=ahead)
    assert Session.from_pairs(session.to_pairs()) == session


def test_an_address_reads_like_the_conversation() -> None:
    session = Session(answers=(("who", "council"),), misses=2, slow=True, begun=True)
    assert session.to_pairs() == [("who", "council"), ("_begun", "yes"), ("_misses", "2"), ("_pace", "slow")]


@given(
    st.lists(st.tuples(NAMES, NAMES), max_size=4), st.none() | NAMES, st.integers(0, 99), st.booleans(),
    st.sampled_from(TextsTo), ENTRIES,
)  # fmt: skip
def test_what_is_written_is_read_again(  # type: ignore[no-untyped-def]
    answers: list,
    aside: str | None,
    misses: int,
    slow: bool,
    texts: TextsTo,
    entry,  # type: ignore[type-arg]
) -> None:
    session = Session(tuple(answers), aside, misses, slow=slow, begun=True, texts=texts, entry=entry)
    assert Session.from_pairs(session.to_pairs()) == session


@pytest.mark.parametrize("value", ["", "-1", "x", "1e9", "999999999", "²"])
def test_a_count_that_cannot_be_read_is_none(value: str) -> None:
    assert Session.from_pairs([("_misses", value)]).misses == 0


@pytest.mark.parametrize("word", ["", "here", "nobody", "NOBODY", "²"])
def test_an_unknown_word_cannot_stand_in_a_session(word: str) -> None:
    assert Session.from_pairs([("_texts", word)]).texts is TextsTo.NOBODY
