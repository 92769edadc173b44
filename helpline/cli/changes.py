"""`helpline changes`: everything that differs between two versions of the words, and what it means."""

from datetime import date
from pathlib import Path

import click

from helpline.checks.material import Material
from helpline.checks.run import gather
from helpline.cli.options import audio_option, flows_option
from helpline.errors import ContentError, SettingError
from helpline.reports.changes import Changes
from helpline.reports.changes import changes as compare
from helpline.reports.revisions import flows_at, name_of

HEADINGS = {
    "danger": "Danger and 999",
    "routes": "Where keys lead",
    "words": "What is heard and read",
    "numbers": "Contacts",
    "texted": "What people can text",
    "settings": "Settings and sources",
    "halfway": "Conversations half-way through",
    "live": "To do, so that callers hear it",
}


@click.command()
@flows_option
@audio_option
@click.argument("old")
@click.argument("new")
def changes(flows: Path, audio: Path, old: str, new: str) -> None:
    """Tell in sentences what differs between OLD and NEW, two folders or git revisions of the flows folder."""
    with flows_at(old, flows) as before, flows_at(new, flows) as after:
        from_old, to_new = name_of(old, flows), name_of(new, flows)
        found = compare(_loaded(before, "OLD", from_old), _loaded(after, "NEW", to_new), audio)
    click.echo(f"From {from_old} to {to_new}.\n\n{_told(found)}")


def _loaded(folder: Path, which: str, name: str) -> Material:
    """The words of one of the versions. Raises SettingError, which says whose words cannot be read."""
    try:
        return gather(folder, date.today())
    except ContentError as error:
        faults = "\n".join(f"  {complaint}" for complaint in error.complaints)
        raise SettingError(
            f"{which} is {name}, and this version of the line cannot read its words, so nothing was compared. "
            f"These faults are in {which}:\n{faults}"
        ) from None


def _told(found: Changes) -> str:
    parts = []
    for name, heading in HEADINGS.items():
        if sentences := getattr(found, name):
            parts.append("\n".join([f"{heading}:", *(f"  {sentence}" for sentence in sentences)]))
    return "\n\n".join(parts) or "Nothing that a parent hears or reads changes: no value of the flow files differs."
