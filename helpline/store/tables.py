"""The tables. None holds a phone number or a message that somebody sent."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

metadata = MetaData()

# `texter` is a keyed hash of a phone number, `session` the named answers. There is no index by age: it would
# cost every text more than it saves retention, which looks once an hour.
sessions = Table(
    "sessions",
    metadata,
    Column("texter", String(64), primary_key=True),
    Column("session", String, nullable=False),
    Column("kept_at", Integer, nullable=False),
)

# The document that answered a message, so that the carrier's second try gets the same one.
answers = Table(
    "answers",
    metadata,
    Column("message", String(64), primary_key=True),
    Column("answer", String, nullable=False),
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

# How many calls and texts ended how, by day, from the carrier's status callbacks.
callback_counts = Table(
    "callback_counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("status", String(20), primary_key=True),
    Column("code", String(10), primary_key=True),
    Column("number", Integer, nullable=False),
)

# How many times something happened at a step on a day (written YYYY-MM-DD).
step_counts = Table(
    "step_counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("what", String(32), primary_key=True),
    Column("times", Integer, nullable=False),
)

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))
