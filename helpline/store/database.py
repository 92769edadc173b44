"""Shim until the branch `store` is merged."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from helpline.store.sessions import TextSessions


class Database:
    def __init__(self, url: str):
        self.url, self._old = url, TextSessions(url, "")

    @property
    def engine(self) -> Engine:
        return self._old.engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            yield connection

    def works(self) -> bool:
        return self._old.works()

    def works_lately(self) -> bool:
        return self._old.works_lately()

    def close(self) -> None:
        self._old.close()
