"""Times of day: the stretches in which a contact answers, as they are written in a flow file, said and texted."""

import re
from collections.abc import Sequence
from datetime import time
from functools import reduce
from itertools import pairwise
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema

from helpline.content.wording import Channel, Sentence, Strict, fill

DAY_BEGINS, DAY_ENDS = time(7), time(19)  # between them no hour comes twice: seven to twelve, then one to six
_NUMBERS = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty")
MIDNIGHT, NOON = time(0), time(12)
ALL_DAY, END_OF_DAY = "all day", "24:00"

_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_SPAN = rf"{_TIME} to (?:{_TIME}|{END_OF_DAY})"
OPENING = rf"{ALL_DAY}|{_SPAN}(?: and {_SPAN})*"
LIKE = "09:00 to 12:30 and 13:30 to 17:00"

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Calendar(Strict):
    """Days and hours in words. Each is whole, so that a language can put its words in an order of its own."""

    today: Sentence = "today"
    tomorrow: Sentence = "tomorrow"
    weekday: Sentence = "on {weekday}"
    date: Sentence = "on {weekday} {day} {month}"
    last_weekday: Sentence = "{weekday}"  # the last day of a closure
    last_date: Sentence = "{weekday} {day} {month}"
    weekdays: Annotated[list[Sentence], Field(min_length=7, max_length=7)] = list(WEEKDAYS)
    months: Annotated[list[Sentence], Field(min_length=12, max_length=12)] = list(MONTHS)
    hours: Sentence = "{opens} to {closes}"
    more_hours: Sentence = "{hours} and {others}"
    any_time: Sentence = "at any time"
    clock: Literal["words", "figures"] = "words"  # figures: "9:30", which a voice reads in its own language


ENGLISH = Calendar()


class Span(NamedTuple):
    """A stretch of one day in which a contact answers. It may close at MIDNIGHT, the end of the day."""

    opens: time
    closes: time

    def holds(self, when: time) -> bool:
        """Whether it is open at that time."""
        return self.opens <= when and (when < self.closes or self.closes == MIDNIGHT)


ALWAYS = Span(MIDNIGHT, MIDNIGHT)


def _opening(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    if not re.fullmatch(OPENING, written, re.ASCII):
        raise ValueError(f"is not written like {LIKE}, or {ALL_DAY}")
    times = re.findall(rf"{_TIME}|{END_OF_DAY}", written)
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise ValueError(f"has times that do not follow each other, as in {LIKE}")
    read = [MIDNIGHT if each == END_OF_DAY else time.fromisoformat(each) for each in times]
    return tuple(map(Span, read[::2], read[1::2])) or (ALWAYS,)


Opening = Annotated[
    tuple[Span, ...],
    BeforeValidator(_opening),
    WithJsonSchema({"type": "string", "pattern": f"^({OPENING})$"}),
]


def as_written(spans: Sequence[Span]) -> str:
    """Stretches of a day as a flow file has them: "09:00 to 12:30 and 13:30 to 17:00", or "all day"."""
    ends = (END_OF_DAY if span.closes == MIDNIGHT else f"{span.closes:%H:%M}" for span in spans)
    return ALL_DAY if tuple(spans) == (ALWAYS,) else " and ".join(map("{.opens:%H:%M} to {}".format, spans, ends))


def hours_in_words(spans: Sequence[Span], channel: Channel, calendar: Calendar = ENGLISH) -> str:
    """The hours of a day: "nine to twelve thirty and one thirty to five", "9am to 12.30pm and 1.30pm to 5pm".

    A voice says the part of the day only where an hour of the day and one of the night could be mixed up.
    """
    if ALWAYS in spans:
        return calendar.any_time
    by_day = all(DAY_BEGINS <= span.opens < span.closes < DAY_ENDS for span in spans)
    ends = [_ends(span, channel, by_day) for span in spans]
    if calendar.clock == "figures":
        ends = [(f"{span.opens.hour}:{span.opens:%M}", f"{span.closes.hour or 24}:{span.closes:%M}") for span in spans]
    said = [fill(calendar.hours, opens=opens, closes=closes) for opens, closes in ends]
    return reduce(lambda hours, others: fill(calendar.more_hours, hours=hours, others=others), said)


def _ends(span: Span, channel: Channel, by_day: bool) -> tuple[str, str]:
    if channel == "sms":
        return written_time(span.opens), written_time(span.closes)
    return (spoken_time(span.opens), spoken_time(span.closes)) if by_day else _spoken(span)


def _spoken(span: Span) -> tuple[str, str]:
    """The ends of a stretch of a day with the part of the day, once if it is the same at both."""
    first, last = _part_of_day(span.opens), _part_of_day(span.closes)
    opens = spoken_time(span.opens) + (f" {first}" if first and first != last else "")
    return opens, spoken_time(span.closes) + (f" {last}" if last else "")


def _part_of_day(when: time) -> str:
    if when in (MIDNIGHT, NOON):
        return ""
    parts = ((5, "at night"), (12, "in the morning"), (18, "in the afternoon"), (22, "in the evening"))
    return next((part for end, part in parts if when.hour < end), "at night")


def spoken_time(when: time) -> str:
    """A time as a voice should say it: "nine thirty", "five minutes past nine", "midday"."""
    whole = {0: "midnight", 12: "midday"}.get(when.hour, _number_word(when.hour % 12))
    if not when.minute:
        return whole
    if when.minute < 10:
        return f"{_number_word(when.minute)} minute{'s' * (when.minute > 1)} past {whole}"
    return f"{_number_word(when.hour % 12 or 12)} {_number_word(when.minute)}"


def _number_word(number: int) -> str:
    """A number from 1 to 59 in words."""
    if number < len(_NUMBERS):
        return _NUMBERS[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_NUMBERS[ones]}" if ones else "")


def written_time(when: time) -> str:
    """A time as it is written in a text: "9.30am"."""
    if when in (MIDNIGHT, NOON):
        return "midday" if when.hour else "midnight"
    minutes = f".{when.minute:02}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"
