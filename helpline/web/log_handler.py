"""The log's way out: standard error, which is never waited for, and whose failure reaches no caller."""

import logging
import os
import select
import sys
import time
from typing import TextIO

from helpline.web.counters import Counters

log = logging.getLogger(__name__)


class StandardError(logging.Handler):
    """Writes each record to standard error in one piece.

    A full disk costs the record and nothing else, and so does a reader that is gone or reads no more: a pipe that is
    full would hold up each thread that has something to tell. `failing` says so to /health. `stream` is what to
    write to instead of standard error.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__()
        self._stream = stream or sys.stderr  # None where it was closed before the start
        self._times = Counters(("written", "failed"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, or leave it."""
        try:
            line = self.format(record).encode(errors="backslashreplace")
            os.write(_ready(self._stream), line[: select.PIPE_BUF - 1] + b"\n")
            self._times.raise_to("written", time.time())
        except Exception:  # noqa: BLE001 - whatever it is, the caller's answer matters more
            self._times.raise_to("failed", time.time())

    @property
    def failing(self) -> bool:
        """Whether the last record, of this process or of one that is forked from it, could not be written."""
        return self._times.highest("failed") > self._times.highest("written")


def log_fails() -> bool:
    """Whether records get lost. A log that failed is tried again, with a record that says so."""
    handlers = [handler for handler in logging.getLogger().handlers if isinstance(handler, StandardError)]
    if any(handler.failing for handler in handlers):
        log.warning("The log could not be written for a while. What was to be told meanwhile is lost.")
    return any(handler.failing for handler in handlers)


def _ready(stream: TextIO) -> int:
    """The descriptor of a stream that takes a line now: one of PIPE_BUF bytes at most goes through without a wait.

    Raises BlockingIOError when it does not, and other errors when it is closed.
    """
    descriptor = stream.fileno()
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    if not poll.poll(0):
        raise BlockingIOError
    return descriptor
