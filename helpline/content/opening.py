"""A closed contact's notice in words, to be said or to be read."""

from datetime import date, time

from helpline.content.hours import Notice
from helpline.content.library import Library
from helpline.content.model import Contact
from helpline.content.template import fill
from helpline.content.wording import AnyWording, Channel, words_of

NOON = time(12)
NEAR = 6  # days that the name of a weekday is enough for
_HOURS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_MINUTES = {0: "", 15: " fifteen", 30: " thirty", 45: " forty-five"}


def notice_words(library: Library, contact: Contact, notice: Notice, channel: Channel, language: str) -> list[str]:
    """The sentences of a notice: that it is closed, and when to call, if that is known."""

    def filled(wording: AnyWording, **names: str) -> str:
        words = fill(words_of(wording, channel, language), name=contact.name, **names)
        return words[:1].upper() + words[1:]  # a name may be "the council"

    phrases = library.phrases
    day = _day(notice.day, notice.days) if notice.day else ""
    if notice.closed_to:
        return [filled(phrases.closed_to, day=day.removeprefix("on "))]
    if not (notice.opens and notice.closes):
        return [filled(phrases.closed_now)]
    say = spoken_time if channel == "voice" else written_time
    times = {"opens": say(notice.opens), "closes": say(notice.closes)}
    return [filled(phrases.closed_now), filled(phrases.call_then, day=day, **times)]


def _day(day: date, days: int) -> str:
    """today, tomorrow, on Monday, on Monday 7 December."""
    if days <= 1:
        return "tomorrow" if days else "today"
    return f"on {day:%A}" if days <= NEAR else f"on {day:%A} {day.day} {day:%B}"


def spoken_time(when: time) -> str:
    """A time as a voice should say it: "nine thirty in the morning"."""
    if when == NOON:
        return "twelve noon"
    part = "in the morning" if when.hour < 12 else "in the afternoon" if when.hour < 18 else "in the evening"
    return f"{_HOURS[when.hour % 12]}{_MINUTES[when.minute]} {part}"


def written_time(when: time) -> str:
    """A time as it is written in a text: "9.30am"."""
    if when == NOON:
        return "12 noon"
    minutes = f".{when.minute:02}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"
