"""`helpline changes`: the words that a parent will now hear or read differently."""

from datetime import date
from pathlib import Path

import click

from helpline.checks.run import gather
from helpline.cli.options import flows_option
from helpline.reports.changes import Changes, flows_at
from helpline.reports.changes import changes as compare

HEADINGS = {
    "routes": "Where keys lead",
    "words": "What is heard and read",
    "numbers": "Numbers and addresses",
    "prompts": "Clips and recordings",
    "halfway": "Conversations half-way through",
}


@click.command()
@flows_option
@click.argument("old")
@click.argument("new")
def changes(flows: Path, old: str, new: str) -> None:
    """Tell in sentences what differs between OLD and NEW, two folders or git revisions of the flows folder."""
    today = date.today()
    with flows_at(old, flows) as before, flows_at(new, flows) as after:
        found = compare(gather(before, today), gather(after, today))
    click.echo(_told(found))


def _told(found: Changes) -> str:
    parts = []
    for name, heading in HEADINGS.items():
        if sentences := getattr(found, name):
            parts.append("\n".join([f"{heading}:", *(f"  {sentence}" for sentence in sentences)]))
    return "\n\n".join(parts) or "Nothing that a parent hears or reads changes."
