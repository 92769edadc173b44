"""The database: how long it may keep a text waiting, and when it is tried again."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from helpline.store.conversations import Conversations
from helpline.store.database import Database, lock_for, upsert
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import sessions, step_counts
from helpline.store.trial_turn import TrialTurn

from ..postgres import PostgreSQL, pgbouncer, why_no_pgbouncer
from .conftest import NOW, NUMBER, Clock, rows

pytestmark = pytest.mark.slow

DEADLINE = 12  # seconds in which a text is answered


def test_nothing_is_connected_before_the_first_transaction(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/t.db")) as database:
        assert not list(tmp_path.iterdir())
        with database.begin():
            assert (tmp_path / "t.db").exists()


def test_a_text_waits_for_sqlites_lock_and_for_the_one_connection_in_time(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/t.db")) as database, database.begin() as connection:
        lock = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() / 1000
        assert lock == 5
        assert lock + database.engine.pool.timeout() < DEADLINE  # type: ignore[attr-defined]
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_a_text_waits_for_postgresql_in_time(postgres: PostgreSQL) -> None:
    with closing(Database(postgres.fresh())) as database:
        for _ in range(2):  # the limits hold in each transaction
            with database.begin() as connection:
                for limit in ("statement_timeout", "lock_timeout"):
                    assert connection.exec_driver_sql(f"SHOW {limit}").scalar_one() == "5s"
                descriptor = os.dup(connection.connection.driver_connection.fileno())  # type: ignore[union-attr]
        assert database.engine.pool.timeout() == 4  # type: ignore[attr-defined]
    with closing(socket.socket(fileno=descriptor)) as line:
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 5000
        assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 3


def test_a_server_that_says_nothing_is_given_up_in_time_and_not_tried_again_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # as a firewall or a dead machine is
        database = Database(f"postgresql://line@127.0.0.1:{silent.getsockname()[1]}/line", Clock())
        with pytest.raises(OperationalError, match="timeout"):
            database.begin()
        for _ in range(20):  # would take a minute
            with pytest.raises(SQLAlchemyError, match="a moment ago"):
                database.begin()
        database.close()


def test_a_transaction_that_fails_keeps_nothing(opened: Database) -> None:
    def fail_halfway() -> None:
        with opened.begin() as connection:
            upsert(connection, sessions, {"texter": "a", "session": "[]", "kept_at": 1})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert rows(opened, sessions) == [0]


def test_an_upsert_replaces_or_adds(opened: Database) -> None:
    key = {"day": "2027-01-15", "channel": "sms", "language": "en", "step": "who", "what": "came"}
    for times in (2, 3):
        with opened.begin() as connection:
            upsert(connection, sessions, {"texter": "a", "session": str(times), "kept_at": times})
            upsert(connection, step_counts, {**key, "times": times}, {**key, "step": "x", "times": 1}, add=True)
    with opened.begin() as connection:
        assert connection.execute(select(sessions)).all() == [("a", "3", 3)]
        assert connection.scalars(select(step_counts.c.times).order_by(step_counts.c.step)).all() == [5, 2]


@pytest.mark.parametrize(("key", "waits"), [("a" * 64, True), ("b" * 64, False)])
def test_on_postgresql_transactions_for_one_key_wait_for_each_other(
    postgres: PostgreSQL, key: str, waits: bool
) -> None:
    order: list[str] = []
    with closing(Database(postgres.fresh())) as database, ThreadPoolExecutor(1) as thread:
        with database.begin() as connection:
            lock_for(connection, "a" * 64)
            second = thread.submit(_take, database, key, lambda: order.append("second"))
            if waits:
                _wait_until_a_lock_is_waited_for(database)
            else:
                second.result(10)
            order.append("first")
        second.result(10)
    assert order == (["first", "second"] if waits else ["second", "first"])


def _take(database: Database, key: str, then: Callable[[], None]) -> None:
    with database.begin() as connection:
        lock_for(connection, key)
        then()


def _wait_until_a_lock_is_waited_for(database: Database) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    for _ in range(400):
        with database.begin() as connection:
            if connection.exec_driver_sql(waiting).scalar_one():
                return
        threading.Event().wait(0.01)
    pytest.fail("nobody waits")


def test_through_pgbouncer_turns_are_taken_as_without_it(postgres: PostgreSQL) -> None:
    if why := why_no_pgbouncer():
        pytest.skip(why)
    with pgbouncer(postgres, postgres.fresh()) as url, closing(Database(url)) as database:
        conversations = Conversations(database, KeyedHash("k"))
        with ThreadPoolExecutor(4) as threads:
            turns = [
                threads.submit(
                    conversations.turn, NUMBER, f"SM{i}", NOW, lambda s, _: (s._replace(misses=s.misses + 1), "<x/>")
                )
                for i in range(24)
            ]
            assert {turn.result(20) for turn in turns} == {"<x/>"}
        conversations.turn(NUMBER, "", NOW, lambda s, _: (s, str(s.misses)))
        assert conversations.turn(NUMBER, "", NOW, lambda s, _: (s, str(s.misses))) == "24"


def test_a_start_loads_no_driver_that_is_not_used() -> None:
    """One of them costs megabytes in every process."""
    code = (
        "import sys; from helpline.store.database import Database; Database('sqlite:///t.db');"
        "sys.exit(any(name in sys.modules for name in ('psycopg', 'sqlalchemy.dialects.postgresql')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """SQLite refuses a change of the journal's mode at once, without waiting, when another is just making it."""
    for number in range(40):
        path = tmp_path / f"{number}.db"
        databases = [Database(f"sqlite:///{path}") for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda database: TrialTurn(database).trouble(), databases)) == [None] * 8
        for database in databases:
            database.close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
