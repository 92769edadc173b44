"""When a contact is open: the hours as they are written, the contacts that are closed now, and the words of a notice.

Only hours that an operator entered are told; about all other contacts nothing is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from helpline.content.times_of_day import Calendar, Opening, Span, hours_in_words
from helpline.content.wording import AnyWording, Channel, Sentence, Strict, fill, words_of

if TYPE_CHECKING:
    from helpline.content.library import Library
    from helpline.content.model import Contact  # which holds the hours, so it imports this module

LONDON = ZoneInfo("Europe/London")
SEARCH_DAYS = 60  # days within which a next opening is looked for
BANK_HOLIDAYS_A_YEAR = 8  # bank holidays in England; a year that the calendar does not know has fewer
TRIED_YEARS = range(2000, 2100)  # years that the line can be tried in
WEEKDAY_DAYS = 6  # days that the name of a weekday is enough for
LINE = 45  # S6: characters in a line of a text

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAYS = get_args(Weekday)


WRITTEN_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _day(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    if not WRITTEN_DAY.fullmatch(written):
        raise ValueError("is not a day written like 2026-11-23", "Write the year, the month and the day in this way.")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError("is a day that does not exist", "Look at the month and the day, in this order.") from None


Day = Annotated[date, BeforeValidator(_day)]


def time_in_england(written: str) -> float:
    """Seconds since 1970 of a day and time in England. Raises ValueError for what is none, or is far away."""
    try:
        when = datetime.fromisoformat(written.strip())
    except ValueError:
        raise ValueError(f'"{written}" is not a day and time written like 2026-12-25 10:00.') from None
    if when.year not in TRIED_YEARS:
        raise ValueError(f"{when.year} is too far away: {TRIED_YEARS[0]} to {TRIED_YEARS[-1]} can be tried.")
    return when.replace(tzinfo=LONDON).timestamp()


class Hours(Strict):
    """When a contact answers, as its source says; times of England."""

    week: Annotated[dict[Weekday, Opening], Field(min_length=1)]
    bank_holidays: Literal["closed", "open"]
    source: Sentence
    checked_on: Day


@dataclass(frozen=True)
class Notice:
    """A contact that is closed: until when, and the next day and time to call.

    `closed_to` is set where no hours are known, only the last day of a closure; then nothing is
    said about when it opens. `days` counts from today to the next opening, `spans` is when it is open then.
    """

    closed_to: date | None = None
    day: date | None = None
    days: int = 0
    spans: tuple[Span, ...] = ()


Notices = tuple[tuple[str, Notice], ...]  # by the contact's name in contacts.yaml


def notices(library: "Library", now: datetime) -> Notices:
    """The contacts that are closed at `now` (a time with its zone), each with when to call instead."""
    here = now.astimezone(LONDON)
    found = ((name, _notice(contact, here)) for name, contact in library.contacts.items())
    return tuple((name, notice) for name, notice in found if notice)


def line_notice(library: "Library", now: datetime) -> bool:
    """Whether the notice of the whole line is told at `now` (a time with its zone)."""
    notice = library.service.notice
    return notice is not None and now.astimezone(LONDON).date() <= notice.until


def without_times(found: Notices) -> Notices:
    """The same contacts, and nothing about when they open: for where there is no room to say it."""
    return tuple((name, Notice()) for name, _ in found)


def _notice(contact: "Contact", now: datetime) -> Notice | None:
    today = now.date()
    if contact.hours is None:
        last = contact.closed
        return Notice(closed_to=last, day=last, days=(last - today).days) if last and today <= last else None
    for day, spans in _openings(contact.hours, contact.closed, today):
        if day == today and any(span.holds(now.time()) for span in spans):
            return None
        if to_come := tuple(span for span in spans if day > today or now.time() < span.opens):
            return Notice(day=day, days=(day - today).days, spans=to_come)
    return Notice()


def _openings(hours: Hours, closed: date | None, today: date) -> Iterator[tuple[date, tuple[Span, ...]]]:
    """The days from today on that have hours and are no holiday, in order."""
    for day in (today + timedelta(days=n) for n in range(SEARCH_DAYS)):
        opening = hours.week.get(_DAYS[day.weekday()])
        holiday = hours.bank_holidays == "closed" and day in bank_holidays(day.year)
        if opening and not holiday and not (closed and day <= closed):
            yield day, opening


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays in a year, from the calendar library that was installed."""
    import holidays  # only here: a line with no opening hours needs no calendar

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def calendar_knows(year: int) -> bool:
    """Whether the calendar has a year's bank holidays."""
    return len(bank_holidays(year)) >= BANK_HOLIDAYS_A_YEAR


def notice_words(library: "Library", contact: "Contact", notice: Notice, channel: Channel) -> list[str]:
    """The sentences of a notice: that it is closed, and when to call, if that is known."""

    def filled(wording: AnyWording, **names: str) -> str:
        words = fill(words_of(wording, channel), name=contact.name, **names)
        return words[:1].upper() + words[1:]  # a name may be "the council"

    phrases = library.phrases
    if not library.whole:
        return []
    day = _day_words(phrases.calendar, notice.day, notice) if notice.day else ""
    if notice.closed_to:
        return [filled(phrases.closed_to, day=day)]
    if not notice.spans:
        return [filled(phrases.closed_now)]
    call_then = filled(phrases.call_then, day=day, hours=hours_in_words(notice.spans, channel, phrases.calendar))
    return [filled(phrases.closed_now), *(wrap(call_then, LINE) if channel == "sms" else [call_then])]


def _day_words(calendar: Calendar, day: date, notice: Notice) -> str:
    """today, tomorrow, on Monday, on Monday 7 December; Monday, of the last day of a closure."""
    if notice.days <= 1:
        return calendar.tomorrow if notice.days else calendar.today
    near, far = (calendar.last_weekday, calendar.last_date) if notice.closed_to else (calendar.weekday, calendar.date)
    weekday, month = calendar.weekdays[day.weekday()], calendar.months[day.month - 1]
    return fill(near if notice.days <= WEEKDAY_DAYS else far, weekday=weekday, day=str(day.day), month=month)
