"""The staff's panel behind the words: the step of a call, the findings there, and the line of the file to edit."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpline.checks.run import check_folder
from helpline.content.rules import Finding
from helpline.web.call_turn import CallTurn
from helpline.web.line import Line
from helpline.web.reloading import broken, stamp_of


def panel_of(line: Line, turn: CallTurn) -> dict[str, Any]:
    """A turn as the panel shows it: the step, the answers, the findings, the line to edit, the TwiML."""
    folder, name = line.settings.flows, turn.reply.step
    file, first, last = line.library.lines_of(name)
    here = [found for found in _checked(folder, stamp_of(folder), date.today()) if found.complaint.file == file]
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


@lru_cache(maxsize=4)
def _checked(folder: Path, stamp: object, on: date) -> tuple[Finding, ...]:
    return check_folder(folder, on).findings


def findings_of(folder: Path) -> list[str]:
    """Everything `helpline check` says of the files in `folder` today; overdue facts are among it."""
    return [_told(finding) for finding in _checked(folder, stamp_of(folder), date.today())]


def _told(finding: Finding) -> str:
    return f"{finding.rule.severity} {finding.rule.code}: {finding.complaint} ({finding.rule.why})"
