"""The practice phone and the practice texts of the page: the same turns as a real call or text, told as JSON.

Nobody can be phoned or texted from here: the sender is not a number but a made-up name.
"""

import re
import secrets
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import BadRequest

from helpline.channels.sms import contact_lines
from helpline.channels.voice import ANSWER_PATH, RETURN_PATH, next_address, session_in
from helpline.content.opening_hours import time_in_england
from helpline.content.timing import Stopwatch
from helpline.engine.inputs import Ahead
from helpline.engine.position import contacts_given
from helpline.engine.reply import Dial, EndCall
from helpline.web import calls, messages
from helpline.web.call_turn import CallTurn
from helpline.web.calls import Caller
from helpline.web.line import Line, the_line
from helpline.web.reloading import broken

practice = Blueprint("practice", __name__)

SENDER = re.compile(r"practice:[0-9a-f]{32}")
KEY = re.compile(r"[0-9*#]?")
CALLER = Caller(practises=True)


@practice.get("/practice")
def page() -> str:
    """The practice phone and the practice texts."""
    return render_template("practice.html")


@practice.post("/try/call")
def call() -> Response:
    """One turn of a practice call: `next` (from the turn before; none begins a call) and `digit` ("" is silence)."""
    line = _line_tried()
    turn = _take(line, request.form.get("next", ""), request.form.get("digit", ""))
    if not line.settings.staff:
        return jsonify(_told(line, turn))
    from helpline.web.staff_panel import panel_of  # the checks are imported where words are edited only

    return jsonify(_told(line, turn) | panel_of(line, turn))


@practice.post("/try/text")
def text() -> Response:
    """One practice text: `body`, and the `sender` that the text before gave (none: someone new)."""
    from helpline.channels.segments import measure  # 1 MB, and calls and texts do without

    line, sender = _line_tried(), request.form.get("sender", "")
    sender = sender if SENDER.fullmatch(sender) else "practice:" + secrets.token_hex(16)
    message = messages.Message(sender, "SM" + secrets.token_hex(16), request.form.get("body", ""))
    twiml = messages.take(line, message, practises=True)
    words = ET.fromstring(twiml).findtext("Message")  # noqa: S314 - our own document
    size = measure(words or "")
    answer = {
        "words": words,  # None: nothing is sent
        "segments": size.segments if words else 0,
        "characters": len(words or ""),
        "encoding": size.encoding,
        "sender": sender,
    }
    return jsonify(answer | ({"twiml": twiml, "broken": broken()} if line.settings.staff else {}))


@practice.post("/try/explain")
def explanation() -> Response:
    """Why the text in `body` gets its reply, after the messages in `before`, one a line: for those who edit words."""
    line = the_line()
    if not line.settings.staff:
        return Response(status=404)
    from helpline.reports.explanation import explain, session_after  # no call and no text needs it

    session = session_after(line.library, request.form.get("before", "").splitlines())
    return jsonify(sections=list(explain(line.library, session, request.form.get("body", "")).sections().items()))


@practice.errorhandler(Exception)
def give_both_numbers(error: Exception) -> tuple[Response, int]:
    """Whatever breaks on the practice phone, the page can still show both numbers."""
    current_app.logger.error("%s on the practice page", type(error).__name__)
    answer = jsonify(sorry="Sorry, that did not work. Start again.", numbers=contact_lines(the_line().library))
    return answer, 400 if isinstance(error, BadRequest) else 500


def _line_tried() -> Line:
    """The line as it speaks at the time in the field `at`; now, where none is given. Raises BadRequest.

    Those who edit words hear drafts of other languages, too.
    """
    line = the_line().with_drafts if the_line().settings.staff else the_line()
    try:
        given = request.form.get("at")
        return line.at(time_in_england(given) if given else None)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _take(line: Line, path: str, digit: str) -> CallTurn:
    """The turn at the path that the turn before gave. Raises BadRequest for a path or key that no call could have."""
    base = urlsplit(line.settings.public_url).path
    path, _, query = path.removeprefix(base).partition("?")
    if not KEY.fullmatch(digit) or (path and not query) or path not in ("", ANSWER_PATH, RETURN_PATH):
        raise BadRequest("This is not a step of a practice call.")
    if not path:
        return calls.begin(line, CALLER)
    session = session_in(query)
    if path == RETURN_PATH:  # a practice call that is put through reaches nobody, so nobody picks up
        return calls.come_back(line, session, "no-answer", CALLER)
    return calls.answer(line, session, {"Digits": digit}, CALLER)


def _told(line: Line, turn: CallTurn) -> dict[str, Any]:
    """A turn as the page shows it: in parts with their seconds, as a clip if there is one, and where a key goes.

    `next` is None when the call has ended.
    """
    reply, seconds = turn.reply, Stopwatch(line.library.service.pronounce).seconds
    contacts = contacts_given(turn.spoken, reply)
    # A number that was keyed in is never kept, so it has no clip.
    clip = None if turn.moment.entered else line.clips.page_clip(turn.script, reply.slow, reply.language)
    return {
        # A pause has no words.
        "parts": [
            {"words": getattr(segment, "text", ""), "seconds": round(seconds((segment,), reply.slow), 3)}
            for segment in (*turn.script, *(part for offer in turn.offers for part in offer.script))
        ],
        "clip": f"/audio/{clip}" if clip else None,
        "goes_on": turn.after.ahead is not Ahead.NOTHING,  # a silence leads to the question, and is no miss
        "wait": 0 if isinstance(reply, EndCall | Dial) else reply.wait_seconds,
        "next": None if isinstance(reply, EndCall) else next_address(turn.after, reply, turn.base),
        "text": turn.text,
        "contacts": [{"name": contact.name, "written": contact.written} for contact in contacts],
    }
