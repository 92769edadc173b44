"""Text conversations between one message and the next."""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from sqlalchemy.exc import SQLAlchemyError

from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.store import sessions as module
from helpline.store.sessions import KEPT_SECONDS, TextSessions

NUMBER, OTHER, NOW = "+447700900001", "+447700900002", 1_800_000_000.0
FRESH = itertools.count()
SAID = Reply("shape", Why.ASKED)


@pytest.fixture
def texts(database: str) -> Iterator[TextSessions]:
    texts = TextSessions(database, "a secret")
    yield texts
    texts.close()


def count(session: Session) -> tuple[Session, Reply]:
    return session._replace(misses=session.misses + 1, begun=True), SAID


def seen(texts: TextSessions, number: str = NUMBER, now: float = NOW) -> Session:
    """The session as the next message would find it."""
    found = []
    texts.turn(number, "", now, lambda session: (found.append(session), (session, SAID))[1])
    return found[0]


def test_a_conversation_goes_on_where_it_was(texts: TextSessions) -> None:
    texts.turn(NUMBER, "SM1", NOW, count)
    texts.turn(NUMBER, "SM2", NOW, count)
    assert seen(texts).misses == 2
    assert seen(texts, OTHER) == Session()


def test_a_day_later_it_still_goes_on_and_three_days_later_it_is_forgotten(texts: TextSessions) -> None:
    texts.turn(NUMBER, "SM1", NOW, count)
    assert seen(texts, now=NOW + 24 * 3600).begun
    assert not seen(texts, now=NOW + 24 * 3600 + KEPT_SECONDS + 1).begun


def test_a_message_that_comes_twice_gets_its_reply_again_and_counts_once(texts: TextSessions) -> None:
    first = texts.turn(NUMBER, "SM1", NOW, lambda session: (session, SAID._replace(step="dunked", why=Why.NO_MATCH)))
    again = texts.turn(NUMBER, "SM1", NOW + 9, lambda session: pytest.fail("worked out again"))
    assert again == first


def test_nothing_that_is_written_says_who_or_what(tmp_path: Path) -> None:
    texts = TextSessions(f"sqlite:///{tmp_path}/t.db", "a secret")
    texts.turn(NUMBER, "SM1", NOW, lambda session: (session.answered("shape", "round"), SAID))
    texts.close()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"round" in written
    for secret in (b"7700900001", b"SM1", b"a secret"):
        assert secret not in written


def test_another_key_gives_other_hashes(texts: TextSessions, database: str) -> None:
    texts.turn(NUMBER, "SM1", NOW, count)
    with closing(TextSessions(database, "another")) as others:
        assert not seen(others).begun


def test_a_turn_that_fails_leaves_everything_as_it_was(texts: TextSessions) -> None:
    texts.turn(NUMBER, "SM1", NOW, count)
    with pytest.raises(ZeroDivisionError):
        texts.turn(NUMBER, "SM2", NOW, lambda session: 1 / 0)  # type: ignore[arg-type, return-value]
    assert seen(texts).misses == 1
    texts.turn(NUMBER, "SM2", NOW, count)
    assert seen(texts).misses == 2


def test_texts_at_the_same_moment_are_taken_in_turn(texts: TextSessions) -> None:
    threads = [threading.Thread(target=texts.turn, args=(NUMBER, f"SM{i}", NOW, count)) for i in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen(texts).misses == 24


def test_a_database_that_comes_back_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = TextSessions(f"sqlite:///{tmp_path}/away/texts.db", "a secret")
    with pytest.raises(SQLAlchemyError):
        texts.turn(NUMBER, "SM1", NOW, count)
    (tmp_path / "away").mkdir()
    monkeypatch.setattr(module, "AGAIN_SECONDS", 0)
    texts.turn(NUMBER, "SM1", NOW, count)
    assert seen(texts).misses == 1


def test_two_texts_in_quick_succession_are_both_answered_in_order(texts: TextSessions, joke: Library) -> None:
    """The second finds what the first left behind: the database lets one turn of a texter finish first."""
    begun, replies = threading.Event(), []

    def first(session: Session) -> tuple[Session, Reply]:
        begun.set()
        second.start()
        time.sleep(0.2)  # the second is at the door meanwhile
        replies.append(take_turn(joke, session, Utterance("hobnob")))
        return replies[-1]

    def then(session: Session) -> tuple[Session, Reply]:
        replies.append(take_turn(joke, session, Utterance("never")))
        return replies[-1]

    second = threading.Thread(target=texts.turn, args=(NUMBER, "SM2", NOW, then))
    texts.turn(NUMBER, "SM1", NOW, first)
    second.join()
    assert begun.is_set()
    assert [reply.step for _, reply in replies] == ["dunked", "shrug"]


def test_an_ask_back_survives_a_retry(texts: TextSessions) -> None:
    asks = SAID._replace(why=Why.ASK_BACK, asks=("square_one", "crumbly"))
    first = texts.turn(NUMBER, "SM1", NOW, lambda session: (session._replace(asked=asks.asks), asks))
    assert texts.turn(NUMBER, "SM1", NOW, lambda session: pytest.fail("worked out again")) == first == asks


def test_a_clock_that_was_wrong_costs_at_most_the_conversation(texts: TextSessions) -> None:
    texts.turn(NUMBER, "SM1", NOW, count)
    assert seen(texts, now=NOW - 3600).begun  # an hour back: goes on
    assert not seen(texts, now=NOW - 365 * 24 * 3600).begun  # a year back: afresh


@pytest.mark.parametrize("message", ["SM2", ""])
def test_rows_under_the_key_before_are_read_and_moved_on(database: str, message: str) -> None:
    with closing(TextSessions(database, "old")) as texts:
        texts.turn(NUMBER, "SM1", NOW, count)
    with closing(TextSessions(database, "new", key_before="old")) as texts:
        texts.turn(NUMBER, message, NOW, count)
        again = texts.turn(NUMBER, "SM1", NOW, lambda session: pytest.fail("worked out again"))
        assert again == SAID
    with closing(TextSessions(database, "new")) as texts:
        assert seen(texts).misses == 2
    with closing(TextSessions(database, "old")) as texts:
        assert not seen(texts).begun


@given(deliveries=st.lists(st.integers(1, 6), min_size=1, max_size=30))
@settings_of_hypothesis(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_messages_in_any_order_and_any_number_of_times_count_once_each(
    texts: TextSessions, deliveries: list[int]
) -> None:
    number, first = f"+44770090{next(FRESH):04}", {}
    for message in deliveries:
        given = texts.turn(number, f"SM{number}{message}", NOW, lambda s: (s._replace(misses=s.misses + 1), SAID._replace(step=f"p{s.misses}")))  # fmt: skip
        assert first.setdefault(message, given.step) == given.step
    assert seen(texts, number).misses == len(set(deliveries)) == len(set(first.values()))
