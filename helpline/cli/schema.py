"""`helpline schema`: JSON Schemas of the flow files, with which an editor completes and checks them."""

import json
from pathlib import Path

import click
from pydantic import BaseModel

from helpline.checks.settings import Checks
from helpline.cli.options import flows_option
from helpline.content.languages import Language
from helpline.content.load import Contacts, Links
from helpline.content.model import Flow, Service
from helpline.content.phrases import Phrases
from helpline.content.words import Words

MODELS: dict[str, type[BaseModel]] = {
    "service": Service, "contacts": Contacts, "links": Links, "flow": Flow, "words": Words, "phrases": Phrases,
    "checks": Checks, "language": Language,
}  # fmt: skip


@click.command()
@flows_option
def schema(flows: Path) -> None:
    """Write the JSON Schemas that editors use to complete and check the flow files.

    Needed only after the classes in helpline/content/model.py or words.py have changed.
    """
    folder = flows / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"{name} written")


def schemas() -> dict[str, str]:
    """The JSON text of each schema, by file name, made from the models."""
    return {
        f"{name}.json": json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, model in MODELS.items()
    }
