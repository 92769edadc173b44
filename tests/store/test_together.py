"""Texts that wait are taken together, and each stands or falls by itself."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from helpline.store import tables, together
from helpline.store.quick import Transaction
from helpline.store.schema import connect
from helpline.store.tables import sessions
from helpline.store.together import Together

SOON = 5  # seconds


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(f"sqlite:///{tmp_path}/t.db")
    yield made
    made.dispose()


def keeps(name: str) -> Callable[[Transaction], str]:
    """Work that keeps a row and gives its name."""

    def work(rows: Transaction) -> str:
        rows.save(sessions, name, "[]", 1)
        return name

    return work


def kept(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(sessions.select().with_only_columns(sessions.c.texter)))


class Begun:
    """Counts the transactions on an engine."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.times, real = 0, together.transaction

        def counted(engine: Engine):  # type: ignore[no-untyped-def]
            self.times += 1
            return real(engine)

        monkeypatch.setattr(together, "transaction", counted)


def all_at_once(engine: Engine, *works: Callable[[Transaction], str]) -> list[str | type[Exception]]:
    """What came of works that all wait while the first one holds the turn."""
    line, inside, go_on = Together(), threading.Event(), threading.Event()

    def first(_rows: Transaction) -> str:
        inside.set()
        assert go_on.wait(SOON)
        return "first"

    def run(work: Callable[[Transaction], str]) -> str | type[Exception]:
        try:
            return line.run(engine, work)
        except Exception as error:  # noqa: BLE001 - to look at
            return type(error)

    with ThreadPoolExecutor(len(works) + 1) as threads:
        threads.submit(run, first)
        assert inside.wait(SOON)
        told = [threads.submit(run, work) for work in works]
        while len(line._waiting) < len(works):
            pass
        go_on.set()
        return [result.result(SOON) for result in told]


def test_who_waits_is_taken_in_one_transaction(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Begun(monkeypatch)
    names = [f"{number:02}" for number in range(together.MOST)]
    assert all_at_once(engine, *map(keeps, names)) == names
    assert kept(engine) == set(names)
    assert begun.times == 2  # the one that held the turn, and all the others


def test_more_than_fit_into_one_are_taken_one_batch_after_the_other(engine: Engine) -> None:
    names = [f"{number:02}" for number in range(together.MOST * 2 + 3)]
    assert all_at_once(engine, *map(keeps, names)) == names
    assert kept(engine) == set(names)


def test_one_that_fails_harms_no_other(engine: Engine) -> None:
    def fails(rows: Transaction) -> str:
        keeps("half done")(rows)
        raise ZeroDivisionError

    assert all_at_once(engine, keeps("a"), fails, keeps("b")) == ["a", ZeroDivisionError, "b"]
    assert kept(engine) == {"a", "b"}


def test_while_the_database_is_locked_all_who_wait_are_told_in_the_time_of_one(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "WAIT_SECONDS", 0.5)
    line, begun = Together(), time.monotonic()
    with sqlite3.connect(tmp_path / "t.db", isolation_level=None) as other, ThreadPoolExecutor(6) as threads:
        other.execute("BEGIN IMMEDIATE")
        told = [threads.submit(line.run, engine, keeps(name)) for name in "abcdef"]
        assert {type(result.exception(SOON)) for result in told} == {sqlite3.OperationalError}
        other.execute("ROLLBACK")
    assert time.monotonic() - begun < 0.5 * 3
    assert kept(engine) == set()


def test_who_has_waited_too_long_is_told_so_and_not_done_later(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "WAIT_SECONDS", 0.1)
    line, inside, go_on = Together(), threading.Event(), threading.Event()

    def slow(_rows: Transaction) -> None:
        inside.set()
        assert go_on.wait(SOON)

    with ThreadPoolExecutor(1) as threads:
        held = threads.submit(line.run, engine, slow)
        assert inside.wait(SOON)
        with pytest.raises(TimeoutError, match="busy"):
            line.run(engine, keeps("late"))
        go_on.set()
        held.result(SOON)
    line.run(engine, keeps("next"))
    assert kept(engine) == {"next"}
