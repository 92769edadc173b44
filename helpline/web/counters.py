"""Counters that processes forked from one share: they stand in memory, so no folder and no full disk can spoil them."""

import mmap
import os
import threading
from collections.abc import Hashable, Iterable, Sequence
from hashlib import blake2b

PROCESSES = 251  # each counts in a row of its own, by its id; a new process goes on in the row of an old one
REMEMBERED = 8192  # requests: some minutes of more calls than a country could make


class Counters:
    """Numbers by name: of this process, and of all that are forked from it."""

    def __init__(self, names: Iterable[Hashable]):
        self._columns = {name: column for column, name in enumerate(names)}
        self._cells = memoryview(mmap.mmap(-1, PROCESSES * len(self._columns) * 8)).cast("d")
        self._lock = threading.Lock()

    def add(self, *counted: tuple[Hashable, float]) -> None:
        """Add to some of them at once."""
        row = self._row()
        with self._lock:
            for name, number in counted:
                self._cells[row + self._columns[name]] += number

    def raise_to(self, name: Hashable, number: float) -> None:
        """Set this process's number, which grows, such as a time."""
        self._cells[self._row() + self._columns[name]] = number

    def total(self, name: Hashable) -> float:
        """The sum over all processes."""
        return sum(self._column(name))

    def highest(self, name: Hashable) -> float:
        """The highest of any process; 0 where none was set."""
        return max(self._column(name))

    def is_due(self, name: Hashable, seconds: float, now: float) -> bool:
        """Whether no process found this due within so many `seconds` before `now`. It then counts as done."""
        before = self.highest(name)
        if before and now - before < seconds:
            return False
        self.raise_to(name, now)
        return True

    def _row(self) -> int:
        return os.getpid() % PROCESSES * len(self._columns)

    def _column(self, name: Hashable) -> Sequence[float]:
        return self._cells[self._columns[name] :: len(self._columns)].tolist()


class RecentRequests:
    """Which requests came lately, to any of the processes. Of each only a hash of its id stands in memory."""

    def __init__(self) -> None:
        self._cells = memoryview(mmap.mmap(-1, REMEMBERED * 8)).cast("Q")

    def came_before(self, request_id: str) -> bool:
        """Whether a request of this id came before; from now on it did. One without an id never did."""
        digest = int.from_bytes(blake2b(request_id.encode("utf-8", "surrogatepass"), digest_size=8).digest())
        slot = digest % REMEMBERED
        before = bool(request_id) and self._cells[slot] == digest
        self._cells[slot] = digest
        return before
