"""The database: one engine a process, how long it may keep a text waiting, and upserts."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, Table, create_engine, event, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from helpline.errors import SettingError
from helpline.store.schema import sessions, upgrade

# Seconds. A text is answered within 12: it may wait for a connection of the pool, and then for a lock.
POOL_SECONDS = 4
CONNECT_SECONDS = 3  # for a server that says nothing
LOCK_SECONDS = 5  # for a lock, a slow statement, or a network that swallows what is sent
AGAIN_SECONDS = 1  # after a failed connection, until another is tried
LOOK_SECONDS = 5  # for which the last look at the database is good enough


class Database:
    """The database that DATABASE_URL names. Nothing is connected before the first transaction.

    A lost database therefore never keeps the phone from being answered. Raises SettingError when the URL
    cannot be used. `clock` gives seconds that only ever go up.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic):
        self.engine = _engine(url)
        self._clock = clock
        self._up_to_date = False
        self._failed_at = float("-inf")
        self._looking, self._looked_at, self._worked = threading.Lock(), float("-inf"), True
        event.listen(self.engine, "do_connect", self._connect)

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction, committed at the end of the block; the tables are brought up to date before the first.

        Raises SQLAlchemy's errors when the database fails; then nothing of the block is kept.
        """
        if not self._up_to_date:
            upgrade(self.engine)
            self._up_to_date = True
        return self.engine.begin()

    def works(self) -> bool:
        """Whether the database answers and can be written to. Never fails."""
        try:
            with self.begin() as connection:
                connection.execute(sessions.delete().where(sessions.c.texter == ""))
        except Exception:  # noqa: BLE001 - whatever it is, it does not work
            return False
        return True

    def works_lately(self) -> bool:
        """The result of `works` within the last seconds: many questions at once load no database."""
        if self._clock() - self._looked_at > LOOK_SECONDS and self._looking.acquire(blocking=False):
            try:
                self._worked = self.works()
                self._looked_at = self._clock()
            finally:
                self._looking.release()
        return self._worked

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def _connect(self, dialect: Any, _record: object, arguments: Any, options: dict[str, Any]) -> Any:
        """Connect, unless that failed a moment ago: texts that come in turn would each wait for the same failure."""
        if self._clock() - self._failed_at < AGAIN_SECONDS:
            raise SQLAlchemyError("The database did not answer a moment ago.")
        try:
            return dialect.connect(*arguments, **options)
        except Exception:
            self._failed_at = self._clock()
            raise


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database for as long as a command needs it.

    Raises SettingError, in a sentence, when it cannot be used: the error's own words may hold a password.
    """
    database = Database(url)
    try:
        yield database
    except SQLAlchemyError as error:
        raise SettingError(
            f"The database cannot be used ({type(error).__name__}). Is DATABASE_URL right, and does the database run?"
        ) from None
    finally:
        database.close()


def lock_for(connection: Connection, key: str) -> None:
    """Wait until no other transaction holds `key` (a keyed hash). SQLite has one writer at a time in any case."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))


def upsert(connection: Connection, table: Table, *rows: dict[str, Any], add: bool = False) -> None:
    """Insert rows. A row whose key is there takes the new row's other columns; `add` adds them to its own."""
    connection.execute(_upsert(table, connection.dialect.name, add), rows)


@cache
def _upsert(table: Table, dialect: str, add: bool) -> Any:
    """The statement, made by the insert of the dialect at hand (postgresql, sqlite), so that no other is loaded."""
    statement = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    new = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    if add:
        new = {name: table.c[name] + given for name, given in new.items()}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=new)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        kind = parsed.get_backend_name()
        if kind == "sqlite":
            return _sqlite(parsed)
        if kind in ("postgres", "postgresql"):
            return _postgresql(parsed.set(drivername="postgresql+psycopg"))
    except ImportError:
        raise SettingError('DATABASE_URL names PostgreSQL. Install its driver: pip install "psycopg[binary]"') from None
    except (SQLAlchemyError, ValueError):  # their words may hold a password
        pass
    raise SettingError(
        "DATABASE_URL cannot be used. Write sqlite:///helpline.db, or postgresql://user:password@host/name."
    )


def _sqlite(url: URL) -> Engine:
    """SQLite has one writer, so a process has one connection, and its threads wait for that in the pool.

    The write lock is taken at the start of a transaction: two texts at once then wait for each other, where
    a lock taken halfway would fail one of them. See "Serializable isolation" in SQLAlchemy's pages on SQLite.
    """
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        connect_args={"timeout": LOCK_SECONDS},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # so that the BEGIN above is the only one
    with suppress(sqlite3.OperationalError):  # another process is just changing the mode of the file
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _postgresql(url: URL) -> Engine:
    """Timeouts are set in each transaction, since PgBouncer refuses `options` at a connection's start.

    For the same reason no statement is prepared: the next transaction may run on another server connection.
    """
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,  # a database that was restarted is found before a turn is lost on it
        pool_timeout=POOL_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "prepare_threshold": None,
            "tcp_user_timeout": LOCK_SECONDS * 1000,
            "keepalives_idle": CONNECT_SECONDS,
            "keepalives_interval": 1,
        },
    )
    limits = f"SET LOCAL statement_timeout = '{LOCK_SECONDS}s'; SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(limits))
    return engine
