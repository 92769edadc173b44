"""A database of each kind in turn, opened as the line opens it."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Table, func, select

from helpline.store.database import Database

NUMBER, OTHER, NOW = "+447700900001", "+447700900002", 1_800_000_000.0


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def opened(database: str) -> Iterator[Database]:
    with closing(Database(database)) as opened:
        yield opened


def rows(database: Database, *tables: Table) -> list[int]:
    """How many rows each table has."""
    with database.begin() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
