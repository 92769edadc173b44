"""A password before a page: HTTP Basic, with a limit on guesses."""

import threading
import time
from collections.abc import Callable
from hmac import compare_digest

from flask import Request

GUESSES = 10  # wrong passwords
MINUTE = 60.0  # seconds


class Door:
    """Opens for one password. After ten wrong ones nobody is let in until a minute has gone by.

    All guesses count together: an address can be changed, and behind a proxy all look alike.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic):
        self._password, self._clock = password.encode(), clock
        self._lock = threading.Lock()
        self._wrong: list[float] = []

    def status(self, request: Request) -> int:
        """200 when the request brings the password, 401 when it does not, 429 after too many guesses."""
        now = self._clock()
        given = request.authorization.password if request.authorization else None
        with self._lock:
            self._wrong = [at for at in self._wrong if now - at < MINUTE]
            if len(self._wrong) >= GUESSES:
                return 429
            if given is None:
                return 401
            if compare_digest(given.encode("utf-8", "surrogatepass"), self._password):
                return 200
            self._wrong.append(now)
            return 401
