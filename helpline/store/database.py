"""The database: one engine a process, when it is tried again after a failure, and upserts."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table, event, func, select
from sqlalchemy.exc import SQLAlchemyError

from helpline.errors import SettingError
from helpline.store.database_errors import trouble_of
from helpline.store.engines import engine_of, file_sign, no_engine
from helpline.store.schema import upgrade

AGAIN_SECONDS = 1  # after a failed connection, until another is tried


class Database:
    """The database that DATABASE_URL names. Nothing is connected before the first transaction.

    A lost database, and an address that none can have, therefore never keep the phone from being answered.
    `clock` gives seconds that only ever go up.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic):
        try:
            self.engine = engine_of(url)
        except SettingError as error:
            self.engine = no_engine(error)
        self._clock = clock
        self._up_to_date, self._file = False, file_sign(self.engine.url)
        self._failed_at = float("-inf")
        self._failure: Exception | None = None
        event.listen(self.engine, "do_connect", self._connect)

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction, committed at the end of the block; the tables are brought up to date before the first.

        Raises SQLAlchemy's errors when the database fails, and SettingError when there can be none; then nothing
        of the block is kept.
        """
        if not self._up_to_date or self._file != file_sign(self.engine.url):
            self.engine.dispose()  # an SQLite file that was taken away would be written to for ever, and lost
            upgrade(self.engine)
            self._up_to_date, self._file = True, file_sign(self.engine.url)
        return self.engine.begin()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def _connect(self, dialect: Any, _record: object, arguments: Any, options: dict[str, Any]) -> Any:
        """Connect, unless that failed a moment ago: texts that come in turn would each wait for the same failure."""
        if self._clock() - self._failed_at < AGAIN_SECONDS:
            raise SQLAlchemyError("The database did not answer a moment ago.") from self._failure
        try:
            return dialect.connect(*arguments, **options)
        except Exception as error:
            self._failed_at, self._failure = self._clock(), error
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
        raise SettingError(str(trouble_of(error))) from None
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
