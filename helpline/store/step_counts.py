"""Step counts: how often something happened at a step, by day. Written in batches, off the path of every answer."""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sqlalchemy import select

from helpline.engine.events import Event
from helpline.store.database import Database, upsert
from helpline.store.database_errors import trouble_of
from helpline.store.retention import day_of, delete_expired
from helpline.store.schema import LANGUAGE, step_counts

log = logging.getLogger(__name__)

FLUSH_SECONDS = 10
RETENTION_SECONDS = 60 * 60
WAITING_LIMIT = 10_000  # different counts; far more than a day has, so that a lost database cannot fill the memory


class Key(NamedTuple):
    """One count: a day (YYYY-MM-DD, UTC), a channel, a language, a step, and what happened there."""

    day: str
    channel: str
    language: str
    step: str
    what: str


def read(database: Database, first: str, last: str) -> dict[Key, int]:
    """Everything counted from the first day to the last, both included. Raises SQLAlchemy's errors."""
    query = select(step_counts).where(step_counts.c.day.between(first, last))
    with database.begin() as connection:
        return {Key(*key): times for *key, times in connection.execute(query)}


class StepCounter:
    """Keeps counts in memory and writes them every `every` seconds; deletes what has expired every hour.

    Nothing here fails or delays a turn: counts that cannot be written are tried again, and those that do not
    fit in `limit` are lost, which `lost` says. A process that is killed loses the counts of its last seconds.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], float] = time.time,
        every: float = FLUSH_SECONDS,
        limit: int = WAITING_LIMIT,
    ):
        self._database, self._clock, self._every, self._limit = database, clock, every, limit
        self._waiting: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._cleaned_at = float("-inf")
        self.lost = 0
        self.failing = False

    def add(self, channel: str, language: str, events: Iterable[Event]) -> None:
        """Count events of one turn. Takes microseconds and never fails."""
        day = day_of(self._clock())
        keys = [Key(day, channel[:16], language[:LANGUAGE], step[:64], str(what)) for step, what in events]
        with self._lock:
            for key in keys:
                if key in self._waiting or len(self._waiting) < self._limit:
                    self._waiting[key] += 1
                else:
                    self.lost += 1

    def start(self) -> None:
        """Start the thread, unless it runs. Not at start-up: a thread does not live through a fork."""
        if self._thread is None and not self._closing.is_set():
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="step counts", daemon=True)
                    self._thread.start()
                    atexit.register(self.close)

    def flush(self) -> None:
        """Write the counts that wait. Those that cannot be written wait on."""
        with self._lock:
            tally, self._waiting = self._waiting, Counter()
        if tally and not self._tried(lambda: self._write(tally)):
            with self._lock:
                self._waiting.update(tally)

    def clean_up(self) -> None:
        """Delete what has expired, if that was not done within the hour."""
        now = self._clock()
        due = abs(now - self._cleaned_at) >= RETENTION_SECONDS
        if due and self._tried(lambda: delete_expired(self._database, now)):
            self._cleaned_at = now

    def close(self) -> None:
        """Stop the thread and write the counts that wait."""
        self._closing.set()
        atexit.unregister(self.close)
        if self._thread is not None:
            self._thread.join(5)
            self.flush()

    def _run(self) -> None:
        while not self._closing.wait(self._every):
            self.flush()
            self.clean_up()

    def _write(self, tally: Counter[Key]) -> None:
        # In one order everywhere, so that two writers never wait for each other.
        rows = [{**key._asdict(), "times": tally[key]} for key in sorted(tally)]
        with self._database.begin() as connection:
            upsert(connection, step_counts, *rows, add=True)

    def _tried(self, work: Callable[[], object]) -> bool:
        """Whether the work could be done. A failure is logged once for each time that the database is away."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - counts and retention must never stop the line
            if not self.failing:
                log.warning("Counts wait and nothing is deleted. %s", trouble_of(error))
            self.failing = True
            return False
        self.failing = False
        return True
