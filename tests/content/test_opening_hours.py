"""When a contact is closed, in London, with England's bank holidays."""

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
    spoken_time,
    written_time,
)

WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "09:00 to 16:30") | {"friday": "09:00 to 12:15"}


def hours(bank_holidays: str = "closed") -> Hours:
    return Hours.model_validate(
        {"week": WEEK, "bank_holidays": bank_holidays, "source": "the door", "checked_on": "2026-11-23"}
    )


def with_baker(library: Library, **fields: object) -> Library:
    return replace(library, contacts=library.contacts | {"baker": library.contacts["baker"].model_copy(update=fields)})


def says(library: Library, when: str, **fields: object) -> str:
    library = with_baker(library, **fields)
    found = dict(notices(library, datetime.fromisoformat(when).replace(tzinfo=LONDON)))
    assert "dunker" not in found
    return " ".join(notice_words(library, library.contacts["baker"], found["baker"], "sms", "en")) if found else ""


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
    assert at[0] == at[1] == (("baker", Notice(None, date(2026, 11, 23), 0, time(9), time(16, 30))),)


@pytest.mark.parametrize(("when", "spoken", "written"), [
    (time(9), "nine in the morning", "9am"), (time(12), "twelve noon", "12 noon"),
    (time(16, 45), "four forty-five in the afternoon", "4.45pm"), (time(18, 15), "six fifteen in the evening", "6.15pm"),
    (time(0), "twelve in the morning", "12am"),
])  # fmt: skip
def test_times_in_words(when: time, spoken: str, written: str) -> None:
    assert (spoken_time(when), written_time(when)) == (spoken, written)


def test_a_calendar_knows_when_it_ends() -> None:
    assert calendar_knows(2026)
    assert calendar_knows(2027)
    assert not calendar_knows(2150)
