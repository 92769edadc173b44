"""Retention: how long rows are kept, and deleting those that have expired."""

import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, Delete, Update, delete, update

from helpline.store.database import Database
from helpline.store.schema import blocks, callback_counts, replies, sends, sessions, step_counts

DAY_SECONDS = 24 * 60 * 60
KEPT_SECONDS = 2 * DAY_SECONDS  # S13 wants 24 hours at least
RECENT_SECONDS = 60 * 60
BLOCKED_SECONDS = 90 * DAY_SECONDS  # a number is given to another person in the end
COUNTS_KEPT_DAYS = 400  # a year and a month: this month can be held beside the same month last year
SHARES = [*"0123456789abcdefg"]  # keys are hashes, in hexadecimal: as many begin with each of the sixteen
PAUSE_SECONDS = 0.002


def kept_between(now: float, seconds: int = KEPT_SECONDS) -> tuple[int, int]:
    """The first and the last `kept_at` of rows that have not expired at `now`; all in seconds since 1970.

    A row from the future has expired as well, when it is further ahead than a row may be old: a clock that
    was wrong wrote it, and it would otherwise never expire.
    """
    return int(now) - seconds, int(now) + seconds


def delete_expired(database: Database, now: float) -> dict[str, int]:
    """Delete the rows that have expired at `now`. Gives how many went, by table. Raises SQLAlchemy's errors."""
    forget = update(sessions).where(sessions.c.recent != "[]").values(recent="[]")
    _by_share(database, forget, ~sessions.c.kept_at.between(*kept_between(now, RECENT_SECONDS)))
    gone = {}
    for table in (sessions, replies, sends, blocks):
        seconds = BLOCKED_SECONDS if table is blocks else KEPT_SECONDS
        gone[table.name] = _by_share(database, delete(table), ~table.c.kept_at.between(*kept_between(now, seconds)))
    oldest = date.fromisoformat(day_of(now)) - timedelta(days=COUNTS_KEPT_DAYS)
    for table in (step_counts, callback_counts):
        with database.begin() as connection:
            gone[table.name] = connection.execute(delete(table).where(table.c.day < oldest.isoformat())).rowcount
    return gone


def _by_share(database: Database, change: Delete | Update, expired: ColumnElement[bool]) -> int:
    """Change the expired rows of a table share by share, with a pause after each, so that no text waits for long."""
    (key,), changed = change.table.primary_key, 0
    for first, after in pairwise(SHARES):
        with database.begin() as connection:
            changed += connection.execute(change.where(key >= first, key < after, expired)).rowcount
        time.sleep(PAUSE_SECONDS)  # a thread that goes on at once takes the one connection before those that wait
    return changed


def day_of(now: float) -> str:
    """The day (YYYY-MM-DD, UTC) of a moment in seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).date().isoformat()
