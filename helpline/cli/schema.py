"""`helpline schema`: helps an editor help the writer."""

from pathlib import Path

import click
from pydantic import BaseModel

from helpline.checks.settings import Checks
from helpline.cli.options import flows_option
from helpline.content.schema import MODELS, write

EVERY_MODEL: dict[str, type[BaseModel]] = {**MODELS, "checks": Checks}


@click.command()
@flows_option
def schema(flows: Path) -> None:
    """Write the JSON Schemas that editors use to complete and check the flow files.

    Needed only after the model in helpline/content/model.py has changed.
    """
    for path in write(flows / "schema", EVERY_MODEL):
        click.echo(f"{path.name} written")
