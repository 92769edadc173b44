"""What the carrier reports about calls and texts, as counts by day and nothing else."""

from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import Engine, delete, func, select

from helpline.store.dialects import dialect_module
from helpline.store.schema import connect
from helpline.store.tables import reports
from helpline.store.tidy import COUNTS_KEPT_DAYS

Counts = dict[tuple[str, str, str], int]


class Reports:
    """How many calls and texts ended how, by day."""

    def __init__(self, database_url: str):
        self._url = database_url

    @cached_property
    def _engine(self) -> Engine:
        return connect(self._url)

    def count(self, day: date, kind: str, status: str, code: str = "") -> None:
        """One more `kind` (call, text) that ended as `status`, with the carrier's error code if any.

        Raises SQLAlchemy's errors; then nothing is counted.
        """
        with self._engine.begin() as connection:
            connection.execute(delete(reports).where(reports.c.day < str(day - timedelta(days=COUNTS_KEPT_DAYS))))
            insert = dialect_module(connection.dialect.name).insert
            row = {"day": str(day), "kind": kind, "status": status, "code": code, "number": 1}
            keys = [reports.c.day, reports.c.kind, reports.c.status, reports.c.code]
            more = {"number": reports.c.number + 1}
            connection.execute(insert(reports).values(row).on_conflict_do_update(index_elements=keys, set_=more))

    def since(self, day: date) -> Counts:
        """The counts from `day` on, by (kind, status, code). Raises SQLAlchemy's errors."""
        with self._engine.connect() as connection:
            keys = (reports.c.kind, reports.c.status, reports.c.code)
            rows = connection.execute(
                select(*keys, func.sum(reports.c.number)).where(reports.c.day >= str(day)).group_by(*keys)
            )
            return {(kind, status, code): int(number) for kind, status, code, number in rows}

    def close(self) -> None:
        """Let go of the database."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
