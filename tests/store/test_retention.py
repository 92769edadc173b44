"""Rows that are too old or from the future are deleted, and only those."""

import json
from datetime import date, timedelta

from sqlalchemy import select

from helpline.engine.events import EventKind
from helpline.store.blocklist import Blocklist
from helpline.store.callback_counts import CallbackCounts
from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import (
    BLOCKED_SECONDS,
    COUNTS_KEPT_DAYS,
    DAY_SECONDS,
    KEPT_SECONDS,
    RECENT_SECONDS,
    day_of,
    delete_expired,
)
from helpline.store.schema import blocks, callback_counts, replies, sends, sessions, step_counts
from helpline.store.sends import Sends
from helpline.store.step_counts import StepCounter

from .conftest import NOW, rows

KEYS, TODAY = KeyedHash("k"), date(2027, 1, 15)
HOUR = 60 * 60


def test_rows_that_have_expired_are_deleted(opened: Database) -> None:
    conversations, claims = Conversations(opened, KEYS), Sends(opened, KEYS)
    for i, since in enumerate((0, -KEPT_SECONDS + 60, -KEPT_SECONDS - 60, HOUR, KEPT_SECONDS + 60)):
        conversations.turn(f"+44770090000{i}", f"SM{i}", NOW + since, lambda session, _: (session, "<x/>"))
        claims.claim(f"press {i}", "number", NOW + since, lambda *_: True)
    for i, since in enumerate((0, -BLOCKED_SECONDS + 60, -BLOCKED_SECONDS - 60)):
        Blocklist(opened, KEYS).block(f"+44770090000{i}", NOW + since)
    for days in (0, COUNTS_KEPT_DAYS, COUNTS_KEPT_DAYS + 1):
        counter = StepCounter(opened, lambda days=days: NOW - days * DAY_SECONDS)  # type: ignore[misc]
        counter.add("voice", "en", [("who", EventKind.CAME)])
        counter.flush()
        CallbackCounts(opened).add(TODAY - timedelta(days=days), "text", "delivered")
    gone = {"sessions": 2, "replies": 2, "sends": 2, "blocks": 1, "step_counts": 1, "callback_counts": 1}
    assert delete_expired(opened, NOW) == gone
    assert delete_expired(opened, NOW) == dict.fromkeys(gone, 0)
    assert rows(opened, sessions, replies, sends, blocks, step_counts, callback_counts) == [3, 3, 3, 2, 2, 2]


def test_the_hash_of_a_text_goes_after_an_hour_and_the_conversation_stays(opened: Database) -> None:
    conversations = Conversations(opened, KEYS)
    for i, since in enumerate((-60, -RECENT_SECONDS - 60)):
        conversations.turn(f"+44770090000{i}", "", NOW + since, lambda session, _: (session, "<x/>"), "a robot writes")
    delete_expired(opened, NOW)
    with opened.begin() as connection:
        kept = connection.execute(select(sessions.c.recent).order_by(sessions.c.kept_at)).scalars().all()
    assert kept[0] == "[]"
    assert len(json.loads(kept[1])) == 1


def test_a_day_begins_at_midnight_by_utc() -> None:
    assert [day_of(1_800_000_000 + seconds) for seconds in (-28_801, -28_800, 57_599, 57_600)] == [
        "2027-01-14",
        "2027-01-15",
        "2027-01-15",
        "2027-01-16",
    ]


def test_every_hash_lies_in_a_share(opened: Database) -> None:
    long_ago = NOW - KEPT_SECONDS - 60
    for i in range(300):
        Conversations(opened, KEYS).turn(f"+4477009{i:05}", "", long_ago, lambda session, _: (session, "<x/>"))
    assert delete_expired(opened, NOW)["sessions"] == 300
