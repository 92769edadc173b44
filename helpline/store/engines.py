"""From DATABASE_URL to SQLAlchemy's engine: SQLite or PostgreSQL, and how long each may keep a text waiting."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from sqlalchemy import URL, Engine, ExceptionContext, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from helpline.errors import SettingError

# Seconds. A text is answered within 12: it may wait for a connection of the pool, and then for a lock.
POOL_SECONDS = 4
CONNECT_SECONDS = 3  # for a server that says nothing
LOCK_SECONDS = 5  # for a lock, a slow statement, or a network that swallows what is sent
READ_ONLY = "25006"  # PostgreSQL's code for a write that its server may not do

WRITE = "Write sqlite:///helpline.db for a file here, or postgresql://user:password@host/name."
NO_KIND = f"DATABASE_URL does not begin with a kind of database. {WRITE}"
UNKNOWN_KIND = f"DATABASE_URL names a kind of database that the line cannot use. {WRITE}"
UNREADABLE = f"DATABASE_URL cannot be read. {WRITE} A port is a number, and @ in a password is written %40."
SLASHES = (
    "DATABASE_URL names a file with two slashes. Write three, sqlite:///helpline.db, or four where the file's own "
    "name begins with a slash: sqlite:////srv/helpline.db."
)
IN_MEMORY = (
    "DATABASE_URL names a database in memory. Each process has one of its own and loses it at a restart, so no "
    "conversation lasts. Write sqlite:///helpline.db."
)
NO_DRIVER = 'DATABASE_URL names PostgreSQL. Install its driver: pip install "psycopg[binary]"'


def engine_of(url: str) -> Engine:
    """The engine of the database at `url`. Nothing is connected yet.

    Raises SettingError when no database can be meant by it. The sentence holds nothing of the address, which may
    hold a password.
    """
    kind = url.partition("://")[0].partition("+")[0].lower()
    try:
        if "://" not in url:
            raise SettingError(NO_KIND)
        if kind == "sqlite":
            return _sqlite(_sqlite_url(url))
        if kind in ("postgres", "postgresql"):
            return _postgresql(make_url(url).set(drivername="postgresql+psycopg"))
    except ImportError:
        raise SettingError(NO_DRIVER) from None
    except (SQLAlchemyError, ValueError):  # their words may hold a password
        raise SettingError(UNREADABLE) from None
    raise SettingError(UNKNOWN_KIND)


def no_engine(error: SettingError) -> Engine:
    """An engine whose every connection fails with `error`: the line answers calls without a database."""

    def fail() -> NoReturn:
        raise SettingError(*error.args)

    return create_engine("sqlite://", poolclass=NullPool, creator=fail)


def file_sign(url: URL) -> tuple[int, int] | None:
    """What tells the file of an SQLite database from any other; None where there is no file."""
    with suppress(OSError):
        found = Path(url.database).stat() if url.database and url.get_backend_name() == "sqlite" else None
        return found and (found.st_dev, found.st_ino)
    return None


def _sqlite_url(written: str) -> URL:
    url = make_url(written).set(drivername="sqlite")
    if url.host:
        raise SettingError(SLASHES)
    if not url.database or ":memory:" in url.database or url.query.get("mode") == "memory":
        raise SettingError(IN_MEMORY)
    return url


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
    event.listen(engine, "handle_error", _let_go_of_standby)
    return engine


def _let_go_of_standby(context: ExceptionContext) -> None:
    """A server that has become a standby still answers reads, so a ping does not find it out; a write does."""
    if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
        context.is_disconnect = True
