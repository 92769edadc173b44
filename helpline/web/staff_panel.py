"""The staff's panel behind the words: the step of a call, the findings there, and the line of the file to edit."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpline.checks.finding import Finding
from helpline.checks.material import sources_of
from helpline.checks.run import check_folder
from helpline.web.call_turn import CallTurn
from helpline.web.line import Line
from helpline.web.reloading import broken, stamp_of


def panel_of(line: Line, turn: CallTurn) -> dict[str, Any]:
    """A turn as the panel shows it: the step, the answers, the findings, the line to edit, the TwiML."""
    folder, name = line.settings.flows, turn.reply.step
    stamp = stamp_of(folder)
    file, first, last = lines_of(folder, stamp, name)
    here = [found for found in _checked(folder, stamp, date.today()) if found.complaint.file == file]
    return {
        "step": name,
        "why": turn.reply.why.value,
        "answers": turn.after.answers,
        "session": [f"{key}: {value}" for key, value in turn.after.to_pairs()],
        "edit": f"{folder.name}/{file}, line {first}",
        "findings": [_told(found) for found in here if first <= found.complaint.line <= last],
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


def findings_of(folder: Path) -> list[str]:
    """Everything `helpline check` says of the files in `folder` today; overdue facts are among it."""
    return [_told(finding) for finding in _checked(folder, stamp_of(folder), date.today())]


def _told(finding: Finding) -> str:
    return f"{finding.severity} {finding.code}: {finding.complaint} ({finding.why})"
