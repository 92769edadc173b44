"""The few statements of a turn, without what makes them slow: written out once, run on the driver itself.

SQLAlchemy writes the statements, for the database at hand, and keeps the connections. To let it run
them as well takes several times as long as they take.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ClauseElement,
    Dialect,
    Engine,
    PoolProxiedConnection,
    ScalarSelect,
    Table,
    bindparam,
    delete,
    select,
)

from helpline.store.dialects import dialect_module
from helpline.store.tables import begin


class Transaction:
    """One transaction on one connection."""

    def __init__(self, cursor: Any, dialect: str):
        self._cursor, self._dialect = cursor, dialect

    def alone(self, key: str) -> None:
        """Wait until nobody else has a transaction for this key (64 hexadecimal digits).

        SQLite has one writer at a time in any case.
        """
        if self._dialect == "postgresql":
            self._cursor.execute("SELECT pg_advisory_xact_lock(%s)", (int(key[:15], 16),))

    def load(self, keys: Sequence[tuple[Table, str]], oldest: int, newest: int) -> list[str | None]:
        """The value kept under each key between two moments, or None: all in one statement."""
        named = {table.name: key for table, key in keys}
        statement = _load(tuple(table for table, _ in keys), self._dialect)
        self._cursor.execute(statement, named | {"oldest": oldest, "newest": newest})
        return list(self._cursor.fetchone())

    def save(self, table: Table, key: str, value: str, now: int) -> None:
        """Keep a value under a key, in place of what was kept there."""
        self._cursor.execute(_save(table, self._dialect), {"key": key, "value": value, "now": now})

    def forget(self, table: Table, key: str) -> None:
        """Delete what is kept under a key."""
        self._cursor.execute(_forget(table, self._dialect), {"key": key})


@contextmanager
def transaction(engine: Engine) -> Iterator[Transaction]:
    """A transaction that is committed at the end of the block, or undone when it fails.

    Raises SQLAlchemy's errors when no connection can be had, the driver's own after that.
    """
    with _committed(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            begin(cursor.execute)  # as in tables.open_engine, and for the same reason
        yield Transaction(cursor, engine.dialect.name)


@contextmanager
def _committed(connection: PoolProxiedConnection) -> Iterator[PoolProxiedConnection]:
    try:
        yield connection
        connection.cursor().execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.close()  # back to where connections are kept


def _written(statement: ClauseElement, dialect: str) -> str:
    own = {"paramstyle": "named"} if dialect == "sqlite" else {}
    named: Dialect = dialect_module(dialect).dialect(**own)
    return str(statement.compile(dialect=named))


@lru_cache
def _load(tables: tuple[Table, ...], dialect: str) -> str:
    return _written(select(*(_value(table) for table in tables)), dialect)


def _value(table: Table) -> ScalarSelect[str]:
    name, value, kept_at = table.columns.values()[:3]
    fresh = kept_at.between(bindparam("oldest"), bindparam("newest"))
    return select(value).where(name == bindparam(table.name), fresh).scalar_subquery()


@lru_cache
def _save(table: Table, dialect: str) -> str:
    name, value, kept_at = table.columns.values()[:3]
    row = (
        dialect_module(dialect)
        .insert(table)
        .values({name.name: bindparam("key"), value.name: bindparam("value"), kept_at.name: bindparam("now")})
    )
    new = {value.name: row.excluded[value.name], kept_at.name: row.excluded[kept_at.name]}
    return _written(row.on_conflict_do_update(index_elements=[name], set_=new), dialect)


@lru_cache
def _forget(table: Table, dialect: str) -> str:
    return _written(delete(table).where(table.columns.values()[0] == bindparam("key")), dialect)
