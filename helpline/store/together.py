"""Texts that wait for SQLite's one writer are taken together.

Whoever gets its turn takes all who wait, in one transaction: together they cost little more than one does,
and another process that wants to write waits for one of them instead of for each.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Engine

from helpline.store.quick import Transaction, transaction
from helpline.store.tables import WAIT_SECONDS

MOST = 16  # in one transaction, so that nobody waits long for those who came later

T = TypeVar("T")
Asked = tuple[Callable[[Transaction], Any], "Future[Any]"]


class Together:
    """Runs what is to be done in a transaction, with whatever else waits for one in this process."""

    def __init__(self) -> None:
        self._writer = threading.Lock()
        self._waiting: deque[Asked] = deque()

    def run(self, engine: Engine, work: Callable[[Transaction], T]) -> T:
        """Give what `work` gives, once it is committed. It may be run twice; only one run is kept.

        Raises what `work` raises, or the database, and then nothing of it is kept, and TimeoutError when its
        turn does not come: then it is not run any more.
        """
        if engine.dialect.name != "sqlite":  # elsewhere many can write at once
            with transaction(engine) as rows:
                return work(rows)
        mine: Future[T] = Future()
        self._waiting.append((work, mine))
        if self._writer.acquire(timeout=WAIT_SECONDS):
            try:
                while not mine.done():
                    self._take(engine)
            finally:
                self._writer.release()
        elif mine.cancel():
            raise TimeoutError("the database is busy")
        return mine.result(WAIT_SECONDS)

    def _take(self, engine: Engine) -> None:
        found = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        _do(engine, [(work, told) for work, told in found if told.set_running_or_notify_cancel()])


def _do(engine: Engine, asked: list[Asked]) -> None:
    """Do all in one transaction. When one of them spoils it, each is done by itself: it spoils no other's."""
    begun = False
    try:
        with transaction(engine) as rows:
            begun = True
            results = [work(rows) for work, _ in asked]
    except BaseException as error:  # noqa: BLE001 - it is told to those who wait for it, this thread among them
        if begun and len(asked) > 1:
            for one in asked:
                _do(engine, [one])
            return
        for _, told in asked:
            told.set_exception(error)
    else:
        for (_, told), result in zip(asked, results, strict=True):
            told.set_result(result)
