"""The one database of a process: its engine, its transactions, and waits that end before a text's deadline."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from helpline.errors import SettingError
from helpline.store.schema import upgrade
from helpline.store.tables import sessions

# Seconds. A text is answered within 12 whatever the database does; the carrier gives up after 15.
LOCK_SECONDS = 4  # for another transaction, and for a free connection
STATEMENT_SECONDS = 5
CONNECT_SECONDS = 3
RETRY_SECONDS = 1  # after a failed connection: ten texts at once must not wait for ten failures in turn
FRESH_SECONDS = 5  # for which the last look at the database is good enough


class Database:
    """Connects at the first transaction, so that a lost database never keeps the phone from starting.

    Raises SettingError when the URL cannot be used.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic):
        self.engine = _engine(url)
        self._clock = clock
        self._setting_up, self._is_set_up, self._failed_at = threading.Lock(), False, float("-inf")
        # SQLite has one writer at a time. Threads of one process queue here, which costs less than its busy wait.
        self._writer = _Queue() if self.engine.dialect.name == "sqlite" else nullcontext()
        self._looking, self._looked_at, self._worked = threading.Lock(), float("-inf"), True

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: committed at the end of the block, undone when it fails.

        The tables are made or upgraded before the first one. Raises SQLAlchemy's errors, ConnectionError just
        after a failed connection, and TimeoutError when other writers do not end in time.
        """
        self._set_up()
        with self._writer, self.engine.begin() as connection:
            yield connection

    def works(self) -> bool:
        """Whether the database answers and can be written to. Never fails."""
        try:
            with self.begin() as connection:
                connection.execute(delete(sessions).where(sessions.c.texter == ""))
        except Exception:  # noqa: BLE001 - any error means that it does not work
            return False
        return True

    def works_lately(self) -> bool:
        """The result of `works` within the last few seconds: frequent looks load no database."""
        if self._clock() - self._looked_at > FRESH_SECONDS and self._looking.acquire(blocking=False):
            try:
                self._worked, self._looked_at = self.works(), self._clock()
            finally:
                self._looking.release()
        return self._worked

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _set_up(self) -> None:
        if self._is_set_up:
            return
        with self._setting_up:
            if self._clock() - self._failed_at < RETRY_SECONDS:
                raise ConnectionError("the database did not answer just now")
            try:
                upgrade(self.engine)
                self._is_set_up = True
            except Exception:
                self._failed_at = self._clock()
                raise


class _Queue:
    """A lock as a context manager that is waited for LOCK_SECONDS at most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise TimeoutError("the database is busy")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@contextmanager
def database_for_command(url: str) -> Iterator[Database]:
    """The database for as long as a command needs it.

    Raises SettingError, in a sentence, when it cannot be used: the error's own words may hold a password.
    """
    database = Database(url)
    try:
        yield database
    except (SQLAlchemyError, ConnectionError) as error:
        raise SettingError(
            f"The database cannot be used ({type(error).__name__}). Is DATABASE_URL right, and does the database run?"
        ) from None
    finally:
        database.close()


def upsert(connection: Connection, table: Table, row: dict[str, Any], add: str | None = None) -> None:
    """Insert a row, or replace the row of the same primary key; with `add`, add up that column instead."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # each dialect costs 2 MB a process
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    keys = list(table.primary_key.columns)
    statement = insert(table).values(row)
    new: dict[str, Any] = {name: statement.excluded[name] for name in row if name not in table.primary_key.columns}
    if add:
        new = {add: table.c[add] + statement.excluded[add]}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))


def wait_for_others(connection: Connection, key: str) -> None:
    """Wait until no other transaction holds this key (hexadecimal digits). SQLite has one writer in any case."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))


def _engine(url: str) -> Engine:
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url.partition("://")[2])
    try:
        engine = create_engine(url, connect_args={"timeout": LOCK_SECONDS} if url.startswith("sqlite") else {})
    except ArgumentError:
        raise SettingError("DATABASE_URL cannot be read. Write sqlite:///FILE or postgresql://…") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        # SQLAlchemy's own recipe: a lock taken at the start makes two texts wait, one taken halfway fails one.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _postgresql(rest: str) -> Engine:
    if not find_spec("psycopg"):
        raise SettingError('DATABASE_URL names PostgreSQL. Install its driver: pip install "psycopg[binary]"')
    engine = create_engine(
        make_url(f"postgresql+psycopg://{rest}"),
        pool_pre_ping=True,  # finds a database that was restarted before a turn is lost on it
        pool_timeout=LOCK_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": STATEMENT_SECONDS * 1000,  # ends a wait for a network that swallows packets
            "prepare_threshold": None,  # a pooler in transaction mode gives each transaction another server
        },
    )
    # For this transaction alone: a pooler such as PgBouncer refuses settings at the connection.
    names = ("statement_timeout", "lock_timeout")
    limits = ", ".join(f"set_config('{name}', '{STATEMENT_SECONDS}s', true)" for name in names)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"SELECT {limits}"))
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # so that the BEGIN above is the only one
    with suppress(sqlite3.OperationalError):  # another process is just making the same switch, which lasts
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
