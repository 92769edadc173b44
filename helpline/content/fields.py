"""A file's names and values, held against the classes of `model.py`: pydantic's errors as sentences with a cure."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from helpline.content.source import KeyPath, Source, suggest

Model = TypeVar("Model", bound=BaseModel)
NOT_KNOWN = "Take it out, or see README.md for what can stand here."
AS_README = "See README.md in this folder for how it is written."
LEVELS = {1: "one level", 2: "two levels", 3: "three levels"}


def parse(model: type[Model], source: Source) -> Model | None:
    """The values of a file, or None when its complaints say why there are none.

    A name that is only misspelt, or only stands on another level, is told and then read as it was meant,
    so that what follows from it ("… is missing") is not told as well.
    """
    if source.tree is None:
        return None
    names = names_of(model)
    while True:
        try:
            value = model.model_validate(source.tree)
            return None if source.complaints else value
        except ValidationError as error:
            details = [(_path(source.tree, detail["loc"]), detail) for detail in error.errors()]
        unknown = [path for path, detail in details if detail["type"] == "extra_forbidden"]
        if not sum(_mended(source, path, names) for path in unknown):
            source.complaints += [
                source.complain(path, *_told(source, path, names, detail)) for path, detail in details
            ]
            return None


class FieldNames:
    """The names that the classes know at each place of a file, from their JSON Schema."""

    def __init__(self, model: type[BaseModel]):
        self._schema = model.model_json_schema()

    def at(self, path: KeyPath) -> set[str]:
        """The names that can stand directly under a path."""
        return {name for part in self._parts(path) for name in part.get("properties", {})}

    def _parts(self, path: KeyPath) -> list[dict[str, Any]]:
        parts = [*self._choices(self._schema)]
        for key in path:
            parts = [choice for part in parts for below in self._below(part, key) for choice in self._choices(below)]
        return parts

    def _below(self, part: dict[str, Any], key: str | int) -> list[dict[str, Any]]:
        if isinstance(key, int):
            return [part["items"]] if "items" in part else []
        if key in part.get("properties", {}):
            return [part["properties"][key]]
        others = [*part.get("patternProperties", {}).values(), part.get("additionalProperties")]
        return [other for other in others if isinstance(other, dict)]

    def _choices(self, part: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if "$ref" in part:
            part = self._schema["$defs"][part["$ref"].rpartition("/")[2]]
        yield part
        for choice in (*part.get("anyOf", ()), *part.get("oneOf", ())):
            yield from self._choices(choice)


@cache
def names_of(model: type[BaseModel]) -> FieldNames:
    """The names of a class, worked out once: a folder is read again whenever one of its files changes."""
    return FieldNames(model)


def _mended(source: Source, path: KeyPath, names: FieldNames) -> bool:
    """Whether a name that is not known was told and put where, or written as, it was meant."""
    found = _right_path(source.tree, path, names)
    if not found:
        return False
    right, says, cure = found
    source.complaints.append(source.complain(path, says, cure))
    value = _look(source.tree, path[:-1]).pop(str(path[-1]))
    _look(source.tree, right[:-1]).setdefault(str(right[-1]), value)
    moved = {(*right, *old[len(path) :]): line for old, line in source.lines.items() if old[: len(path)] == path}
    source.lines = moved | source.lines
    return True


def _right_path(tree: Any, path: KeyPath, names: FieldNames) -> tuple[KeyPath, str, str] | None:
    """Where a name that is not known should stand, what is amiss, and the cure."""
    *above, written = path
    here, around = tuple(above), names.at(tuple(above))
    plain = re.sub(r"[\s-]+", "_", str(written).strip().lower())
    if plain in around and plain != written:
        return (*here, plain), f'"{written}" is not written as it should be.', f'Write "{plain}".'
    if written in around:
        return None
    for levels in range(1, min(len(here), len(LEVELS)) + 1):
        outer = here[: len(here) - levels]
        if written in names.at(outer) and written not in _look(tree, outer):
            says = f'"{written}" stands {LEVELS[levels]} too far in.'
            cure = (
                f'Take {2 * levels} spaces out in front of it: it belongs beside "{here[len(outer)]}", not inside it.'
            )
            return (*outer, written), says, cure
    for beside, value in _look(tree, here).items():
        if written in names.at((*here, beside)) and isinstance(value, dict) and written not in value:
            says = f'"{written}" stands one level too far out.'
            return (*here, beside, written), says, f'Put 2 more spaces in front of it: it belongs inside "{beside}".'
    close = suggest(str(written), around - set(_look(tree, here)), "")
    if close:
        return (*here, close.split('"')[1]), f'"{written}" is not known here.', close
    return None


def _look(tree: Any, path: KeyPath) -> dict[str, Any]:
    """The names at a path, with what stands under each; none where something else stands."""
    for key in path:
        tree = tree[key]
    return tree if isinstance(tree, dict) else {}


def _told(source: Source, path: KeyPath, names: FieldNames, detail: ErrorDetails) -> tuple[str, str]:
    """What is amiss, and the cure, for one of pydantic's errors."""
    where, kind, ctx = f'"{" > ".join(map(str, path))}"', detail["type"], detail.get("ctx", {})
    written = detail["input"]
    match kind:
        case "missing":
            inside = f' in "{path[-2]}"' if path[1:] else ""
            return f'"{path[-1]}" is missing{inside}.', f'Add a line "{path[-1]}: …".'
        case "extra_forbidden":
            return f'"{path[-1]}" is not known here.', suggest(str(path[-1]), names.at(path[:-1]), NOT_KNOWN)
        case "string_pattern_mismatch":
            return f"The name {where} cannot be used.", _as_name(str(path[-1]), str(written))
        case "value_error":
            says, *cure = ctx["error"].args
            return f"{where} {says}.", cure[0] if cure else "Write it that way."
        case "too_short" if ctx["actual_length"]:
            return f"{where} has too few lines.", f"Write {ctx['min_length']} of them."
        case "too_long":
            return f"{where} has too many lines.", f"Write {ctx['max_length']} of them."
        case "string_too_long":
            return f"{where} is {len(written)} characters long.", f"Write {ctx['max_length']} at most."
        case "literal_error" | "bool_parsing":
            return f"{where} is not one of: {ctx.get('expected', 'true or false')}.", "Write one of them."
    if written in ("", [], {}):
        return f"{where} is empty.", "Write it, or take the line out."
    return _another_shape(source, path, names, kind, written)


