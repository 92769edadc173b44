"""The staff's panel behind the words: the step of a call, the findings there, and the line of the file to edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpline.checks.finding import Finding
from helpline.checks.material import sources_of
from helpline.checks.run import check_folder
from helpline.content.library import Library
from helpline.content.model import Question
from helpline.content.wording import words_of
from helpline.web.call_turn import CallTurn
from helpline.web.line import Line
from helpline.web.reloading import broken, stamp_of


@dataclass(frozen=True)
class Box:
    """A step in the flow's picture, and the ways on from it, each an option's name, key and label."""

    name: str
    is_question: bool
    ways: tuple[tuple[str, str, str, "Box"], ...]


def picture(library: Library, name: str = "") -> Box:
    """The flow as a tree of boxes from its first step. A flow has no loops (checked), so this ends."""
    name = name or library.flow.start
    step = library.step(name)
    assert step is not None  # held by content/check.py
    ways = (
        (option_name, str(option.press), words_of(option.say, "sms"), picture(library, option.next))
        for option_name, option in step.options.items()
    )
    return Box(name, isinstance(step, Question), tuple(ways))


def behind_call(line: Line, turn: CallTurn) -> dict[str, Any]:
    """A turn as the panel shows it: the step, the answers, the findings, the line to edit, the TwiML."""
    folder, name = line.settings.flows, turn.reply.step
    file, first, _ = lines_of(folder, stamp_of(folder), name)
    return {
        "step": name,
        "why": turn.reply.why.value,
        "answers": turn.after.answers,
        "session": [f"{key}: {value}" for key, value in turn.after.to_pairs()],
        "edit": f"{folder.name}/{file}, line {first}",
        "findings": list(_findings(folder, name)),
        "twiml": turn.twiml,
        "broken": broken(),
    }


@lru_cache(maxsize=512)
def lines_of(folder: Path, stamp: object, name: str) -> tuple[str, int, int]:
    """The file of a step or stand-alone reply, its first line and its last; `stamp` is the files' state."""
    sources = sources_of(folder)
    for part, path in (("flow", ("steps",)), ("words", ("replies",))):
        source = sources[part]
        starts = sorted(line for at, line in source.lines.items() if len(at) == 2 and at[0] == path[0])
        if (*path, name) in source.lines:
            first = source.lines[(*path, name)]
            return source.file, first, next((line - 1 for line in starts if line > first), len(source.text))
    return "", 1, 1


@lru_cache(maxsize=4)
def _checked(folder: Path, stamp: object, on: date) -> tuple[Finding, ...]:
    return check_folder(folder, on).findings


def found(folder: Path) -> list[str]:
    """Everything `helpline check` says of the files in `folder` today; overdue facts are among it."""
    return [_told(finding) for finding in _checked(folder, stamp_of(folder), date.today())]


def _findings(folder: Path, name: str) -> Iterator[str]:
    """The findings on the lines of one step."""
    stamp = stamp_of(folder)
    file, first, last = lines_of(folder, stamp, name)
    for finding in _checked(folder, stamp, date.today()):
        if finding.complaint.file == file and first <= finding.complaint.line <= last:
            yield _told(finding)


def _told(finding: Finding) -> str:
    return f"{finding.severity} {finding.code}: {finding.complaint} ({finding.why})"
