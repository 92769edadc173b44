"""How calls and texts ended, as the carrier's status callbacks say: counts by day and nothing else."""

from datetime import date

from sqlalchemy import func, select

from helpline.store.database import Database, upsert
from helpline.store.schema import callback_counts

Counts = dict[tuple[str, str, str], int]  # by (kind, status, code)


class CallbackCounts:
    """How many calls and texts ended with which status, by day."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, day: date, kind: str, status: str, code: str = "") -> None:
        """Count one `kind` (call, text) that ended with `status`, and the carrier's error code if any.

        Raises SQLAlchemy's errors; then nothing is counted.
        """
        row = {"day": day.isoformat(), "kind": kind, "status": status, "code": code, "number": 1}
        with self._database.begin() as connection:
            upsert(connection, callback_counts, row, add=True)

    def since(self, day: date) -> Counts:
        """The counts from `day` on. Raises SQLAlchemy's errors."""
        table = callback_counts
        keys = (table.c.kind, table.c.status, table.c.code)
        query = select(*keys, func.sum(table.c.number)).where(table.c.day >= day.isoformat()).group_by(*keys)
        with self._database.begin() as connection:
            return {(kind, status, code): int(number) for kind, status, code, number in connection.execute(query)}
