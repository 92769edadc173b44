"""Options that several commands share."""

from pathlib import Path

import click

from helpline.config import HOME

flows_option = click.option(
    "--flows",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=HOME / "flows",
    show_default="the flows folder of this project",
    help="The folder with the words.",
)
