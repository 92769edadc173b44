"""Text conversations between one message and the next."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.store.sessions import KEPT_SECONDS, TextSessions

NUMBER, OTHER, NOW = "+447700900001", "+447700900002", 1_800_000_000.0
SAID = Reply("shape", Why.ASKED)


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[TextSessions]:
    texts = TextSessions(f"sqlite:///{tmp_path}/texts.db", "a secret")
    yield texts
    texts.close()


def count(session: Session) -> tuple[Session, Reply]:
    return replace(session, misses=session.misses + 1, begun=True), SAID


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
    first = texts.turn(NUMBER, "SM1", NOW, lambda session: (session, replace(SAID, place="dunked", why=Why.NO_MATCH)))
    again = texts.turn(NUMBER, "SM1", NOW + 9, lambda session: pytest.fail("worked out again"))
    assert again == first


def test_nothing_that_is_written_says_who_or_what(texts: TextSessions, tmp_path: Path) -> None:
    texts.turn(NUMBER, "SM1", NOW, lambda session: (session.answered("shape", "round"), SAID))
    texts.works()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"round" in written
    for secret in (b"7700900001", b"SM1", b"a secret"):
        assert secret not in written


def test_another_key_gives_other_hashes(texts: TextSessions, tmp_path: Path) -> None:
    texts.turn(NUMBER, "SM1", NOW, count)
    assert not seen(TextSessions(f"sqlite:///{tmp_path}/texts.db", "another")).begun


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


def test_a_database_that_comes_back_is_used_again(tmp_path: Path) -> None:
    texts = TextSessions(f"sqlite:///{tmp_path}/away/texts.db", "a secret")
    with pytest.raises(SQLAlchemyError):
        texts.turn(NUMBER, "SM1", NOW, count)
    (tmp_path / "away").mkdir()
    texts.turn(NUMBER, "SM1", NOW, count)
    assert seen(texts).misses == 1


def test_old_rows_are_deleted_by_themselves(texts: TextSessions, tmp_path: Path) -> None:
    for i in range(5):
        texts.turn(f"+4477009000{i:02}", f"SM{i}", NOW, count)
    texts.turn(OTHER, "SM9", NOW + KEPT_SECONDS + 1, count)
    with sqlite3.connect(tmp_path / "texts.db") as connection:
        rows = [connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("sessions", "replies")]  # noqa: S608
    connection.close()
    assert rows == [(1,), (1,)]


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
    assert [reply.place for _, reply in replies] == ["dunked", "shrug"]


def test_an_ask_back_survives_a_retry(texts: TextSessions) -> None:
    asks = replace(SAID, why=Why.ASK_BACK, asks=("square_one", "crumbly"))
    first = texts.turn(NUMBER, "SM1", NOW, lambda session: (replace(session, asked=asks.asks), asks))
    assert texts.turn(NUMBER, "SM1", NOW, lambda session: pytest.fail("worked out again")) == first == asks
