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
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from helpline.errors import SettingError
from helpline.store.conversations import Conversations
from helpline.store.database import AGAIN_SECONDS, LOOK_SECONDS, Database, lock_for, upsert
from helpline.store.database import opened as opened_for_a_command
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import sessions, step_counts

from ..postgres import PostgreSQL, pgbouncer, why_no_pgbouncer
from .conftest import NOW, NUMBER, rows

pytestmark = pytest.mark.slow

DEADLINE = 12  # seconds in which a text is answered


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://user:hush@host/name", "Write sqlite:///helpline.db, or postgresql://"),
        ("hush", "DATABASE_URL cannot be used"),
        ("postgresql://user:hush@host:port/name", "DATABASE_URL cannot be used"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_in_a_sentence(url: str, says: str) -> None:
    with pytest.raises(SettingError, match=says) as error:
        Database(url)
    assert "hush" not in str(error.value)


def test_postgresql_without_its_driver_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingError, match="pip install"):
        Database("postgres://localhost/line")


def test_a_command_is_told_in_a_sentence_when_the_database_cannot_be_used() -> None:
    with (
        pytest.raises(SettingError, match=r"cannot be used \(OperationalError\)"),
        opened_for_a_command("sqlite:////no/such/folder/t.db") as database,
        database.begin(),
    ):
        pytest.fail("opened")


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


def test_a_database_that_comes_back_is_used_again_a_second_later(tmp_path: Path) -> None:
    clock = Clock()
    with closing(Database(f"sqlite:///{tmp_path}/away/t.db", clock)) as database:
        assert not database.works()
        (tmp_path / "away").mkdir()
        assert not database.works()
        clock.now += AGAIN_SECONDS
        assert database.works()


def test_a_server_that_was_restarted_is_used_again(postgres: PostgreSQL) -> None:
    clock = Clock()
    with closing(Database(postgres.fresh(), clock)) as database:
        assert database.works()
        postgres.stop()
        assert not database.works()
        postgres.start()
        clock.now += AGAIN_SECONDS
        assert database.works()


def test_many_questions_load_no_database(opened: Database, database: str) -> None:
    clock, begun = Clock(), []
    with closing(Database(database, clock)) as database_with_clock:
        event.listen(database_with_clock.engine, "begin", lambda connection: begun.append(connection))
        assert database_with_clock.works_lately()
        after_the_first = len(begun)
        with ThreadPoolExecutor(4) as threads:
            assert all(threads.map(lambda _: database_with_clock.works_lately(), range(20)))
        assert len(begun) == after_the_first
        clock.now += LOOK_SECONDS + 1
        assert database_with_clock.works_lately()
        assert len(begun) == after_the_first + 1


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
        "import sys; from helpline.store.database import Database; Database('sqlite://');"
        "sys.exit(any(name in sys.modules for name in ('psycopg', 'sqlalchemy.dialects.postgresql')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """SQLite refuses a change of the journal's mode at once, without waiting, when another is just making it."""
    for number in range(40):
        path = tmp_path / f"{number}.db"
        databases = [Database(f"sqlite:///{path}") for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(lambda database: database.works(), databases))
        for database in databases:
            database.close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
