"""Counts of how calls and texts ended."""

from datetime import date

from helpline.store.callback_counts import CallbackCounts
from helpline.store.database import Database


def test_callbacks_are_added_up_by_day_kind_status_and_code(opened: Database) -> None:
    counts = CallbackCounts(opened)
    for _ in range(2):
        counts.add(date(2026, 11, 23), "text", "undelivered", "30006")
    counts.add(date(2026, 11, 24), "text", "delivered")
    counts.add(date(2026, 11, 25), "text", "delivered")
    assert counts.since(date(2026, 11, 23)) == {("text", "undelivered", "30006"): 2, ("text", "delivered", ""): 2}
    assert counts.since(date(2026, 11, 25)) == {("text", "delivered", ""): 1}
    assert counts.since(date(2026, 11, 26)) == {}
