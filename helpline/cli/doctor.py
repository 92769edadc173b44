"""`helpline doctor`: examine a live line, and say how to mend it."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date

import click

from helpline.cli.doctor_account import examine_account
from helpline.cli.doctor_line import Examined, State, examine_line, unknown, well, wrong
from helpline.cli.doctor_running import examine_running
from helpline.cli.options import day_option
from helpline.config import from_environment, why_not_public
from helpline.content.library import Library
from helpline.content.load import load
from helpline.errors import ContentError, SettingError


@click.command()
@day_option
@click.option("--json", "as_json", is_flag=True, help="For monitors.")
def doctor(day: date, as_json: bool) -> None:
    """Look at everything that must be right on a live line, and say how to mend what is not.

    Needs the same environment as the line. Calls the line at PUBLIC_URL as Twilio would; changes
    nothing. Ends with 1 when anything is wrong or could not be checked.
    """
    found = list(examine(day))
    click.echo(json_of(found) if as_json else text_of(found))
    sys.exit(0 if is_well(found) else 1)


def examine(today: date, why_not_public: Callable[[str], str | None] = why_not_public) -> Iterator[Examined]:
    """Examine everything, in the order in which to mend it.

    `why_not_public` judges PUBLIC_URL: it gives the reason why the carrier cannot call it, or None.
    """
    try:
        settings = from_environment()
    except SettingError as error:
        yield wrong("settings", str(error), "Set it, then ask again.")
        yield unknown("everything else", "It depends on the settings.", "Mend the settings first.")
        return
    yield well("settings", "The settings can be used.")
    library: Library | None = None
    with suppress(ContentError):  # the examination of the words tells it
        library = load(settings.flows)
    yield from examine_line(settings, library, today, why_not_public(settings.public_url))
    yield from examine_running(settings, library)
    yield from examine_account(settings, library)


def is_well(found: list[Examined]) -> bool:
    """Whether everything is well. A thing that could not be looked at is not."""
    return all(one.state is State.WELL for one in found)


def text_of(found: list[Examined]) -> str:
    """The lines that an operator reads: each thing, how to mend it, and the sum."""
    lines = []
    for one in found:
        lines.append(f"{one.state.value.upper():12} {one.subject}: {one.says}")
        if one.cure:
            lines.append(f"{'':12} Cure: {one.cure}")
    if is_well(found):
        return "\n".join([*lines, "All is well."])
    counts = Counter(one.state for one in found)
    return "\n".join([*lines, f"{counts[State.WRONG]} wrong, {counts[State.UNKNOWN]} not checked."])


def json_of(found: list[Examined]) -> str:
    """The document that a monitor reads: `well`, and `checks` with what, state, says and cure of each."""
    checks = [{"what": one.subject, "state": one.state.value, "says": one.says, "cure": one.cure} for one in found]
    return json.dumps({"well": is_well(found), "checks": checks}, indent=2, ensure_ascii=False)
