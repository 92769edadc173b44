"""The version of the tables, and the upgrades of older ones."""

import json
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text, update
from sqlalchemy.schema import CreateIndex, CreateTable

from helpline.engine.session import MARK
from helpline.store.tables import metadata, schema_version, sessions

_OLD_NAMES = {"begun": "begun", "aside": "aside", "misses": "misses", "pace": "pace", "heard": "intent"}


def _drop_indexes_by_age(connection: Connection) -> None:
    for name in ("sessions_kept_at", "replies_kept_at"):
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))


def _rename_tables(connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    for old, new in (("reports", "callback_counts"), ("counts", "step_counts")):
        if old in tables:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    connection.execute(text("DROP TABLE IF EXISTS replies"))  # rows of 48 hours, in a form that is not read any more


def _mark_names(connection: Connection) -> None:
    """Put the mark before the session's own names, as engine/session.py writes them."""
    for texter, kept in connection.execute(select(sessions.c.texter, sessions.c.session)).all():
        pairs = [(MARK + _OLD_NAMES[name] if name in _OLD_NAMES else name, value) for name, value in json.loads(kept)]
        marked = update(sessions).where(sessions.c.texter == texter).values(session=json.dumps(pairs))
        connection.execute(marked)


# 1: sessions and replies, and no version written. 2: counts, and the version. 3: no index by age on sessions and
# replies. 4: tables renamed. 5: names marked. Missing tables are made in any case; a change to one is a step here.
BEFORE: Mapping[int, Callable[[Connection], None]] = {3: _drop_indexes_by_age, 4: _rename_tables}
AFTER: Mapping[int, Callable[[Connection], None]] = {5: _mark_names}
VERSION = 5

_ALONE = 705_101  # any number: the name of the lock under which PostgreSQL lets one process upgrade


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
        _run(BEFORE, connection, found)
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
            for index in table.indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))
        _run(AFTER, connection, found)
        connection.execute(delete(schema_version))
        connection.execute(insert(schema_version).values(version=VERSION))
        return found, VERSION


def _run(steps: Mapping[int, Callable[[Connection], None]], connection: Connection, found: int) -> None:
    for number, step in sorted(steps.items()):
        if found < number:
            step(connection)


def _version(connection: Connection) -> int:
    tables = inspect(connection).get_table_names()
    if schema_version.name in tables:
        return connection.scalar(select(schema_version.c.version)) or 0
    return 1 if "sessions" in tables else 0
