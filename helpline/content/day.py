"""A day, as people write it in a flow file."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator


def _day(written: Any) -> Any:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else written
    except ValueError:
        raise ValueError("is not a day written like 2026-11-23") from None


Day = Annotated[date, BeforeValidator(_day)]
