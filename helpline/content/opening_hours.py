"""When a contact is open: the hours as they are written, the contacts that are closed now, and the words of a notice.

Only hours that an operator entered are told; about all other contacts nothing is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, WithJsonSchema

from helpline.content.wording import AnyWording, Channel, Sentence, Strict, fill, words_of

if TYPE_CHECKING:
    from helpline.content.library import Library
    from helpline.content.model import Contact  # which holds the hours, so it imports this module

LONDON = ZoneInfo("Europe/London")
SEARCH_DAYS = 60  # days within which a next opening is looked for
BANK_HOLIDAYS_A_YEAR = 8  # bank holidays in England; a year that the calendar does not know has fewer
NOON = time(12)
WEEKDAY_DAYS = 6  # days that the name of a weekday is enough for
_HOUR_WORDS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_MINUTE_WORDS = {0: "", 15: " fifteen", 30: " thirty", 45: " forty-five"}

OPENING = re.compile(r"(\d\d:(?:00|15|30|45)) to (\d\d:(?:00|15|30|45))", re.ASCII)
LAST_QUARTER = "23:45"


def _opening(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    found = OPENING.fullmatch(written)
    if not found or not found[1] < found[2] <= LAST_QUARTER:
        raise ValueError("is not written like 09:00 to 16:30, in quarters of an hour")
    return time.fromisoformat(found[1]), time.fromisoformat(found[2])


Opening = Annotated[
    tuple[time, time],
    BeforeValidator(_opening),
    WithJsonSchema({"type": "string", "pattern": f"^{OPENING.pattern}$"}),
]
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
    said about when it opens. `days` counts from today to the next opening.
    """

    closed_to: date | None = None
    day: date | None = None
    days: int = 0
    opens: time | None = None
    closes: time | None = None


Notices = tuple[tuple[str, Notice], ...]  # by the contact's name in contacts.yaml


def notices(library: "Library", now: datetime) -> Notices:
    """The contacts that are closed at `now` (a time with its zone), each with when to call instead."""
    here = now.astimezone(LONDON)
    found = ((name, _notice(contact, here)) for name, contact in library.contacts.items())
    return tuple((name, notice) for name, notice in found if notice)


def _notice(contact: "Contact", now: datetime) -> Notice | None:
    today = now.date()
    if contact.hours is None:
        last = contact.closed
        return Notice(closed_to=last, day=last, days=(last - today).days) if last and today <= last else None
    for day, (opens, closes) in _openings(contact.hours, contact.closed, today):
        if day == today and opens <= now.time() < closes:
            return None
        if day > today or now.time() < opens:
            return Notice(day=day, days=(day - today).days, opens=opens, closes=closes)
    return Notice()


def _openings(hours: Hours, closed: date | None, today: date) -> Iterator[tuple[date, tuple[time, time]]]:
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


def notice_words(library: "Library", contact: "Contact", notice: Notice, channel: Channel, language: str) -> list[str]:
    """The sentences of a notice: that it is closed, and when to call, if that is known."""

    def filled(wording: AnyWording, **names: str) -> str:
        words = fill(words_of(wording, channel, language), name=contact.name, **names)
        return words[:1].upper() + words[1:]  # a name may be "the council"

    phrases = library.phrases
    day = _day_words(notice.day, notice.days) if notice.day else ""
    if notice.closed_to:
        return [filled(phrases.closed_to, day=day.removeprefix("on "))]
    if not (notice.opens and notice.closes):
        return [filled(phrases.closed_now)]
    say = spoken_time if channel == "voice" else written_time
    times = {"opens": say(notice.opens), "closes": say(notice.closes)}
    return [filled(phrases.closed_now), filled(phrases.call_then, day=day, **times)]


def _day_words(day: date, days: int) -> str:
    """today, tomorrow, on Monday, on Monday 7 December."""
    if days <= 1:
        return "tomorrow" if days else "today"
    return f"on {day:%A}" if days <= WEEKDAY_DAYS else f"on {day:%A} {day.day} {day:%B}"


def spoken_time(when: time) -> str:
    """A time as a voice should say it: "nine thirty in the morning"."""
    if when == NOON:
        return "twelve noon"
    part = "in the morning" if when.hour < 12 else "in the afternoon" if when.hour < 18 else "in the evening"
    return f"{_HOUR_WORDS[when.hour % 12]}{_MINUTE_WORDS[when.minute]} {part}"


def written_time(when: time) -> str:
    """A time as it is written in a text: "9.30am"."""
    if when == NOON:
        return "12 noon"
    minutes = f".{when.minute:02}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"
