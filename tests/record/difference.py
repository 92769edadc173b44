"""Two records held against each other."""

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sys import intern

Record = dict[str, "Entry"]


@dataclass(frozen=True)
class Entry:
    """What was recorded at a path."""

    status: int
    document: str
    words: str


@dataclass(frozen=True)
class Difference:
    """What differs in the same way at all of `paths`. `before` or `after` is None where only one record has them."""

    before: Entry | None
    after: Entry | None
    paths: tuple[str, ...]

    def told(self) -> str:
        """The difference as it is printed: where, in how many places, what kind, and line by line."""
        more = f" (and {len(self.paths) - 1:,} more paths)" if len(self.paths) > 1 else ""
        lines = difflib.unified_diff(_lines(self.before), _lines(self.after), "before", "after", lineterm="", n=1)
        return "\n".join([f"{self.paths[0]}{more}: {self._kind()}", *(f"    {line}" for line in lines)])

    def _kind(self) -> str:
        if self.before is None or self.after is None:
            return "only after" if self.before is None else "only before"
        if self.before.words == self.after.words and self.before.status == self.after.status:
            return "the words are the same"
        return "the words differ" if self.before.words != self.after.words else "the status differs"


def load(file: Path) -> Record:
    """A record from a file of JSON lines. The same few thousand documents come again and again: each is kept once."""
    record, entries = Record(), dict[Entry, Entry]()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            entry = Entry(read["status"], intern(read["document"]), intern(read["words"]))
            record[read["path"]] = entries.setdefault(entry, entry)
    return record


def differences(before: Record, after: Record) -> list[Difference]:
    """All that differs, the same change once, in the order of the first path that leads there."""
    found: dict[tuple[Entry | None, Entry | None], list[str]] = {}
    for path in {**before, **after}:
        pair = before.get(path), after.get(path)
        if pair[0] != pair[1]:
            found.setdefault(pair, []).append(path)
    return [Difference(*pair, tuple(paths)) for pair, paths in found.items()]


def report(before: Record, after: Record, shown: int | None = 20) -> Iterator[str]:
    """The lines to print: the counts, then the first differences in full (None: all)."""
    found = differences(before, after)
    places = sum(len(difference.paths) for difference in found)
    documents = len({**before, **after})
    yield f"{len(before):,} documents before, {len(after):,} after; {documents - places:,} are the same."
    if not found:
        yield "Nothing differs."
        return
    yield f"{places:,} documents differ, in {len(found):,} ways:"
    for difference in found[:shown]:
        yield f"\n{difference.told()}"
    if shown is not None and len(found) > shown:
        yield f"\n{len(found) - shown:,} more ways: --all shows them."


def _lines(entry: Entry | None) -> list[str]:
    """A document with each element on a line of its own; nothing where there is none."""
    return [f"status {entry.status}", *re.sub(r"(?<=.)(?=<[^/])", "\n", entry.document).split("\n")] if entry else []
