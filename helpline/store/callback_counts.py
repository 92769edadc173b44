"""Shim until the branch `store` is merged."""

from datetime import date

from helpline.store.database import Database
from helpline.store.reports import Counts, Reports


class CallbackCounts:
    def __init__(self, database: Database):
        self._old = Reports(database.url)

    def add(self, day: date, kind: str, status: str, code: str = "") -> None:
        self._old.count(day, kind, status, code)

    def since(self, day: date) -> Counts:
        return self._old.since(day)
