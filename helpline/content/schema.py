"""JSON Schemas of the flow files, so that an editor can complete and check them as they are typed."""

import json
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


def schemas() -> dict[str, str]:
    """The JSON text of each schema, by file name, made from the model."""
    return {
        f"{name}.json": json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, model in MODELS.items()
    }


def write(folder: Path) -> list[Path]:
    """Write every schema into `folder` and give the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in schemas().items():
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths
