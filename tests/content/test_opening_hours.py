"""When a contact is closed, in London, with England's bank holidays."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from helpline.content.library import Library
from helpline.content.opening_hours import (
    LONDON,
    Hours,
    Notice,
    calendar_knows,
    notice_words,
    notices,
)
from helpline.content.times_of_day import ALWAYS, MIDNIGHT, Span, hours_in_words

WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "09:00 to 16:30") | {"friday": "09:00 to 12:15"}


def hours(bank_holidays: str = "closed", week: dict[str, str] = WEEK) -> Hours:
    return Hours.model_validate(
        {"week": week, "bank_holidays": bank_holidays, "source": "the door", "checked_on": "2026-11-23"}
    )


def with_baker(library: Library, **fields: object) -> Library:
    return replace(library, contacts=library.contacts | {"baker": library.contacts["baker"].model_copy(update=fields)})


def says(library: Library, when: str, **fields: object) -> str:
    library = with_baker(library, **fields)
    found = dict(notices(library, datetime.fromisoformat(when).replace(tzinfo=LONDON)))
    assert "dunker" not in found
    return " ".join(notice_words(library, library.contacts["baker"], found["baker"], "sms")) if found else ""


@pytest.mark.parametrize(("when", "words"), [
    ("2026-11-23T09:00", ""),
    ("2026-11-23T16:29", ""),
    ("2026-11-23T08:59", "The baker is shut. Try today, 9am to 4.30pm."),
    ("2026-11-23T16:30", "The baker is shut. Try tomorrow, 9am to 4.30pm."),
    ("2026-11-26T20:00", "The baker is shut. Try tomorrow, 9am to 12.15pm."),
    ("2026-11-27T12:15", "The baker is shut. Try on Monday, 9am to 4.30pm."),
    ("2026-12-24T17:00", "The baker is shut. Try on Tuesday, 9am to 4.30pm."),  # 25 is a holiday, 28 in its place for 26
    ("2027-03-25T17:00", "The baker is shut. Try on Tuesday, 9am to 4.30pm."),  # Good Friday to Easter Monday
    ("2026-03-29T23:30", "The baker is shut. Try tomorrow, 9am to 4.30pm."),  # the clocks have just gone forward
])  # fmt: skip
def test_when_to_call(joke: Library, when: str, words: str) -> None:
    assert says(joke, when, hours=hours()) == words


LUNCH = {"monday": "09:00 to 12:30 and 13:30 to 17:00", "tuesday": "09:05 to 11:47"}
NIGHTS = {"friday": "18:00 to 24:00", "saturday": "00:00 to 02:30", "sunday": "all day"}


@pytest.mark.parametrize(("week", "when", "words"), [
    (LUNCH, "2026-11-23T08:59", "The baker is shut. Try today, 9am to 12.30pm and 1.30pm to 5pm."),
    (LUNCH, "2026-11-23T12:29", ""),
    (LUNCH, "2026-11-23T12:30", "The baker is shut. Try today, 1.30pm to 5pm."),
    (LUNCH, "2026-11-23T13:30", ""),
    (LUNCH, "2026-11-23T17:00", "The baker is shut. Try tomorrow, 9.05am to 11.47am."),
    (LUNCH, "2026-11-24T11:46", ""),
    (LUNCH, "2026-11-24T11:47", "The baker is shut. Try on Monday, 9am to 12.30pm and 1.30pm to 5pm."),
    (NIGHTS, "2026-11-27T12:00", "The baker is shut. Try today, 6pm to midnight."),
    (NIGHTS, "2026-11-27T23:59", ""),
    (NIGHTS, "2026-11-28T02:29", ""),
    (NIGHTS, "2026-11-28T02:30", "The baker is shut. Try tomorrow, at any time."),
    (NIGHTS, "2026-11-29T23:59", ""),
    (dict.fromkeys(WEEK, "all day"), "2026-11-27T00:00", ""),
])  # fmt: skip
def test_a_lunch_break_a_night_and_any_minute(joke: Library, week: dict[str, str], when: str, words: str) -> None:
    assert says(joke, when, hours=hours(week=week)) == words


def test_who_is_open_on_bank_holidays_is_open(joke: Library) -> None:
    assert says(joke, "2026-12-25T10:00", hours=hours("open")) == ""
    assert says(joke, "2026-12-25T10:00", hours=hours()) != ""


@pytest.mark.parametrize(("when", "words"), [
    ("2026-11-24T10:00", "The baker is shut. Try on Monday, 9am to 4.30pm."),
    ("2026-11-20T10:00", "The baker is shut. Try on Monday 30 November, 9am to 4.30pm."),
    ("2026-11-30T10:00", ""),
])  # fmt: skip
def test_a_closure_at_short_notice(joke: Library, when: str, words: str) -> None:
    assert says(joke, when, hours=hours(), closed=date(2026, 11, 27)) == words


@pytest.mark.parametrize(("when", "words"), [
    ("2026-11-23T03:00", "The baker is shut to the end of Friday."),
    ("2026-11-27T23:59", "The baker is shut to the end of today."),
    ("2026-11-28T00:00", ""),
])  # fmt: skip
def test_with_no_hours_only_the_closure_is_told(joke: Library, when: str, words: str) -> None:
    assert says(joke, when, closed=date(2026, 11, 27)) == words


def test_nothing_is_said_about_hours_that_nobody_entered(shipped: Library) -> None:
    for hour in range(0, 24, 6):
        assert notices(shipped, datetime(2026, 12, 25, hour, tzinfo=UTC)) == ()


def test_who_opens_no_more_is_only_said_to_be_closed(joke: Library) -> None:
    assert says(joke, "2026-11-23T10:00", hours=hours(), closed=date(2027, 11, 27)) == "The baker is shut."


def test_times_are_those_of_england_wherever_the_clock_is(joke: Library) -> None:
    library = with_baker(joke, hours=hours())
    assert notices(library, datetime(2026, 7, 1, 8, 30, tzinfo=UTC)) == ()  # half past nine in England
    assert notices(library, datetime(2026, 7, 1, 15, 45, tzinfo=UTC)) != ()


def test_the_value_holds_no_clock_so_that_it_can_be_remembered(joke: Library) -> None:
    library = with_baker(joke, hours=hours())
    at = [notices(library, datetime(2026, 11, 23, 6, minute, tzinfo=UTC)) for minute in (1, 59)]
    assert at[0] == at[1] == (("baker", Notice(None, date(2026, 11, 23), 0, (Span(time(9), time(16, 30)),))),)


def span(opens: str, closes: str) -> Span:
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))


@pytest.mark.parametrize(("spans", "spoken", "written"), [
    ([span("09:00", "17:00")], "nine to five", "9am to 5pm"),
    ([span("09:00", "12:30"), span("13:30", "17:00")],
     "nine to twelve thirty and one thirty to five", "9am to 12.30pm and 1.30pm to 5pm"),
    ([span("07:00", "18:59")], "seven to six fifty-nine", "7am to 6.59pm"),
    ([span("07:00", "19:00")], "seven in the morning to seven in the evening", "7am to 7pm"),
    ([span("06:59", "09:00")], "six fifty-nine to nine in the morning", "6.59am to 9am"),
    ([span("09:05", "12:00")], "five minutes past nine to midday", "9.05am to midday"),
    ([span("12:01", "13:10")], "one minute past midday to one ten", "12.01pm to 1.10pm"),
    ([span("18:15", "20:45")], "six fifteen to eight forty-five in the evening", "6.15pm to 8.45pm"),
    ([span("09:00", "12:00"), span("18:00", "20:00")],
     "nine in the morning to midday and six to eight in the evening", "9am to midday and 6pm to 8pm"),
    ([Span(time(22), MIDNIGHT)], "ten at night to midnight", "10pm to midnight"),
    ([Span(MIDNIGHT, time(0, 30))], "midnight to twelve thirty at night", "midnight to 12.30am"),
    ([Span(time(0, 9), time(5))], "nine minutes past midnight at night to five in the morning", "12.09am to 5am"),
    ([ALWAYS], "at any time", "at any time"),
])  # fmt: skip
def test_hours_in_words(spans: list[Span], spoken: str, written: str) -> None:
    assert (hours_in_words(spans, "voice"), hours_in_words(spans, "sms")) == (spoken, written)


@pytest.mark.parametrize(("written", "spans"), [
    ("09:00 to 17:00", (span("09:00", "17:00"),)),
    ("08:07 to 09:11 and 10:13 to 24:00", (span("08:07", "09:11"), Span(time(10, 13), MIDNIGHT))),
    ("all day", (ALWAYS,)),
    ("00:00 to 24:00", (ALWAYS,)),
])  # fmt: skip
def test_hours_as_they_are_written(written: str, spans: tuple[Span, ...]) -> None:
    assert hours(week={"monday": written}).week["monday"] == spans


NOT_LIKE = "is not written like 09:00 to 12:30 and 13:30 to 17:00, or all day"
NOT_IN_ORDER = "has times that do not follow each other, as in 09:00 to 12:30 and 13:30 to 17:00"


@pytest.mark.parametrize(("written", "says"), [
    ("9 to 5", NOT_LIKE), ("9:00 to 17:00", NOT_LIKE), ("09.00 to 17.00", NOT_LIKE), ("09:00 - 17:00", NOT_LIKE),
    ("09:00 to 17:60", NOT_LIKE), ("09:00 to 24:01", NOT_LIKE), ("24:00 to 09:00", NOT_LIKE), ("", NOT_LIKE),
    ("09:00 to 12:00, 13:00 to 17:00", NOT_LIKE), ("09:00 to 12:00 and", NOT_LIKE), ("All day", NOT_LIKE),
    ("17:00 to 09:00", NOT_IN_ORDER), ("09:00 to 09:00", NOT_IN_ORDER),
    ("13:30 to 17:00 and 09:00 to 12:30", NOT_IN_ORDER), ("09:00 to 12:30 and 12:30 to 17:00", NOT_IN_ORDER),
    ("09:00 to 13:00 and 12:00 to 17:00", NOT_IN_ORDER),
])  # fmt: skip
def test_hours_that_cannot_be_used(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        hours(week={"monday": written})


def test_a_calendar_knows_when_it_ends() -> None:
    assert calendar_knows(2026)
    assert calendar_knows(2027)
    assert not calendar_knows(2150)
