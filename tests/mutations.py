"""Mutations of the shipped flow files: each value is deleted, altered or swapped in turn, and the tools must notice.

    python -m tests.mutations          # every mutant, in a few minutes on two cores
    python -m tests.mutations 50       # one in fifty

A mutant is refused by the loader, blocked by `helpline check`, told by `helpline changes`, or the same line: its values
are those of the line that is shipped, so nobody could notice. All others are missed, and printed.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from helpline.checks.material import Material
from helpline.checks.run import EVERY_RULE, check_folder, gather
from helpline.checks.settings import read_checks
from helpline.content.library import Library
from helpline.content.load import read_flows
from helpline.content.source import read
from helpline.reports.changes import changes

from .conftest import SHIPPED

ON = date(2026, 11, 23)
Keys = tuple[str | int, ...]
# The values with which 999 stands and falls. `helpline check` must block what takes it away.
VITAL: tuple[Keys, ...] = (
    ("emergency", "number"), ("greeting", "voice"), ("careful_sms",), ("danger", "reply"), ("danger", "phrases"),
    ("replies", "danger", "outcome"),
)  # fmt: skip
TAKES_AWAY = ("delete", "unname")  # a wording that is only altered may tell 999 all the same


@dataclass(frozen=True)
class Mutant:
    """One change of one value: the file, where in it, and how."""

    file: str
    path: Keys
    how: str

    def __str__(self) -> str:
        """The mutant as a person would look for it."""
        return f"{self.file}, {' > '.join(map(str, self.path))}: {self.how}"

    @property
    def vital(self) -> bool:
        """Whether it takes away a value with which 999 stands and falls."""
        named = any(self.path[: len(path)] == path for path in VITAL)
        whole = self.path in VITAL or "phrases" not in self.path  # one phrase of many is no guard
        return named and whole and self.how in TAKES_AWAY


@cache
def tree(file: str) -> Any:
    """The values of a shipped file, every one a string."""
    return read(SHIPPED / file).tree


def mutants() -> Iterator[Mutant]:
    """Every mutant of the shipped flow files."""
    for path in sorted(SHIPPED.glob("*.yaml")):
        for keys, value in nodes((), tree(path.name)):
            if keys:
                yield from (Mutant(path.name, keys, how) for how in ways(path.name, keys, value))


def nodes(path: Keys, value: Any) -> Iterator[tuple[Keys, Any]]:
    """A value and everything inside it."""
    yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from nodes((*path, key), one)


def ways(file: str, path: Keys, value: Any) -> Iterator[str]:
    """How a value can be mutated."""
    yield "delete"
    if isinstance(value, str):
        yield "alter"
        if "{" in value:
            yield "unname"
    if sibling(at(tree(file), path[:-1]), path[-1]) is not None:
        yield "swap"
        if path[:-1] == ("keywords",):
            yield "reorder"


def sibling(parent: Any, key: str | int) -> str | int | None:
    """The next key of the same mapping or list whose value is of the same kind and differs."""
    keys = list(parent) if isinstance(parent, dict) else list(range(len(parent)))
    after = keys[keys.index(key) + 1 :]
    return next((one for one in after if type(parent[one]) is type(parent[key]) and parent[one] != parent[key]), None)


def at(value: Any, path: Keys) -> Any:
    """The value at a path."""
    for key in path:
        value = value[key]
    return value


def mutated(mutant: Mutant) -> Any:
    """The values of the mutant's file."""
    whole = deepcopy(tree(mutant.file))
    parent, key = at(whole, mutant.path[:-1]), mutant.path[-1]
    other = sibling(parent, key)
    match mutant.how:
        case "delete":
            del parent[key]
        case "alter":
            parent[key] = altered(parent[key])
        case "unname":
            parent[key] = re.sub(r"\{\w+\}", "", parent[key])
        case "swap":
            parent[key], parent[other] = parent[other], parent[key]
        case "reorder":
            parent[key] = parent.pop(key)
    return whole


def altered(value: str) -> str:
    """Another value of the same kind, as far as that can be told."""
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if value[-1:].isdigit():
        return value[:-1] + str((int(value[-1]) + 1) % 10)
    return f"{value} now"


@cache
def shipped() -> Material:
    return gather(SHIPPED, ON)


def verdict(work: tuple[Path, Mutant]) -> tuple[Mutant, str]:
    """What becomes of a mutant: refused, blocked, told, same or missed. Each process has files of its own."""
    folder, mutant = work
    flows = folder / str(os.getpid()) / "flows"
    if not flows.exists():
        shutil.copytree(SHIPPED, flows)
    path = flows / mutant.file
    path.write_text(json.dumps(mutated(mutant), ensure_ascii=False))  # which is YAML too, and quicker to write
    try:
        return mutant, judged(flows, mutant.vital)
    finally:
        shutil.copyfile(SHIPPED / mutant.file, path)


def judged(folder: Path, vital: bool) -> str:
    """The verdict on a folder. What is `vital` must be blocked: that it is told is not enough."""
    library, found = read_flows(folder)
    if library is None or found:
        return "refused"
    new = Material(library, ON, read_checks(folder, EVERY_RULE)[0])
    if same(shipped(), new):
        return "same"
    if not vital and any(vars(changes(shipped(), new, None)).values()):
        return "told"
    return "blocked" if check_folder(folder, ON).errors else "missed"


def same(old: Material, new: Material) -> bool:
    """Whether two versions hold the same values, in the same order: by the values' own words, not by `changes`."""
    parts = [field.name for field in fields(Library) if field.name != "sources"]
    return all(repr(getattr(old.library, part)) == repr(getattr(new.library, part)) for part in parts) and (
        repr(old.checks) == repr(new.checks)
    )


def run(chosen: Iterable[Mutant], processes: int) -> list[tuple[Mutant, str]]:
    """The verdict on each mutant."""
    with tempfile.TemporaryDirectory() as folder, get_context("spawn").Pool(processes) as pool:
        return pool.map(verdict, [(Path(folder), one) for one in chosen], chunksize=32)


def main() -> int:
    step = int(sys.argv[1]) if sys.argv[1:] else 1
    every = list(mutants())
    chosen = [one for i, one in enumerate(every) if i % step == 0 or one.vital]
    found = run(chosen, os.cpu_count() or 1)
    counts = Counter(what for _, what in found)
    missed = [one for one, what in found if what == "missed"]
    for one in missed:
        print(f"missed: {one}")
    could = len(found) - counts["same"]
    vital = [what for one, what in found if one.vital]
    print(
        f"{len(found)} of {len(every)} mutants: "
        + ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    )
    print(f"A caller could notice {could}; the tools noticed {could - len(missed)} ({1 - len(missed) / could:.2%}).")
    print(f"999 is taken away by {len(vital)}; {sum(what in ('blocked', 'refused') for what in vital)} cannot go live.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
