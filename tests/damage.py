"""Flow files damaged as people damage them: how often the first complaint about the file names the damaged line, or one beside it.

    python -m tests.damage [--every N]

Each kind of damage is done to every Nth line of each shipped file that it fits; what the line complains of is
held against the line that was damaged. Files that can still be used, and files whose complaint is about another
rule, are counted apart. Lines that are missed are listed.
"""

import argparse
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from helpline.content.load import read_flows

from .conftest import SHIPPED

Damage = Callable[[str], str | None]  # a line, or None where the damage does not fit it
NEAR = 1
FILES = ("service", "contacts", "disagreement", "words", "danger", "replies", "spelling", "phrases")
# The words of the parser and of pydantic, which no complaint may use.
VOCABULARY = re.compile(
    r"Input should|\bmapping|\bscalar|\bblock (end|mapping|sequence)|\bvalid (list|dict|string|integer|date)|\bexpected\b|"
    r"\btoken\b|\bnode\b|\bstream\b|\banchor|\balias|\bdictionary|\binstance\b|\bparse|\bparsing|\bvalidation|\bunable to|"
    r"\bNone\b|Traceback|\bSafeLoader|\bin \"<",
)


def replaced(pattern: str, by: str) -> Damage:
    """The first place where a pattern fits, written otherwise."""

    def damage(line: str) -> str | None:
        return re.sub(pattern, by, line, count=1) if re.search(pattern, line) else None

    return damage


DAMAGE: dict[str, Damage] = {
    "no colon": replaced(r"^(\s*[a-z_]+):", r"\1"),
    "no space after the colon": replaced(r"^(\s*[a-z_]+): ", r"\1:"),
    "a second colon": replaced(r"^(\s*[a-z_]+: [A-Z]\w*) ", r"\1: "),
    "one space more": replaced(r"^( +)(?=\w)", r" \1"),
    "one space less": replaced(r"^ ( *)(?=\w)", r"\1"),
    "a level further in": replaced(r"^( +)(?=[a-z_]+:)", r"  \1"),
    "a tab": replaced(r"^ +", "\t"),
    "no quote at the end": replaced(r'^(.*: ".*)"$', r"\1"),
    "no quote at the start": replaced(r'^(\s*[a-z_]+: )"', r"\1"),
    "curly quotes": replaced(r'"([^"]*)"', "“\\1”"),
    "no bracket at the end": replaced(r"\]$", ""),
    "no bracket at the start": replaced(r": \[", ": "),
    "a name with a space": replaced(r"^(\s*[a-z]+)_(\w+):", r"\1 \2:"),
    "a misspelt name": replaced(r"^(\s*[a-z])([a-z])([a-z]+):", r"\1\3\2:"),
    "a mark at the start": replaced(r"^(\s*[a-z_]+: )(?=\w)", r"\1*"),
    "an at sign": replaced(r"^(\s*[a-z_]+: )(?=\w)", r"\1@"),
    "a no-break space": replaced(r"(?<=\w) (?=\w)", "\xa0"),
    "a soft line break": replaced(r"(?<=\w) (?=\w)", "\x0b"),
    "an empty character": replaced(r"$", "\x00"),
    "no bracket after a name": replaced(r"(\{\w+)\}", r"\1"),
    "a merge": replaced(r"^", "<<<<<<< HEAD\n"),
    "a remark in the words": replaced(r"^(\s*(?:ack|say|voice|sms): [A-Z]\w+) (?=\w+)", r"\1 # "),
    "a key that is none": replaced(r"press: \d", "press: one"),
    "a day that is none": replaced(r"\d{4}-\d\d-\d\d", "2026-11-31"),
    "no words": replaced(r"^(\s*(?:say|ack|next|name|source)): .*", r"\1:"),
    "a step that is none": replaced(r"next: \w+", "next: nowhere_at_all"),
    "junk": replaced(r"^", "}{]:\n"),
}


@dataclass
class Measured:
    """How many damaged files were told of, near the damage or not, and what was missed."""

    near: int = 0
    fine: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def told(self) -> int:
        """How many damaged files gave a complaint."""
        return self.near + len(self.missed)

    @property
    def share(self) -> float:
        """The share of them whose first complaint names the line, or the line beside it."""
        return self.near / self.told


def damaged(every: int) -> Iterator[tuple[str, str, int, str]]:
    """The file, the kind of damage, the line, and the damaged text."""
    for name in FILES:
        lines = (SHIPPED / f"{name}.yaml").read_text().split("\n")
        for number in range(0, len(lines), 1 if len(lines) < 100 else every):
            for kind, damage in DAMAGE.items():
                changed = None if lines[number].lstrip().startswith("#") else damage(lines[number])
                if changed not in (None, lines[number]) and lines[number].strip():
                    yield name, kind, number + 1, "\n".join([*lines[:number], str(changed), *lines[number + 1 :]])


def measure(every: int) -> Measured:
    """Damage the shipped files and see where the complaints point."""
    found = Measured()
    with tempfile.TemporaryDirectory() as folder:
        flows = shutil.copytree(SHIPPED, Path(folder) / "flows", ignore=shutil.ignore_patterns("languages"))
        for name, kind, line, text in damaged(every):
            path = flows / f"{name}.yaml"
            good = path.read_text()
            path.write_text(text)
            complaints = [finding.complaint for finding in read_flows(flows)[1]]
            path.write_text(good)
            found.foreign += [str(complaint) for complaint in complaints if VOCABULARY.search(str(complaint))]
            if not complaints:
                found.fine[kind] += 1
            elif complaints[0].file == path.name and abs(complaints[0].line - line) <= NEAR:
                found.near += 1
            else:
                found.missed.append(f"{path.name}, line {line}, {kind}: told as {complaints[0]}")
    return found


def main() -> None:
    """Print the share, and what was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--every", type=int, default=8, help="every how many lines of a long file (8)")
    found = measure(arguments.parse_args().every)
    print("\n".join([*found.missed, *found.foreign]))
    print(f"{found.told} damaged files were told of, {found.near} of them on the line or beside it: {found.share:.1%}.")
    print(f"{sum(found.fine.values())} could still be used: {dict(found.fine)}.")


if __name__ == "__main__":
    main()
