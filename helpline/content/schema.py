"""JSON Schemas of the flow files, so that an editor can complete and check them as they are typed."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from helpline.content.load import Contacts
from helpline.content.model import Flow, Phrases, Service, Words

MODELS: dict[str, type[BaseModel]] = {
    "service": Service,
    "contacts": Contacts,
    "flow": Flow,
    "words": Words,
    "phrases": Phrases,
}


def schemas(models: Mapping[str, type[BaseModel]] = MODELS) -> dict[str, str]:
    """The JSON text of each schema, by file name, made from the models."""
    return {
        f"{name}.json": json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, model in models.items()
    }


def write(folder: Path, models: Mapping[str, type[BaseModel]] = MODELS) -> list[Path]:
    """Write the schema of each model into `folder` and give the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in schemas(models).items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths
