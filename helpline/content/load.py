"""From a folder of flow files to a Library, or to every complaint about them at once."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from helpline.content import flow_rules
from helpline.content.examples import read_examples
from helpline.content.library import Library
from helpline.content.model import Contact, Flow, Phrases, Service, Words
from helpline.content.rules import Finding, Rule
from helpline.content.source import KeyPath, Source, read, read_parts, suggest
from helpline.errors import Complaint, ContentError


class Contacts(RootModel[dict[str, Contact]]):
    """contacts.yaml as a whole."""


Model = TypeVar("Model", bound=BaseModel)
WORDS_PARTS = ("danger", "replies", "spelling")  # files that may hold parts of words.yaml
UNREADABLE = Rule("H01", "house", "The line cannot start with it.")
NOT_KNOWN = "Take it out, or see README.md for what can stand here."


def read_flows(folder: Path) -> tuple[Library | None, list[Finding]]:
    """The flow files in `folder`, and everything in them that a line cannot start with.

    There is no library where a file cannot be read, and a library is fit for use only without findings.
    """
    sources = {name: read(folder / f"{name}.yaml") for name in ("service", "contacts", "phrases")}
    sources["words"] = read_parts(folder, "words", WORDS_PARTS)
    service = _parse(Service, sources["service"])
    flow_name = service.flow if service else "disagreement"
    sources["flow"] = read(folder / f"{flow_name}.yaml")
    contacts, words = _parse(Contacts, sources["contacts"]), _parse(Words, sources["words"])
    examples, sources["examples"] = read_examples(folder)
    phrases, flow = _parse(Phrases, sources["phrases"]), _parse(Flow, sources["flow"])

    complaints = [complaint for source in sources.values() for complaint in source.complaints]
    found = [Finding(UNREADABLE, complaint) for complaint in sorted(complaints, key=lambda c: (c.file, c.line))]
    if not (service and contacts and words and phrases and flow):
        return None, found
    library = Library(service, contacts.root, flow, words, phrases, sources, examples)
    return library, [*found, *flow_rules.rules.findings(library)]


def load(folder: Path) -> Library:
    """Load the flow files in `folder`.

    Raises ContentError with every complaint (file, line, cure) when they cannot be used.
    """
    library, found = read_flows(folder)
    if found or library is None:
        raise ContentError([finding.complaint for finding in found])
    return library


def _parse(model: type[Model], source: Source) -> Model | None:
    if source.tree is None:
        return None
    try:
        return model.model_validate(source.tree)
    except ValidationError as error:
        source.complaints.extend(_complaint(source, model, detail) for detail in error.errors())
        return None


def _complaint(source: Source, model: type[BaseModel], detail: ErrorDetails) -> Complaint:
    """The complaint for one of pydantic's errors."""
    path = _path(source.tree, detail["loc"])
    return source.complain(path, *_says_and_cure(path, model, detail))


def _says_and_cure(path: KeyPath, model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    where = f'"{" > ".join(map(str, path))}"'
    match detail["type"]:
        case "missing":
            inside = f' in "{path[-2]}"' if path[1:] else ""
            return f'"{path[-1]}" is missing{inside}.', f'Add a line "{path[-1]}: …".'
        case "extra_forbidden":
            return f'"{path[-1]}" is not known here.', suggest(str(path[-1]), _known_names(model), NOT_KNOWN)
        case "string_pattern_mismatch":
            return f"The name {where} cannot be used.", "Use small letters and _ only."
        case "int_parsing" | "greater_than_equal" | "less_than_equal":
            return f"{where} is not a key.", "Write one of 1 to 9."
        case "value_error":
            return f"{where} {detail['ctx']['error']}.", "Write it that way."
        case "too_short" if detail["ctx"]["actual_length"]:
            return f"{where} has too few lines.", f"Write {detail['ctx']['min_length']} of them."
        case "string_too_short" | "too_short":
            return f"{where} is empty.", "Write it, or take the line out."
        case "literal_error" | "bool_parsing":
            words = detail.get("ctx", {}).get("expected", "true or false")
            return f"{where} is not one of: {words}.", "Write one of them."
        case "string_type":
            return f"{where} should be words.", 'Write them after the colon, in "quotes" if need be.'
    return f"{where}: {detail['msg']}.", "See README.md in this folder for how it is written."


def _path(tree: Any, loc: tuple[str | int, ...]) -> KeyPath:
    """Where an error is in the file: pydantic's location without the names of its own choices."""
    path: list[str | int] = []
    for part in loc:
        known = isinstance(tree, dict) and part in tree or isinstance(tree, list) and isinstance(part, int)
        if part == "[key]" or " " in str(part):  # the tags of our unions have spaces, so no name is one
            continue
        path.append(part)
        tree = tree[part] if known else None
    return tuple(path)


def _known_names(model: type[BaseModel]) -> set[str]:
    """Every field name that the model's schema knows, at any depth."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}