def _another_shape(source: Source, path: KeyPath, names: FieldNames, kind: str, written: Any) -> tuple[str, str]:
    """What is amiss where words, a list or further lines stand in each other's place."""
    where = f'"{" > ".join(map(str, path))}"'
    if kind.startswith("int_") or kind.endswith("_than_equal"):
        return f"{where} is not a key.", "Write one of 1 to 9."
    if kind == "list_type" and isinstance(written, str):
        words = ", ".join(_in_quotes(item.strip()) for item in written.split(",") if item.strip())
        return f"{where} is a list, so it needs square brackets.", f"Write {path[-1]}: [{words}]."
    if kind in ("dict_type", "model_type", "model_attributes_type") and isinstance(written, str):
        if any(path[-1] in names.at((*path[:-1], beside)) for beside in _look(source.tree, path[:-1])):
            return f'"{path[-1]}" stands one level too far out.', "Put 2 more spaces in front of it."
        return f"{where} holds words where lines with names should stand.", AS_README
    if kind == "string_type":
        return f"{where} should be words.", 'Write them after the colon, in "quotes" if need be.'
    return f"{where} cannot be written in this way.", AS_README


def _in_quotes(word: str) -> str:
    return f'"{word}"' if re.search(r"[^\w ]", word) else word


def _as_name(key: str, written: str) -> str:
    plain = re.sub(r"[^a-z_]+", "_", written.strip().lower()).strip("_")
    return f'Use small letters and _ only: "{plain}".' if plain else "Use small letters and _ only."


def _path(tree: Any, loc: tuple[str | int, ...]) -> KeyPath:
    """Where an error is in the file: pydantic's location without the names of its own choices."""
    path: list[str | int] = []
    for part in loc:
        known = (isinstance(tree, dict) and part in tree) or (isinstance(tree, list) and isinstance(part, int))
        if not known and (part == "[key]" or " " in str(part)):  # the tags of our unions have spaces
            continue
        path.append(part)
        tree = tree[part] if known else None
    return tuple(path)
