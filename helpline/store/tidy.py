"""Forgetting: what is older than it may be is deleted."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import Engine, Table, delete, or_

from helpline.store.tables import counts, replies, reports, sends, sessions

KEPT_SECONDS = 48 * 60 * 60  # S13 asks for 24 hours at least
DAY_SECONDS = 24 * 60 * 60
SHARES = [f"{number:02x}" for number in range(256)] + ["g"]  # keys are hashes, in hexadecimal: as many in each
COUNTS_KEPT_DAYS = 400  # a year and a month: this month can be held beside the same month last year


def tidy(engine: Engine, now: float) -> dict[str, int]:
    """Delete what has expired at `now`, in seconds since 1970. Gives how many rows of each table went.

    Rows from the future are deleted too, when they are further ahead than a row may be old: a clock
    that was wrong wrote them, and they would never expire.
    """
    oldest = date.fromisoformat(day_of(now)) - timedelta(days=COUNTS_KEPT_DAYS)
    gone = {table.name: _expired(engine, table, now) for table in (sessions, replies, sends)}
    for table in (counts, reports):
        with engine.begin() as connection:
            gone[table.name] = connection.execute(delete(table).where(table.c.day < oldest.isoformat())).rowcount
    return gone


def _expired(engine: Engine, table: Table, now: float) -> int:
    """Delete the expired rows of a table, share by share: no text waits until a million rows were looked at."""
    key = table.columns.values()[0]
    out = or_(table.c.kept_at < int(now) - KEPT_SECONDS, table.c.kept_at > int(now) + KEPT_SECONDS)
    gone = 0
    for first, after in pairwise(SHARES):
        with engine.begin() as connection:
            gone += connection.execute(delete(table).where(key >= first, key < after, out)).rowcount
    return gone


def day_of(now: float) -> str:
    """The day, by UTC, of a moment in seconds since 1970."""
    return _day(int(now // DAY_SECONDS))


@lru_cache(maxsize=16)
def _day(number: int) -> str:
    return datetime.fromtimestamp(number * DAY_SECONDS, UTC).date().isoformat()
