"""The step counts as a page, behind a password. Not served when no password is set."""

import base64
import hashlib
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hmac import compare_digest
from typing import NamedTuple

from flask import Blueprint, Request, Response, request

from helpline.content.opening_hours import LONDON
from helpline.reports.step_counts import by_step, counts_csv, counts_page
from helpline.store.retention import DAY_SECONDS, day_of
from helpline.store.step_counts import FLUSH_SECONDS, Key, read
from helpline.web.counters import Counters
from helpline.web.line import Line, the_line

log = logging.getLogger(__name__)

DAYS = 28
GUESSES = 10  # wrong passwords
MINUTE = 60.0  # seconds
CLOSED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


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


class CountsUnreadable(Exception):
    """The database does not answer."""


class Days(NamedTuple):
    """The first and the last day of the counts that are shown, and what is amiss with those that were asked for."""

    first: str
    last: str
    amiss: str = ""


def blueprint(password: str) -> Blueprint:
    """GET /report and /report.csv: the step counts of the days `first` to `last`, else of the last four weeks."""
    page = Blueprint("counts_page", __name__)
    checked = Password(password)

    @page.before_request
    def open_for_the_password() -> Response | None:
        status = checked.status(request)
        if status == 401:
            challenge = {"WWW-Authenticate": 'Basic realm="Counts", charset="UTF-8"'}
            return _plain("This page needs its password. Any user name will do.", 401, challenge)
        if status == 429:
            return _plain("There were too many wrong passwords. Please wait a minute.", 429, {"Retry-After": "60"})
        return None

    page.add_url_rule("/report", view_func=counts)
    page.add_url_rule("/report.csv", view_func=spreadsheet)
    page.register_error_handler(CountsUnreadable, database_away)
    return page


def counts() -> Response:
    """The counts as a page."""
    line, days = the_line(), _days(request.args)
    as_of = f"{datetime.fromtimestamp(line.clock(), LONDON):%d %B %Y, %H:%M} in England".lstrip("0")
    about = days._asdict() | {"as_of": as_of, "waits": FLUSH_SECONDS}
    return _html(counts_page(_counted(line, days), line.library, **about))


def spreadsheet() -> Response:
    """The counts as CSV, a row for each day and step."""
    line, days = the_line(), _days(request.args)
    if days.amiss:
        return _plain(days.amiss, 400, {})
    rows = by_step(_counted(line, days), line.library, by_day=True)
    name = {"Content-Disposition": f'attachment; filename="counts-{days.first}-{days.last}.csv"'}
    return Response(counts_csv(rows, line.library) + "\n", headers={**CLOSED, **name}, mimetype="text/csv")


def database_away(_: CountsUnreadable) -> Response:
    """The answer without a database."""
    return _plain("The counts cannot be read: the database does not answer. Calls are answered.", 503, {})


def _counted(line: Line, days: Days) -> dict[Key, int]:
    """The counts of those days; the latest of this process are written first. Raises CountsUnreadable."""
    line.step_counter.flush()
    try:
        return read(line.database, days.first, days.last)
    except Exception:  # noqa: BLE001 - its words may hold the database's address
        raise CountsUnreadable from None


def _days(query: Mapping[str, str]) -> Days:
    """The days in the query of an address, or the last four weeks."""
    now = the_line().clock()
    usual = Days(day_of(now - (DAYS - 1) * DAY_SECONDS), day_of(now))
    first, last = query.get("first", usual.first), query.get("last", usual.last)
    try:
        first, last = date.fromisoformat(first).isoformat(), date.fromisoformat(last).isoformat()
    except ValueError:
        return usual._replace(amiss="A day is written like 2026-12-25. These are the last four weeks instead.")
    if first > last:
        return usual._replace(amiss="The first day is after the last. These are the last four weeks instead.")
    return Days(first, last)


def _html(page: str) -> Response:
    """A page that may load nothing at all but its own style, which is named by its hash."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    policy = f"{POLICY}; style-src 'sha256-{digest}'"
    return Response(page, headers={**CLOSED, "Content-Security-Policy": policy}, mimetype="text/html")


def _plain(words: str, status: int, headers: dict[str, str]) -> Response:
    return Response(words + "\n", status, {**CLOSED, **headers}, mimetype="text/plain")
