"""Reading YAML as people write it: every value a string, every key with the line it stands on.

Plain YAML turns `No` into False and `0117` into 79, keeps only the last of two steps with one
name, and hides the words after ` #`. Flow files are edited by people who do not program, so the
parsed nodes are read here one by one, and each of these traps becomes a complaint.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from helpline.errors import Complaint

# "Room #4" is read as "Room"; "room   # a remark" is fine.
HIDDEN = re.compile(r"[ \t]+#\S")

KeyPath = tuple[str | int, ...]  # the keys and list positions that lead to something in a file


@dataclass
class Source:
    """One file: its `tree` of strings, lists and dicts, and the line of every path in it.

    Where several files are read as one, `files` names the file of each of its first keys.
    """

    file: str
    text: str = ""
    tree: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    files: dict[str | int, str] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def file_of(self, path: KeyPath) -> str:
        """The name of the file in which a path stands."""
        return self.files.get(path[0], self.file) if path else self.file

    def complain(self, path: KeyPath, says: str, cure: str) -> Complaint:
        """A complaint about the words at `path`."""
        return Complaint(self.file_of(path), self.line(path), says, cure)


def suggest(written: str, known: Iterable[str], otherwise: str) -> str:
    """The cure for a name that is not known: the nearest known one, or `otherwise`."""
    close = get_close_matches(written, sorted(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else otherwise


def read(path: Path) -> Source:
    """Read one YAML file. Its faults are in `complaints`."""
    source, name = Source(path.name), path.name
    try:
        source.text = path.read_text(encoding="utf-8-sig")
        node = _compose(source.text)
    except FileNotFoundError:
        source.complaints.append(Complaint(name, 1, "The file is missing.", "Put it back, or take its name out."))
    except UnicodeDecodeError:
        source.complaints.append(Complaint(name, 1, "The file is not plain text.", "Save it as UTF-8."))
    except yaml.reader.ReaderError as error:
        line = source.text.count("\n", 0, source.text.find(chr(error.character))) + 1
        says = f"A character here cannot be used (U+{error.character:04X})."
        source.complaints.append(Complaint(name, line, says, "Take it out; it may not be visible."))
    except yaml.MarkedYAMLError as error:
        source.complaints.append(_syntax(name, error))
    else:
        source.tree = _value(source, node, ()) if node else {}
    return source


def read_parts(folder: Path, name: str, parts: Iterable[str]) -> Source:
    """A file, and those of its `parts` that stand in files beside it, as one: each of its keys is in one of them."""
    whole = read(folder / f"{name}.yaml")
    for part in (read(folder / f"{part}.yaml") for part in parts if (folder / f"{part}.yaml").exists()):
        whole.complaints += part.complaints
        if not (isinstance(whole.tree, dict) and isinstance(part.tree, dict)):
            whole.tree = None
            continue
        for key in part.tree:
            if key in whole.tree:
                says = f'"{key}" stands in {whole.file_of((key,))} too.'
                whole.complaints.append(part.complain((key,), says, "Keep it in one of the two files."))
            whole.files[key] = part.file
        whole.tree |= part.tree
        whole.lines |= {path: line for path, line in part.lines.items() if path}
    return whole


def _compose(text: str) -> yaml.Node | None:
    """The nodes of a file, by the C parser where PyYAML has it. The Python parser explains faults more clearly."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _syntax(name: str, error: yaml.MarkedYAMLError) -> Complaint:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if "\\t" in (error.problem or ""):
        return Complaint(name, line, "There is a tab here.", "Use spaces to indent.")
    return Complaint(
        name, line, f"This line cannot be read ({error.problem}).",
        "Look for a missing colon or quote, or for text with a colon that needs \"quotes\".",
    )  # fmt: skip


def _value(source: Source, node: yaml.Node, path: KeyPath) -> Any:
    source.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_value(source, item, (*path, i)) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and not node.style and HIDDEN.match(source.text, node.end_mark.index):
        cure = 'Put the words in "quotes", or a space after # if it is a remark.'
        source.complaints.append(source.complain(path, 'What stands after " #" is not read.', cure))
    return node.value


def _mapping(source: Source, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in tree:
            says = f'"{key}" stands here twice (first on line {source.lines[(*path, key)]}).'
            source.complaints.append(Complaint(source.file, line, says, "Rename one of them."))
            continue
        source.lines[(*path, key)] = line
        tree[key] = _value(source, value_node, (*path, key))
    return tree
