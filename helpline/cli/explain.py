"""`helpline explain`: why a message gets the reply that it gets, and what to edit."""

import os
from pathlib import Path

import click

from helpline.cli.carrier import as_text
from helpline.cli.options import flows_option
from helpline.content.load import load
from helpline.reports.explanation import explain as explanation_of
from helpline.reports.explanation import session_after


@click.command()
@click.argument("message")
@click.option("--after", default="", help='Messages that were texted before, with commas: "school, met".')
@flows_option
def explain(message: str, after: str, flows: Path) -> None:
    """Explain the reply to a text: what MESSAGE was read as, which phrases it holds, what won, and what to edit.

    helpline explain "they wont asess him" --after "council"
    """
    library = load(flows)
    session = session_after(library, filter(None, map(str.strip, after.split(","))))
    sections = explanation_of(library, session, as_text(os.fsencode(message)))
    click.echo("\n\n".join("\n".join([f"{heading}:", *said]) for heading, said in sections.items()))
