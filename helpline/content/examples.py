"""examples.tsv: messages as people write them, each with the steps where the first reply may rightly be."""

from dataclasses import dataclass
from pathlib import Path

from helpline.content.source import Source

NAME = "examples.tsv"


@dataclass(frozen=True)
class Example:
    """A message, its labels, and the line on which it stands."""

    labels: tuple[str, ...]
    text: str
    line: int


def read_examples(folder: Path) -> tuple[tuple[Example, ...], Source]:
    """The examples of a folder, and the file that they come from with its faults. A folder may have none."""
    source, path = Source(NAME), folder / NAME
    found = []
    source.text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    for number, row in enumerate(source.text.splitlines(), start=1):
        if not row or row.startswith("#"):
            continue
        labels, tab, text = row.partition("\t")
        source.lines[(number,)] = number
        if not tab:
            says = "There is no tab between what it is and the message."
            source.complaints.append(source.complain((number,), says, "Write a step, a tab, the message."))
            continue
        found.append(Example(tuple(labels.split("|")), text, number))
    return tuple(found), source
