"""Counts of what happened at each step, a day at a time: collected in memory, written every few seconds."""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import select

from helpline.engine.events import Event
from helpline.store.database import Database, upsert
from helpline.store.retention import day_of, delete_expired
from helpline.store.tables import step_counts

log = logging.getLogger(__name__)

WRITE_SECONDS = 10.0
RETENTION_SECONDS = 60 * 60
MOST_WAITING = 10_000  # different counts; far more than a day has, so that a lost database cannot fill the memory


class Key(NamedTuple):
    """One count: on a day (YYYY-MM-DD, UTC), on a channel, in a language, at a step, of one kind of event."""

    day: str
    channel: str
    language: str
    step: str
    what: str


def write(database: Database, tally: Mapping[Key, int]) -> None:
    """Add a tally to the stored counts, all of it or nothing."""
    with database.begin() as connection:
        for key in sorted(tally):  # in one order everywhere, so that two writers never wait for each other
            upsert(connection, step_counts, key._asdict() | {"times": tally[key]}, add="times")


def read(database: Database, first: str, last: str) -> dict[Key, int]:
    """The counts from the first day to the last, both included."""
    query = select(step_counts).where(step_counts.c.day.between(first, last))
    with database.begin() as connection:
        rows = connection.execute(query).mappings()
        return {Key(*(row[field] for field in Key._fields)): row["times"] for row in rows}


class StepCounter:
    """Collects counts and writes them every few seconds; once an hour its thread deletes what has expired.

    Nothing here fails or delays a turn. A count that cannot be written waits; one for which there is no room
    is lost and counted in `lost`. A process that is killed loses the counts of its last seconds.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        write_seconds: float = WRITE_SECONDS,
        most_waiting: int = MOST_WAITING,
    ):
        self._database, self._clock = database, clock
        self._write_seconds, self._most_waiting = write_seconds, most_waiting
        self._waiting: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._deleted_at = float("-inf")
        self.lost = 0
        self.failing = False

    def add(self, channel: str, language: str, events: Iterable[Event]) -> None:
        """Count the events of one turn. Takes microseconds and never fails."""
        day = day_of(self._clock())
        keys = [Key(day, channel[:16], language[:2], step[:64], str(what)) for step, what in events]
        with self._lock:
            for key in keys:
                if key in self._waiting or len(self._waiting) < self._most_waiting:
                    self._waiting[key] += 1
                else:
                    self.lost += 1

    def start(self) -> None:
        """Start the thread, unless it runs. Called at the first request: a thread does not live through a fork."""
        if self._thread is None and not self._closing.is_set():
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="step counts", daemon=True)
                    self._thread.start()
                    atexit.register(self.close)

    def flush(self) -> None:
        """Write the counts that wait. A count that cannot be written waits on."""
        with self._lock:
            tally, self._waiting = self._waiting, Counter()
        if tally and not self._try(lambda: write(self._database, tally)):
            with self._lock:
                self._waiting.update(tally)

    def delete_expired(self) -> None:
        """Delete what has expired, unless that was done within the hour."""
        now = self._clock()
        if abs(now - self._deleted_at) >= RETENTION_SECONDS and self._try(lambda: delete_expired(self._database, now)):
            self._deleted_at = now

    def close(self) -> None:
        """Stop the thread and write the counts that wait."""
        if self._closing.is_set():
            return
        self._closing.set()
        atexit.unregister(self.close)
        if self._thread is not None:
            self._thread.join(5)
            self.flush()

    def _run(self) -> None:
        while not self._closing.wait(self._write_seconds):
            self.flush()
            self.delete_expired()

    def _try(self, work: Callable[[], object]) -> bool:
        """Do some work; if it fails, say so once, by the kind of error alone, which holds nothing that was sent."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - counting must never stop the line
            if not self.failing:
                kind = type(error).__name__
                log.warning("Counts wait and nothing that expired is deleted: %s. Calls and texts are answered.", kind)
            self.failing = True
            return False
        self.failing = False
        return True
