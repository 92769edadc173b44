"""The version of the tables, and how older ones are brought up to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from helpline.errors import SettingError
from helpline.store.tables import metadata, open_engine, schema_version


def _drop_indexes_by_age(connection: Connection) -> None:
    for name in ("sessions_kept_at", "replies_kept_at"):
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))


# 1: sessions and replies, and no version written. 2: counts, and the version. 3: no index by age on sessions
# and replies. Tables that are missing are made in any case; a change to a table that exists is a step here.
VERSION = 3
STEPS: Mapping[int, Callable[[Connection], None]] = {3: _drop_indexes_by_age}

_ALONE = 705_101  # any number: the name of the lock under which PostgreSQL lets one process upgrade


def connect(url: str) -> Engine:
    """An engine for a database URL, its tables made or brought up to date.

    Raises SettingError when the URL cannot be used, SQLAlchemy's errors when the database cannot.
    """
    engine = open_engine(url)
    upgrade(engine)
    return engine


@contextmanager
def opened(url: str, set_up: bool = True) -> Iterator[Engine]:
    """The database for as long as a command needs it, its tables up to date unless told otherwise.

    Raises SettingError, in a sentence, when it cannot be used: the error's own words may hold a password.
    """
    engine = open_engine(url)
    try:
        if set_up:
            upgrade(engine)
        yield engine
    except SQLAlchemyError as error:
        raise SettingError(
            f"The database cannot be used ({type(error).__name__}). Is DATABASE_URL right, and does the database run?"
        ) from None
    finally:
        engine.dispose()


def version_of(engine: Engine) -> int:
    """The version of the tables in a database: 0 with none."""
    with engine.connect() as connection:
        return _version(connection)


def upgrade(engine: Engine) -> tuple[int, int]:
    """Bring the tables up to date. Gives the version found and the version left.

    May run in many processes at once, and again at any time. A newer database is left as it is.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ALONE})
        found = _version(connection)
        if found >= VERSION:
            return found, found
        _make_missing(connection)
        for number, step in sorted(STEPS.items()):
            if number > found:
                step(connection)
        connection.execute(delete(schema_version))
        connection.execute(insert(schema_version).values(version=VERSION))
        return found, VERSION


def _make_missing(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def _version(connection: Connection) -> int:
    tables = inspect(connection).get_table_names()
    if schema_version.name in tables:
        return connection.scalar(select(schema_version.c.version)) or 0
    return 1 if "sessions" in tables else 0
