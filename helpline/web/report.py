"""The counts as a page, behind a password. Not served when no password is set."""

import base64
import hashlib
import re
import time

from flask import Blueprint, Response, request

from helpline.reports.counts import counts_page
from helpline.store.retention import DAY_SECONDS, day_of
from helpline.store.step_counts import read
from helpline.web.line import the_line
from helpline.web.password import Door

DAYS = 28
ASK = {"WWW-Authenticate": 'Basic realm="Counts", charset="UTF-8"'}


def blueprint(password: str) -> Blueprint:
    """GET /report: what was counted in the last four weeks."""
    report = Blueprint("report", __name__)
    door = Door(password)

    @report.get("/report")
    def counts() -> Response:
        status = door.status(request)
        if status == 401:
            return _plain("This page needs its password. Any user name will do.", 401, ASK)
        if status == 429:
            return _plain("There were too many wrong passwords. Please wait a minute.", 429, {"Retry-After": "60"})
        line, now = the_line(), time.time()
        first, last = day_of(now - (DAYS - 1) * DAY_SECONDS), day_of(now)
        try:
            tally = read(line.database, first, last)
        except Exception:  # noqa: BLE001 - its words may hold the database's address
            return _plain("The counts cannot be read: the database does not answer. Calls are answered.", 503, {})
        return _html(counts_page(tally, line.library, first, last))

    return report


def _html(page: str) -> Response:
    """A page that may load nothing at all but its own style, which is named by its hash."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    response = _closed(Response(page, mimetype="text/html"))
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return response


def _plain(words: str, status: int, headers: dict[str, str]) -> Response:
    return _closed(Response(words + "\n", status, headers, mimetype="text/plain"))


def _closed(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
