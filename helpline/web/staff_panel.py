"""The staff's view: practice, and behind its words the step of a call, the findings there, and the line to edit.

It is served only where words are edited, and only there are the checks imported.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

from helpline.checks.run import check_folder
from helpline.content.rules import Finding
from helpline.content.walk import tree
from helpline.web.call_turn import CallTurn
from helpline.web.line import Line, the_line
from helpline.web.reloading import broken, stamp_of

staff = Blueprint("staff", __name__)


@staff.get("/staff")
def page() -> str:
    """The practice phone and texts, with the panel beside them."""
    line = the_line()
    return render_template("staff.html", start=tree(line.library), findings=findings_of(line.settings.flows))


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
