"""Shim until the branch `store` is merged."""

from helpline.store import counts
from helpline.store.counts import Key, write
from helpline.store.database import Database
from helpline.store.keeper import Keeper


class StepCounter(Keeper):
    def __init__(self, database: Database):
        super().__init__(lambda: database.engine)


def read(database: Database, first: str, last: str) -> dict[Key, int]:
    return counts.read(database.engine, first, last)


__all__ = ["Key", "StepCounter", "read", "write"]
