"""`helpline draw`: a picture of the conversation."""

from pathlib import Path

import click

from helpline.cli.options import flows_option
from helpline.content.load import load
from helpline.engine.machine import draw as mermaid


@click.command()
@flows_option
def draw(flows: Path) -> None:
    """Print the conversation as a Mermaid diagram.

    It is drawn from the state machine that answers calls. Paste it at a Mermaid viewer, or into
    a Markdown page between ```mermaid and ```.
    """
    click.echo(mermaid(load(flows)))
