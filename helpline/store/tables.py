"""The tables: text conversations, texts that callers asked for, and counts. None names a person."""

import sqlite3
import time
from collections.abc import Callable
from importlib.util import find_spec

from sqlalchemy import Column, Engine, Index, Integer, MetaData, String, Table, create_engine, event
from sqlalchemy.engine import make_url

from helpline.errors import SettingError

WAIT_SECONDS = 5  # for a lock, or for a slow database: well inside the carrier's 15 seconds
LOOK_AGAIN_SECONDS = 0.0002  # at SQLite's lock, while another process has it
LOG_PAGES = 4000  # of 4 KB that SQLite writes to its log until it tidies it up, for which a text has to wait
CACHE_KB = 200  # of a connection to SQLite: a text needs a few pages, and another process makes them stale
CONNECT_SECONDS = 3  # for a database that does not answer at all

metadata = MetaData()

# `texter` is a keyed hash of a phone number. `session` holds named answers, never a message. There is no index
# by age: it would cost every text more than it saves `tidy`, which looks once an hour.
sessions = Table(
    "sessions",
    metadata,
    Column("texter", String(64), primary_key=True),
    Column("session", String, nullable=False),
    Column("kept_at", Integer, nullable=False),
)

# What was replied to a message, as data, so that the carrier's second try gets the same reply.
replies = Table(
    "replies",
    metadata,
    Column("message", String(64), primary_key=True),
    Column("reply", String, nullable=False),
    Column("kept_at", Integer, nullable=False),
)

# A text that a caller asked for. `press` and `number` are keyed hashes; no `result` yet: it is being sent.
sends = Table(
    "sends",
    metadata,
    Column("press", String(64), primary_key=True),
    Column("number", String(64), nullable=False),
    Column("result", String(20)),
    Column("kept_at", Integer, nullable=False),
    Index("sends_kept_at", "kept_at"),
    Index("sends_number", "number"),
)

# How many calls and texts ended how, by day. Nobody can be found in it.
reports = Table(
    "reports",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("status", String(20), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("number", Integer, nullable=False),
)

# How many times something happened at a step on a day (written YYYY-MM-DD): numbers, and nobody.
counts = Table(
    "counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("what", String(32), primary_key=True),
    Column("times", Integer, nullable=False),
)

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))


def open_engine(url: str) -> Engine:
    """An engine for a database URL; nothing is connected yet, and no table is made.

    SQLite takes its write lock at the start of a transaction: two texts at once then wait for
    each other, where a lock taken halfway would fail one of them. Raises SettingError when the
    URL cannot be used.
    """
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url.partition("://")[2])
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", lambda connection: begin(connection.exec_driver_sql))
    return engine


def begin(execute: Callable[[str], object]) -> None:
    """Begin a transaction with SQLite's write lock; raises what `execute` raises, when that is not free in time."""
    _patiently(execute, "BEGIN IMMEDIATE")


def _patiently(execute: Callable[[str], object], statement: str) -> None:
    """Run a statement that needs SQLite's lock, for which it may wait WAIT_SECONDS.

    SQLite itself would sleep longer and longer between two looks, up to a tenth of a second, and a text
    would wait for that where the lock is held for a quarter of a millisecond. And for a change of the
    journal's mode it would not wait at all.
    """
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            execute(statement)
            return
        except Exception as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
        time.sleep(LOOK_AGAIN_SECONDS)


def _is_busy(error: Exception) -> bool:
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)  # SQLAlchemy wraps the driver's error
    return code & 0xFF == sqlite3.SQLITE_BUSY


def _postgresql(rest: str) -> Engine:
    if not find_spec("psycopg"):
        raise SettingError('DATABASE_URL names PostgreSQL. Install its driver: pip install "psycopg[binary]"')
    limits = f"-c statement_timeout={WAIT_SECONDS}s -c lock_timeout={WAIT_SECONDS}s"
    return create_engine(
        make_url(f"postgresql+psycopg://{rest}"),
        pool_pre_ping=True,  # a database that was restarted is found before a turn is lost on it
        pool_timeout=WAIT_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": limits},
    )


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # so that our own BEGIN is the only one
    connection.execute("PRAGMA busy_timeout = 0")  # whatever waits, waits in `_patiently`
    _patiently(connection.execute, "PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
