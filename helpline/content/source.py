"""Reading YAML as people write it: every value a string, every key with the line it stands on.

Plain YAML turns `No` into False and `0117` into 79, keeps only the last of two steps with one
name, and hides the words after ` #`. Flow files are edited by people who do not program, so the
parsed nodes are read here one by one, and each of these traps becomes a complaint.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from helpline.content.syntax import BEGINS, IN_QUOTES, QUOTES, explain, text_slips
from helpline.errors import Complaint

# A remark stands two spaces after the words. "Room #4" and "bus # 4" are read as "Room" and "bus".
HIDDEN = re.compile(r"[ \t]#|[ \t]+#\S")
SAVE_AS_TEXT = "Save it as plain text (UTF-8), or put the last good file back."
OFFICE = "The file was saved by a word processor: it is not plain text."
# The first bytes of files of other programs.
OTHER_FILES = (
    (b"PK\x03\x04", OFFICE),
    (b"\xd0\xcf\x11\xe0", OFFICE),
    (b"{\\rtf", OFFICE),
    (b"%PDF", "The file is a PDF: it is not plain text."),
    (b"<!", "The file is a web page: it is not plain text."),
    (b"\xff\xfe", "The file is saved as UTF-16."),
    (b"\xfe\xff", "The file is saved as UTF-16."),
)

KeyPath = tuple[str | int, ...]  # the keys and list positions that lead to something in a file


@dataclass
class Source:
    """One file: its `tree` of strings, lists and dicts (None: it cannot be read), and the line of every path in it.

    Where several files are read as one, `parts` has the file in which each of the first keys stands.
    """

    file: str
    text: str = ""
    tree: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    parts: dict[str | int, "Source"] = field(default_factory=dict)

    def line(self, path: KeyPath) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def line_of(self, path: KeyPath, piece: str) -> int:
        """The line on which a piece of the words at a path stands, where they go over several lines."""
        first = self.line(path)
        lines = self.part(path).text.split("\n")[first - 1 :]
        return first + next((i for i, line in enumerate(lines) if piece in line), 0)

    def every_value(self) -> Iterator[tuple[KeyPath, str]]:
        """Each of the file's values, and where it stands."""
        waiting: list[tuple[KeyPath, Any]] = [((), self.tree)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, str):
                yield path, value
            elif value:
                inside = value.items() if isinstance(value, dict) else enumerate(value)
                waiting += [((*path, key), below) for key, below in inside]

    def part(self, path: KeyPath) -> "Source":
        """The file in which a path stands."""
        return self.parts.get(path[0], self) if path else self

    def complain(self, path: KeyPath, says: str, cure: str) -> Complaint:
        """A complaint about the words at `path`."""
        return Complaint(self.part(path).file, self.line(path), says, cure)


def suggest(written: str, known: Iterable[str], otherwise: str) -> str:
    """The cure for a name that is not known: the nearest known one, or `otherwise`."""
    close = get_close_matches(written, sorted(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else otherwise


def read(path: Path) -> Source:
    """Read one YAML file. Its faults are in `complaints`: those of its text first, and then nothing that follows."""
    source = Source(path.name)
    try:
        source.text = _text(path)
        source.complaints = text_slips(source.file, source.text)
        if not source.complaints:
            _read_tree(source)
    except yaml.MarkedYAMLError as error:
        source.complaints.append(explain(source.file, source.text, error))
    except RecursionError:
        says = "Too many brackets stand inside each other."
        source.complaints.append(Complaint(source.file, 1, says, "Take those out that are not closed."))
    except _Unreadable as error:
        source.complaints.append(error.complaint)
    return source


class _Unreadable(Exception):
    """A file, or a line in it, after which nothing more can be told of the file."""

    def __init__(self, file: str, says: str, cure: str, line: int = 1):
        self.complaint = Complaint(file, line, says, cure)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _missing(path) from None
    except IsADirectoryError:
        raise _Unreadable(path.name, "This is a folder, not a file.", "Put the file in its place.") from None
    except OSError:
        says = "The file may not be opened."
        raise _Unreadable(path.name, says, "Ask the person who looks after the machine to let it be read.") from None
    other = next((says for start, says in OTHER_FILES if content.startswith(start)), None)
    if other:
        raise _Unreadable(path.name, other, SAVE_AS_TEXT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        says = "The file is not saved as UTF-8: a letter on this line cannot be read."
        raise _Unreadable(path.name, says, "Save it as UTF-8, and look at the letter.", line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _missing(path: Path) -> _Unreadable:
    if path.is_symlink():
        return _Unreadable(path.name, "The file is a link that leads nowhere.", "Put the file in its place.")
    beside = sorted(file.name for file in path.parent.glob("*") if file.name.lower().split(".")[0] == path.stem)
    cure = f'Rename "{beside[0]}" to "{path.name}".' if beside else "Put it back, or take its name out."
    return _Unreadable(path.name, "The file is missing.", cure)


def _read_tree(source: Source) -> None:
    node = _compose(source.text)
    if node is None:
        says = "The file is empty, or holds only remarks."
        source.complaints.append(Complaint(source.file, 1, says, "Put its words back, from an older copy."))
    elif not isinstance(node, yaml.MappingNode):
        says = 'The file does not begin with a name and a colon ("name: …").'
        source.complaints.append(Complaint(source.file, node.start_mark.line + 1, says, SAVE_AS_TEXT))
    else:
        source.tree = _value(source, node, ())


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
                says = f'"{key}" stands in {whole.part((key,)).file} too.'
                whole.complaints.append(part.complain((key,), says, "Keep it in one of the two files."))
            whole.parts[key] = part
        whole.tree |= part.tree
        whole.lines |= {path: line for path, line in part.lines.items() if path}
    return whole


def _compose(text: str) -> yaml.Node | None:
    """The nodes of a file, by the C parser where PyYAML has it. The Python parser explains faults more clearly."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _value(source: Source, node: yaml.Node, path: KeyPath) -> Any:
    line = node.start_mark.line + 1
    source.lines.setdefault(path, line)
    mark = source.text[node.start_mark.index : node.start_mark.index + 1]
    if mark and mark in "&!*":
        raise _Unreadable(source.file, BEGINS.format(mark=mark), IN_QUOTES, line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(source, node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_value(source, item, (*path, i)) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and not node.style:
        source.complaints += _lost_in(source, node)
    return node.value


def _lost_in(source: Source, node: yaml.ScalarNode) -> list[Complaint]:
    """What is amiss with words that stand in no quotes: a remark that may be none, or a quote without its twin."""
    found = []
    if HIDDEN.match(source.text, node.end_mark.index) and node.value:
        cure = 'Put the words in "quotes"; or, if it is a remark, two spaces before # and one after it.'
        says = 'What stands after " #" is not read.'
        found.append(Complaint(source.file, node.end_mark.line + 1, says, cure))
    if node.value.count('"') % 2:
        says = "One of the quotes on this line is missing."
        found.append(Complaint(source.file, node.start_mark.line + 1, says, QUOTES))
    return found


def _mapping(source: Source, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or not key:
            says, cure = "There is no name before the colon.", 'Write one, or put the words in "quotes".'
            source.complaints.append(Complaint(source.file, line, says, cure))
        elif key in tree:
            says = f'"{key}" stands here twice (first on line {source.lines[(*path, key)]}).'
            source.complaints.append(Complaint(source.file, line, says, "Rename one of them."))
        else:
            source.lines[(*path, key)] = line
            tree[key] = _value(source, value_node, (*path, key))
    return tree
