"""`helpline doctor`: is the line well, and if not, how is it mended?"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime

import click

from helpline.cli.check import day_of, on_option
from helpline.cli.checked import Checked, State, unknown, well, wrong
from helpline.cli.doctor_account import look_at_account
from helpline.cli.doctor_here import look_here
from helpline.cli.doctor_outside import look_outside
from helpline.config import Settings, from_environment
from helpline.content.library import Library
from helpline.content.load import load
from helpline.errors import ContentError, SettingError


@click.command()
@on_option
@click.option("--json", "as_json", is_flag=True, help="For monitors.")
def doctor(day: datetime | None, as_json: bool) -> None:
    """Look at everything that must be right on a live line, and say how to mend what is not.

    Needs the same environment as the line. Calls the line at PUBLIC_URL as Twilio would; changes
    nothing. Ends with 1 when anything is wrong or could not be checked.
    """
    found = list(look(day_of(day)))
    click.echo(_json(found) if as_json else _text(found))
    sys.exit(0 if _all_well(found) else 1)


def look(today: date) -> Iterator[Checked]:
    """Everything, in the order in which to mend it."""
    try:
        settings = from_environment()
    except SettingError as error:
        yield wrong("settings", str(error), "Set it, then ask again.")
        yield unknown("everything else", "It depends on the settings.", "Mend the settings first.")
        return
    yield well("settings", "The settings can be used.")
    library = _library(settings)
    yield from look_here(settings, library, today)
    yield from look_outside(settings)
    yield from look_at_account(settings, library)


def _library(settings: Settings) -> Library | None:
    try:
        return load(settings.flows)
    except ContentError:
        return None


def _all_well(found: list[Checked]) -> bool:
    return all(one.state is State.WELL for one in found)


def _text(found: list[Checked]) -> str:
    lines = []
    for one in found:
        lines.append(f"{one.state.value.upper():12} {one.what}: {one.says}")
        if one.cure:
            lines.append(f"{'':12} Cure: {one.cure}")
    counts = {state: sum(one.state is state for one in found) for state in State}
    if _all_well(found):
        return "\n".join([*lines, "All is well."])
    return "\n".join([*lines, f"{counts[State.WRONG]} wrong, {counts[State.UNKNOWN]} not checked."])


def _json(found: list[Checked]) -> str:
    checks = [{"what": one.what, "state": one.state.value, "says": one.says, "cure": one.cure} for one in found]
    return json.dumps({"well": _all_well(found), "checks": checks}, indent=2, ensure_ascii=False)
