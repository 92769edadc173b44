"""A session as readable pairs, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.engine.session import Session

NAMES = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True).filter(
    lambda name: name not in {"begun", "aside", "misses", "page", "pace", "language"}
)


def test_an_address_reads_like_the_conversation() -> None:
    session = Session(answers=(("who", "council"),), misses=2, slow=True, begun=True)
    assert session.to_pairs() == [("who", "council"), ("begun", "yes"), ("misses", "2"), ("pace", "slow")]


@given(st.lists(st.tuples(NAMES, NAMES), max_size=4), st.none() | NAMES, st.integers(0, 99), st.booleans())
def test_what_is_written_is_read_again(answers: list, aside: str | None, misses: int, slow: bool) -> None:  # type: ignore[type-arg]
    session = Session(answers=tuple(answers), aside=aside, misses=misses, slow=slow, begun=True)
    assert Session.from_pairs(session.to_pairs()) == session


@pytest.mark.parametrize("value", ["", "-1", "x", "1e9", "999999999", "²"])
def test_a_count_that_cannot_be_read_is_none(value: str) -> None:
    assert Session.from_pairs([("misses", value)]).misses == 0
