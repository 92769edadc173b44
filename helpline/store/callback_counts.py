"""The carrier's status callbacks about calls and texts, as counts by day."""

from datetime import date

from sqlalchemy import func, select

from helpline.store.database import Database, upsert
from helpline.store.tables import callback_counts

Counts = dict[tuple[str, str, str], int]


class CallbackCounts:
    """How many calls and texts ended how, by day."""

    def __init__(self, database: Database):
        self._database = database

    def add(self, day: date, kind: str, status: str, code: str = "") -> None:
        """Count one `kind` (call, text) that ended as `status`, with the carrier's error code if it gave one.

        Raises the errors of `Database.begin`; then nothing is counted.
        """
        row = {"day": str(day), "kind": kind, "status": status, "code": code, "number": 1}
        with self._database.begin() as connection:
            upsert(connection, callback_counts, row, add="number")

    def since(self, day: date) -> Counts:
        """The counts from `day` on, by (kind, status, code). Raises the errors of `Database.begin`."""
        table = callback_counts
        keys = (table.c.kind, table.c.status, table.c.code)
        query = select(*keys, func.sum(table.c.number)).where(table.c.day >= str(day)).group_by(*keys)
        with self._database.begin() as connection:
            return {(kind, status, code): int(times) for kind, status, code, times in connection.execute(query)}
