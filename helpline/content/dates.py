"""Days and hours as they are written in a flow file."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from helpline.content.wording import Sentence, Strict

OPENING = re.compile(r"(\d\d:(?:00|15|30|45)) to (\d\d:(?:00|15|30|45))")


def _opening(written: Any) -> Any:
    if not isinstance(written, str):
        return written
    found = OPENING.fullmatch(written)
    try:
        opens, closes = (time.fromisoformat(part) for part in found.groups()) if found else (None, None)
    except ValueError:
        opens = closes = None
    if not (opens and closes and opens < closes):
        raise ValueError("is not written like 09:00 to 16:30, in quarters of an hour")
    return opens, closes


Opening = Annotated[
    tuple[time, time],
    BeforeValidator(_opening),
    WithJsonSchema({"type": "string", "pattern": f"^{OPENING.pattern}$"}),
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _day(written: Any) -> Any:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else written
    except ValueError:
        raise ValueError("is not a day written like 2026-11-23") from None


Day = Annotated[date, BeforeValidator(_day)]


class Hours(Strict):
    """When a contact answers, as its source says; times of England."""

    week: Annotated[dict[Weekday, Opening], Field(min_length=1)]
    bank_holidays: Literal["closed", "open"]
    source: Sentence
    checked_on: Day
