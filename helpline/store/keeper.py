"""The housekeeping thread: it writes counts and deletes what has expired, off the path of every answer."""

import atexit
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable

from sqlalchemy import Engine

from helpline.engine.events import Event
from helpline.store.counts import Key, write
from helpline.store.tidy import day_of, tidy

log = logging.getLogger(__name__)

FLUSH_SECONDS = 10
TIDY_SECONDS = 60 * 60
WAITING_LIMIT = 10_000  # different counts; far more than a day has, so that a lost database cannot fill the memory


class Keeper:
    """Keeps counts in memory and writes them every few seconds; tidies the database every hour.

    Nothing here fails or delays a turn: what cannot be written is tried again, and what does not
    fit is lost and told in `lost`. A process that is killed loses the counts of its last seconds.
    """

    def __init__(self, engine: Callable[[], Engine], clock: Callable[[], float] = time.time):
        self._engine, self._clock = engine, clock
        self._waiting: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._tidied_at = float("-inf")
        self.lost = 0
        self.failing = False

    def add(self, channel: str, language: str, events: Iterable[Event]) -> None:
        """Count events of one turn. Takes microseconds and never fails."""
        day = day_of(self._clock())
        keys = [Key(day, channel[:16], language[:2], step[:64], str(what)) for step, what in events]
        with self._lock:
            for key in keys:
                if key in self._waiting or len(self._waiting) < WAITING_LIMIT:
                    self._waiting[key] += 1
                else:
                    self.lost += 1

    def start(self) -> None:
        """Start the thread, unless it runs. Not at start-up: a thread does not live through a fork."""
        if self._thread is None and not self._closing.is_set():
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
                    self._thread.start()
                    atexit.register(self.close)

    def flush(self) -> None:
        """Write what is waiting. What cannot be written waits on."""
        with self._lock:
            tally, self._waiting = self._waiting, Counter()
        if not tally:
            return
        try:
            write(self._engine(), tally)
            self.failing = False
        except Exception as error:  # noqa: BLE001 - counts must never stop the line
            with self._lock:
                self._waiting.update(tally)
            self._tell(error)

    def tidy(self) -> None:
        """Delete what has expired, if that was not done within the hour."""
        if abs(self._clock() - self._tidied_at) < TIDY_SECONDS:
            return
        try:
            tidy(self._engine(), self._clock())
            self._tidied_at = self._clock()
            self.failing = False
        except Exception as error:  # noqa: BLE001 - tidying must never stop the line
            self._tell(error)

    def close(self) -> None:
        """Stop the thread and write what is waiting."""
        if self._closing.is_set():
            return
        self._closing.set()
        atexit.unregister(self.close)
        if self._thread is not None:
            self._thread.join(5)
            self.flush()

    def _run(self) -> None:
        while not self._closing.wait(FLUSH_SECONDS):
            self.flush()
            self.tidy()

    def _tell(self, error: Exception) -> None:
        """Once for each time that the database is away: only the kind of error, which holds nothing sent."""
        if not self.failing:
            log.warning("Counts wait and nothing is tidied: %s. Calls and texts are answered.", type(error).__name__)
        self.failing = True
