"""Retention: what is older than it may be is deleted."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Table, delete, or_

from helpline.store.database import Database
from helpline.store.tables import answers, callback_counts, sends, sessions, step_counts

KEPT_SECONDS = 48 * 60 * 60  # S13 asks for 24 hours at least
DAY_SECONDS = 24 * 60 * 60
COUNTS_KEPT_DAYS = 400  # a year and a month: this month can be held beside the same month last year
SHARES = [f"{number:02x}" for number in range(256)] + ["g"]  # keys are hashes, in hexadecimal: as many in each


def delete_expired(database: Database, now: float) -> dict[str, int]:
    """Delete the rows that have expired at `now`, in seconds since 1970. Gives how many went, by table.

    Rows from the future are deleted too, when they are further ahead than a row may be old: a wrong clock
    wrote them, and they would never expire.
    """
    oldest = date.fromisoformat(day_of(now)) - timedelta(days=COUNTS_KEPT_DAYS)
    gone = {table.name: _delete(database, table, now) for table in (sessions, answers, sends)}
    for table in (step_counts, callback_counts):
        with database.begin() as connection:
            gone[table.name] = connection.execute(delete(table).where(table.c.day < oldest.isoformat())).rowcount
    return gone


def _delete(database: Database, table: Table, now: float) -> int:
    """Delete the expired rows of a table in shares, so that no text waits until a million rows were looked at."""
    key = table.columns.values()[0]
    out = or_(table.c.kept_at < int(now) - KEPT_SECONDS, table.c.kept_at > int(now) + KEPT_SECONDS)
    gone = 0
    for first, after in pairwise(SHARES):
        with database.begin() as connection:
            gone += connection.execute(delete(table).where(key >= first, key < after, out)).rowcount
    return gone


def day_of(now: float) -> str:
    """The day, by UTC, of a moment in seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).date().isoformat()
