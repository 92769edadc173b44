"""The tables, their version, and how older ones are brought up to it. No row names a person."""

import json
from collections.abc import Callable

from sqlalchemy import BigInteger, Column, Connection, Engine, Index, Integer, MetaData, String, Table, inspect, select

metadata = MetaData()

LANGUAGE = 16  # letters of a code, such as en-x-easy

# `texter` is a keyed hash of a phone number. `session` holds named answers, never a message; `recent` the times of
# the last hour's replies, each with a keyed hash of what was answered. There is no index by age: it would cost every
# text more than it saves the clean-up, which looks once an hour.
sessions = Table(
    "sessions",
    metadata,
    Column("texter", String(64), primary_key=True),
    Column("session", String, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
    Column("recent", String, nullable=False, server_default="[]"),
)

# The senders that a person has blocked. `number` is a keyed hash.
blocks = Table(
    "blocks",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("kept_at", BigInteger, nullable=False),
)

# The TwiML that answered a message, so that the carrier's second try gets the same. `message` is a keyed hash.
replies = Table(
    "replies",
    metadata,
    Column("message", String(64), primary_key=True),
    Column("document", String, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
)

# A text that a caller wanted. `press` and `number` are keyed hashes; no `result` yet: it is being sent.
sends = Table(
    "sends",
    metadata,
    Column("press", String(64), primary_key=True),
    Column("number", String(64), nullable=False),
    Column("result", String(20)),
    Column("kept_at", BigInteger, nullable=False),
    Index("sends_kept_at", "kept_at"),
    Index("sends_number", "number"),
)

# How many calls and texts ended with which status, by day (YYYY-MM-DD).
callback_counts = Table(
    "callback_counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("status", String(20), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("number", Integer, nullable=False),
)

# How many times something happened at a step, by day (YYYY-MM-DD).
step_counts = Table(
    "step_counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("language", String(LANGUAGE), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("what", String(32), primary_key=True),
    Column("times", Integer, nullable=False),
)

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))


# Names of a text session as version 4 wrote them, and as they are written now.
OWN_NAMES = {
    "begun": "_begun",
    "aside": "_aside",
    "misses": "_misses",
    "pace": "_pace",
    "asked": "_offered",
    "heard": "_intent",
}


def _drop_indexes_by_age(connection: Connection) -> None:
    for name in ("sessions_kept_at", "replies_kept_at"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")


def _keep_documents(connection: Connection) -> None:
    """Replies were kept as data and are now kept as documents. Counts are named for what they count."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS replies")
    there = inspect(connection).get_table_names()
    for old, new in (("reports", callback_counts.name), ("counts", step_counts.name)):
        if old in there:
            connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def _mark_names(connection: Connection) -> None:
    """A mark stands before the session's own names from now on: see engine/session.py."""
    for texter, kept in connection.execute(select(sessions.c.texter, sessions.c.session)).all():
        pairs = [(OWN_NAMES.get(name, name), value) for name, value in json.loads(kept)]
        marked = sessions.update().where(sessions.c.texter == texter).values(session=json.dumps(pairs))
        connection.execute(marked)


def _keep_recent(connection: Connection) -> None:
    """Recent replies are kept beside a session. PostgreSQL's INTEGER ends in 2038; SQLite's has no such end."""
    connection.exec_driver_sql("ALTER TABLE sessions ADD COLUMN recent VARCHAR NOT NULL DEFAULT '[]'")
    if connection.dialect.name == "postgresql":
        for name in {"sessions", "replies", "sends"} & set(inspect(connection).get_table_names()):
            connection.exec_driver_sql(f"ALTER TABLE {name} ALTER COLUMN kept_at TYPE BIGINT")


def _widen_languages(connection: Connection) -> None:
    """Codes of languages were two letters. SQLite holds no text to a length."""
    if connection.dialect.name == "postgresql" and step_counts.name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f"ALTER TABLE {step_counts.name} ALTER COLUMN language TYPE VARCHAR({LANGUAGE})")


# Version 1 had sessions and replies, and no version written; 2 had counts, and the version. The changes since then
# that a table needs if it exists, by the version that they lead to: tables that are missing are made in any case.
CHANGES: dict[int, Callable[[Connection], None]] = {
    3: _drop_indexes_by_age,
    4: _keep_documents,
    5: _mark_names,
    6: _keep_recent,
    7: _widen_languages,
}
VERSION = max(CHANGES)

_UPGRADE_LOCK = 705_101  # any number: the name of the lock under which PostgreSQL lets one process upgrade


def upgrade(engine: Engine) -> tuple[int, int]:
    """Bring the tables up to date. Gives the version found and the version left.

    May run in many processes at once, and again at any time: SQLite has one writer, PostgreSQL a lock for it.
    A newer database is left as it is. Raises SQLAlchemy's errors; then nothing is changed.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
        found = _version(connection)
        if found >= VERSION:
            return found, found
        for version, change in sorted(CHANGES.items()):
            if 0 < found < version:
                change(connection)
        metadata.create_all(connection)
        connection.execute(schema_version.delete())
        connection.execute(schema_version.insert().values(version=VERSION))
        return found, VERSION


def version_of(engine: Engine) -> int:
    """The version of the tables in a database: 0 with none."""
    with engine.connect() as connection:
        return _version(connection)


def _version(connection: Connection) -> int:
    there = inspect(connection).get_table_names()
    if schema_version.name in there:
        return connection.scalar(select(schema_version.c.version)) or 0
    return 1 if sessions.name in there else 0
