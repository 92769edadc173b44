"""The tables: text conversations, texts that callers asked for, and counts of what became of them."""

import sqlite3

from sqlalchemy import Column, Engine, Index, Integer, MetaData, String, Table, create_engine, event
from sqlalchemy.schema import CreateIndex, CreateTable

metadata = MetaData()

# `texter` is a keyed hash of a phone number. `session` holds named answers, never a message.
sessions = Table(
    "sessions",
    metadata,
    Column("texter", String(64), primary_key=True),
    Column("session", String, nullable=False),
    Column("kept_at", Integer, nullable=False),
    Index("sessions_kept_at", "kept_at"),
)

# What was replied to a message, as data, so that the carrier's second try gets the same reply.
replies = Table(
    "replies",
    metadata,
    Column("message", String(64), primary_key=True),
    Column("reply", String, nullable=False),
    Column("kept_at", Integer, nullable=False),
    Index("replies_kept_at", "kept_at"),
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


def connect(url: str) -> Engine:
    """An engine for a database URL, its tables made if they are missing.

    SQLite takes its write lock at the start of a transaction: two texts at once then wait for
    each other, where a lock taken halfway would fail one of them.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        for table in metadata.sorted_tables:  # IF NOT EXISTS: several workers may start at once
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # so that our own BEGIN is the only one
    connection.execute("PRAGMA busy_timeout = 5000")  # well inside the carrier's 15 seconds
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
