"""Who is closed now, and when they can be called: from hours that an operator entered, and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import get_args
from zoneinfo import ZoneInfo

from helpline.content.dates import Hours, Weekday
from helpline.content.library import Library
from helpline.content.model import Contact

LONDON = ZoneInfo("Europe/London")
FAR = 60  # days within which a next opening is looked for
A_YEAR_HAS = 8  # bank holidays in England; a year that the calendar does not know has fewer

_DAYS = get_args(Weekday)


@dataclass(frozen=True)
class Notice:
    """A contact that is closed: until when, and the next day and time to call.

    `closed_to` is set where no hours are known, only the last day of a closure; then nothing is
    said about when it opens. `days` counts from today to the next opening.
    """

    closed_to: date | None = None
    day: date | None = None
    days: int = 0
    opens: time | None = None
    closes: time | None = None


Notices = tuple[tuple[str, Notice], ...]  # by the contact's name in contacts.yaml


def notices(library: Library, now: datetime) -> Notices:
    """The contacts that are closed at `now` (a time with its zone), each with when to call instead."""
    contacts = [(name, contact) for name, contact in library.contacts.items() if contact.hours or contact.closed]
    if not contacts:
        return ()  # as on most lines, and it is asked at every turn
    here = now.astimezone(LONDON)
    found = ((name, _notice(contact, here)) for name, contact in contacts)
    return tuple((name, notice) for name, notice in found if notice)


def _notice(contact: Contact, now: datetime) -> Notice | None:
    today = now.date()
    if contact.hours is None:
        shut = contact.closed if contact.closed and today <= contact.closed else None
        return Notice(closed_to=shut, day=shut, days=(shut - today).days) if shut else None
    for day, (opens, closes) in _openings(contact.hours, contact.closed, today):
        if day == today and opens <= now.time() < closes:
            return None
        if day > today or now.time() < opens:
            return Notice(day=day, days=(day - today).days, opens=opens, closes=closes)
    return Notice()


def _openings(hours: Hours, closed: date | None, today: date) -> Iterator[tuple[date, tuple[time, time]]]:
    """The days from today on that have hours and are no holiday, in order."""
    for day in (today + timedelta(days=n) for n in range(FAR)):
        opening = hours.week.get(_DAYS[day.weekday()])
        holiday = hours.bank_holidays == "closed" and day in bank_holidays(day.year)
        if opening and not holiday and not (closed and day <= closed):
            yield day, opening


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays in a year, from the calendar library that was installed."""
    import holidays  # late: a line with no opening hours needs no calendar

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def calendar_knows(year: int) -> bool:
    """Whether the calendar has a year's bank holidays."""
    return len(bank_holidays(year)) >= A_YEAR_HAS
