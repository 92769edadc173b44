"""The step counts as a page, behind a password. Not served when no password is set."""

import base64
import hashlib
import logging
import re
import threading
import time
from collections.abc import Callable
from hmac import compare_digest

from flask import Blueprint, Request, Response, request

from helpline.reports.step_counts import counts_page
from helpline.store.retention import DAY_SECONDS, day_of
from helpline.store.step_counts import read
from helpline.web.counters import Counters
from helpline.web.line import the_line

log = logging.getLogger(__name__)

DAYS = 28
GUESSES = 10  # wrong passwords
MINUTE = 60.0  # seconds
CLOSED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Password:
    """The password of the page. After ten wrong ones nobody is let in until a minute has gone by.

    All guesses count together: an address can be changed, and behind a proxy all look alike. They are told in the
    log once a minute, with nothing of what was sent.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic):
        self._password, self._clock = password.encode(), clock
        self._counters = Counters(("wrong", "told at"))
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
            self._tell(now)
            return 401

    def _tell(self, now: float) -> None:
        self._counters.add(("wrong", 1))
        if self._counters.is_due("told at", MINUTE, now):
            number = int(self._counters.total("wrong"))
            log.warning("Wrong passwords at /report: %d since the start. Ten in a minute close it.", number)


def blueprint(password: str) -> Blueprint:
    """GET /report: the step counts of the last four weeks."""
    page = Blueprint("counts_page", __name__)
    checked = Password(password)

    @page.get("/report")
    def counts() -> Response:
        status = checked.status(request)
        if status == 401:
            challenge = {"WWW-Authenticate": 'Basic realm="Counts", charset="UTF-8"'}
            return _plain("This page needs its password. Any user name will do.", 401, challenge)
        if status == 429:
            return _plain("There were too many wrong passwords. Please wait a minute.", 429, {"Retry-After": "60"})
        line = the_line()
        now = line.clock()
        first, last = day_of(now - (DAYS - 1) * DAY_SECONDS), day_of(now)
        try:
            tally = read(line.database, first, last)
        except Exception:  # noqa: BLE001 - its words may hold the database's address
            return _plain("The counts cannot be read: the database does not answer. Calls are answered.", 503, {})
        return _html(counts_page(tally, line.library, first, last))

    return page


def _html(page: str) -> Response:
    """A page that may load nothing at all but its own style, which is named by its hash."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    policy = f"{POLICY}; style-src 'sha256-{digest}'"
    return Response(page, headers={**CLOSED, "Content-Security-Policy": policy}, mimetype="text/html")


def _plain(words: str, status: int, headers: dict[str, str]) -> Response:
    return Response(words + "\n", status, {**CLOSED, **headers}, mimetype="text/plain")
