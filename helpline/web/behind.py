"""Behind the words, for the team: where a call stands, what is checked there, and which line to edit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpline.checks.run import check_folder
from helpline.content.library import Library
from helpline.content.model import Question
from helpline.content.rules import Finding
from helpline.content.wording import words_of
from helpline.web.fresh import broken, stamp_of
from helpline.web.line import Line
from helpline.web.simulate import CallTurn


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
    """What the staff's panel shows of a turn: the place, the answers, the findings, the line to edit, the TwiML."""
    folder, name = line.settings.flows, turn.taken.reply.step
    file, first, _ = line.library.lines_of(name)
    return {
        "step": name,
        "why": turn.taken.reply.why.value,
        "answers": turn.taken.after.answers,
        "session": [f"{key}: {value}" for key, value in turn.taken.after.to_pairs()],
        "edit": f"{folder.name}/{file}, line {first}",
        "findings": list(_findings(line, name)),
        "twiml": turn.twiml,
        "broken": broken(),
    }


@lru_cache(maxsize=4)
def _checked(folder: Path, stamp: object, on: date) -> tuple[Finding, ...]:
    return check_folder(folder, on).findings


def found(folder: Path) -> list[str]:
    """Everything `helpline check` says of the files in `folder` today; overdue facts are among it."""
    return [_told(finding) for finding in _checked(folder, stamp_of(folder), date.today())]


def _findings(line: Line, name: str) -> Iterator[str]:
    """What it says of the lines of one step."""
    folder = line.settings.flows
    file, first, last = line.library.lines_of(name)
    for finding in _checked(folder, stamp_of(folder), date.today()):
        if finding.complaint.file == file and first <= finding.complaint.line <= last:
            yield _told(finding)


def _told(finding: Finding) -> str:
    return f"{finding.severity} {finding.code}: {finding.complaint} ({finding.why})"
