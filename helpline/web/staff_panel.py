"""The staff's view: practice, and beside it the step that was said last: its words, its findings, and the picture.

It is served only where words are edited, and only there are the checks imported.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from flask import Blueprint, Response, jsonify, render_template, request

from helpline.channels.voice import next_address
from helpline.checks.run import check_folder
from helpline.content.library import Library, Spot, under
from helpline.content.model import Outcome, Question
from helpline.content.rules import Finding
from helpline.content.titles import answers_in_words, title
from helpline.content.walk import Branch, Route, tree
from helpline.content.wording import AnyWording, Channel, words_of
from helpline.engine.inputs import TextsTo
from helpline.engine.reply import Reply, SayStep, Why
from helpline.engine.session import Session
from helpline.web.line import Line, the_line
from helpline.web.reloading import broken, stamp_of

staff = Blueprint("staff", __name__)

CHANNELS: tuple[Channel, ...] = get_args(Channel)


@staff.get("/staff")
def page() -> str:
    """The practice phone and texts, with the panel beside them."""
    line = the_line()
    picture = box_of(line.library, line.settings.root, tree(line.library))
    return render_template("staff.html", start=picture, channels=CHANNELS, sends_texts=line.texting is not None)


@staff.get("/staff/findings")
def findings() -> Response:
    """What the check says of all files, and of the step of that name. It takes seconds: no call waits for it."""
    line = the_line()
    found = _checked(line.settings.flows)
    here = []
    if line.library.step(name := request.args.get("step", "")):
        file, first, last = line.library.lines_of(name)
        here = [one for one in found if one.complaint.file == file and first <= one.complaint.line <= last]
    return jsonify(here=list(map(_told, here)), everywhere=list(map(_told, found)))


@dataclass(frozen=True)
class Box:
    """A step in the picture of the flow: its words, the option that leads to it, and the press that goes there.

    `next` is the address of the turn in which `digit` is pressed; both are "" for the first step.
    """

    name: str
    words: str
    question: bool
    option: str
    label: str
    digit: str
    next: str
    below: tuple["Box", ...]


def box_of(library: Library, base: str, branch: Branch, route: Route = ()) -> Box:
    """The box of a step that these answers lead to, with everything below it."""
    option_name, label, digit, address = "", "", "", ""
    if route:
        question, option_name = route[-1]
        step = library.flow.steps[question]
        option = step.options[option_name]
        before = Session(answers=route[:-1], begun=True, texts=TextsTo.CALLER)
        label, digit = words_of(option.say), str(option.press)
        address = next_address(before, SayStep(question, Why.CHOSEN), base)
    below = tuple(box_of(library, base, to, (*route, (branch.name, name))) for name, _, to in branch.options)
    is_question = isinstance(branch.step, Question)
    words = title(library, branch.name)
    return Box(branch.name, words, is_question, option_name, label, digit, address, below)


def panel_of(line: Line, reply: Reply, after: Session, twiml: str) -> dict[str, Any]:
    """A turn as the panel shows it: the step, its words on every channel, the answers, the TwiML."""
    folder, library, name = line.settings.flows, line.library, reply.step
    file, first, _ = library.lines_of(name)
    return {
        "step": name,
        "title": title(library, name),
        "why": reply.why.value,
        "edit": f"{folder.name}/{file}, line {first}",
        "wordings": [_row(library, *row) for row in _wordings(library, name)],
        "answers": after.answers,
        "answered": [f"{question} {option}" for question, option in answers_in_words(library, after.answers)],
        "twiml": twiml,
        "broken": broken(),
    }


Cells = dict[Channel, tuple[AnyWording, Spot]]  # a wording for a channel, and where it is written


def _wordings(library: Library, name: str) -> Iterator[tuple[str, Cells]]:
    """Every wording of a step, in the order in which a caller meets them, each with a name."""
    step, spot = library.step(name), library.spot(name)
    if isinstance(step, Question):
        yield "Question", _cells(step.question, under(spot, "question"))
    if isinstance(step, Outcome):
        yield "Advice", _cells(step.outcome, under(spot, "outcome"))
        for key, contact in zip(step.contacts, library.contacts_of(step), strict=True):
            said: dict[Channel, AnyWording] = {"voice": contact.voice, "sms": contact.sms, "web": contact.web or ""}
            yield contact.name, {channel: (said[channel], ("contacts", (key, channel))) for channel in said}
    for key, option in step.options.items() if step else ():
        at = under(spot, step.options_key if step else "", key)
        yield f"Key {option.press}", _cells(option.say, under(at, "say"))
        yield f"After key {option.press}", {"voice": (option.ack, under(at, "ack"))}


def _cells(wording: AnyWording, spot: Spot) -> Cells:
    return {channel: (wording, under(spot, channel)) for channel in CHANNELS}


def _row(library: Library, name: str, cells: Cells) -> dict[str, Any]:
    """One wording on each of its channels, with the file and line where it is edited."""
    return {
        "name": name,
        "channels": {
            channel: {"words": words_of(wording, channel), "at": library.location(spot)}
            for channel, (wording, spot) in cells.items()
        },
    }


_one_at_a_time = threading.Lock()


def _checked(folder: Path) -> tuple[Finding, ...]:
    """Everything that the check finds today. Requests wait for one run of it, and do not each start their own."""
    with _one_at_a_time:
        return _check(folder, stamp_of(folder), date.today())


@lru_cache(maxsize=4)
def _check(folder: Path, stamp: object, on: date) -> tuple[Finding, ...]:
    return check_folder(folder, on).findings


def _told(finding: Finding) -> str:
    return f"{finding.rule.severity} {finding.rule.code}: {finding.complaint} ({finding.rule.why})"
