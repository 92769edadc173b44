"""The practice phone and the practice texts: the same turns as a real call or text, told as JSON.

Nobody can be phoned or texted from here: the numbers are those that Ofcom keeps for drama, or a made-up name.
"""

import logging
import re
import secrets
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from helpline.channels.captions import captions
from helpline.channels.prompts import live_keys
from helpline.channels.sms import contact_lines
from helpline.channels.voice import ANSWER_PATH, RETURN_PATH, next_address, session_in
from helpline.content.opening_hours import time_in_england
from helpline.content.timing import Stopwatch
from helpline.engine.inputs import Ahead, SendResult
from helpline.engine.position import contacts_given
from helpline.engine.reply import AskForNumber, Dial, EndCall
from helpline.web import calls, messages
from helpline.web.call_turn import CallTurn
from helpline.web.calls import Caller
from helpline.web.line import Line, the_line
from helpline.web.logs import causes_of
from helpline.web.texting import SimulatedTexting

log = logging.getLogger(__name__)
practice = Blueprint("practice", __name__)

SENDER = re.compile(r"(?:whatsapp:)?practice:[0-9a-f]{32}")
DIGITS = re.compile(r"[0-9*#]?|[0-9*]{1,20}")
CALLERS = {"mobile": "+447700900123", "landline": "+441632960123", "withheld": ""}
NO_TEXTS = "none"  # instead of a result: the line as one that sends no texts
DIAL_STATUSES = ("completed", "busy", "no-answer", "failed")  # Twilio's DialCallStatus
FIXED_KEYS = {"0": "Phone numbers", "*": "Go back", "#": "More time"}
KEYING = {"*": "Go back, then hash", "#": "Done"}


@practice.get("/practice")
def page() -> str:
    """The practice phone and the practice texts."""
    return render_template("practice.html", sends_texts=the_line().texting is not None)


@practice.post("/try/call")
def call() -> Response:
    """One turn of a practice call: `next` (from the turn before; none begins a call) and `digits` ("": silence).

    `finished` is # where it ends a number that is keyed in, `dial_status` how a call ended that was put through,
    `caller` one of CALLERS, and `texts` what becomes of a text.
    """
    line = _line_tried()
    turn = _take(line, request.form.get("next", ""))
    if not line.settings.staff:
        return jsonify(_told(line, turn))
    from helpline.web.staff_panel import panel_of  # the checks are imported where words are edited only

    return jsonify(_told(line, turn) | panel_of(line, turn.reply, turn.after, turn.twiml))


@practice.post("/try/text")
def text() -> Response:
    """One practice text: `body`, and the `sender` that the text before gave (none: someone new).

    `channel` is sms or whatsapp, and `picture` is given where one comes with the text.
    """
    from helpline.channels.segments import measure  # 1 MB, and calls and texts do without

    line = _line_tried()
    message = messages.Message(
        _sender(), "SM" + secrets.token_hex(16), request.form.get("body", ""), picture="picture" in request.form
    )
    turn = messages.take(line, message, practises=True)
    words = ET.fromstring(turn.twiml).findtext("Message")  # noqa: S314 - our own document
    size = measure(words or "")
    answer: dict[str, Any] = {
        "words": words,  # None: nothing is sent
        "too_often": turn.reply is None,  # then it is the line that sends nothing, and not the carrier
        "segments": size.segments if words else 0,
        "characters": len(words or ""),
        "encoding": size.encoding,
        "sender": message.sender,
    }
    if line.settings.staff and turn.reply and turn.before and turn.after:
        from helpline.reports.explanation import explain
        from helpline.web.staff_panel import panel_of

        answer |= panel_of(line, turn.reply, turn.after, turn.twiml)
        answer["explanation"] = list(explain(line.library, turn.before, message.body).items())
    return jsonify(answer)


@practice.errorhandler(Exception)
def give_both_numbers(error: Exception) -> tuple[Response, int]:
    """Whatever breaks on the practice phone, the page can still show both numbers."""
    if not isinstance(error, BadRequest):  # anyone on the web can send a bad one
        log.error("The practice page could not answer: %s", causes_of(error))
    answer = jsonify(sorry="Sorry, that did not work.", numbers=contact_lines(the_line().library))
    return answer, 400 if isinstance(error, BadRequest) else 500


def _line_tried() -> Line:
    """The line that is tried: as it speaks at the time in the field `at` (none: now), and reaching nobody by text.

    Those who edit words hear drafts of other languages, too. Raises BadRequest.
    """
    line = the_line().with_drafts if the_line().settings.staff else the_line()
    given, texts = request.form.get("at"), request.form.get("texts", SendResult.SENT.value)
    try:
        line = line.at(time_in_england(given) if given else None)
        return replace(line, texting=None if texts == NO_TEXTS else SimulatedTexting(SendResult(texts)))
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _sender() -> str:
    """The sender of a practice text: the one that is given, on the channel that is given, or someone new."""
    given = request.form.get("sender", "")
    name = given if SENDER.fullmatch(given) else "practice:" + secrets.token_hex(16)
    name = name.removeprefix(messages.WHATSAPP)
    return messages.WHATSAPP + name if request.form.get("channel") == "whatsapp" else name


def _take(line: Line, path: str) -> CallTurn:
    """The turn at the path that the turn before gave. Raises BadRequest for fields that no call could have."""
    path, _, query = path.removeprefix(line.settings.root).partition("?")
    digits, finished = request.form.get("digits", ""), request.form.get("finished", "")
    number, status = CALLERS.get(request.form.get("caller", "mobile")), request.form.get("dial_status", "no-answer")
    known = path in ("", ANSWER_PATH, RETURN_PATH) and number is not None and status in DIAL_STATUSES
    if not known or (path and not query) or not DIGITS.fullmatch(digits):
        raise BadRequest("This is not a step of a practice call.")
    caller = Caller(number or "")
    if not path:
        return calls.begin(line, caller)
    session = session_in(query)
    if path == RETURN_PATH:  # a practice call that is put through reaches nobody: the page says how it ended
        return calls.come_back(line, session, status, caller)
    return calls.answer(line, session, {"Digits": digits, "FinishedOnKey": finished}, caller)


def _told(line: Line, turn: CallTurn) -> dict[str, Any]:
    """A turn as the page shows it: in lines with their seconds, as a clip if there is one, and where a key goes.

    `next` is None when the call has ended.
    """
    reply, watch = turn.reply, Stopwatch(line.library.service.pronounce)
    script = (*turn.script, *(part for offer in turn.offers for part in offer.script))
    contacts = contacts_given(turn.spoken, reply)
    # A number that was keyed in is never kept, so it has no clip.
    clip = None if turn.moment.entered else line.clips.page_clip(turn.script, reply.slow, reply.language)
    keying = isinstance(reply, AskForNumber)
    return {
        "lines": [[vars(piece) for piece in row] for row in captions(script, watch, reply.slow)],
        "seconds": round(watch.seconds(script, reply.slow), 2),
        "clip": url_for("clips.clip", name=clip) if clip else None,
        "keys": FIXED_KEYS | live_keys(turn.spoken, reply, turn.moment) | (KEYING if keying else {}),
        "keying": keying,
        "dials": turn.spoken.contacts[reply.name].name if isinstance(reply, Dial) else None,
        "goes_on": turn.after.ahead is not Ahead.NOTHING,  # a silence leads to the question, and is no miss
        "wait": 0 if isinstance(reply, EndCall | Dial) else reply.wait_seconds,
        "next": None if isinstance(reply, EndCall) else next_address(turn.after, reply, turn.base),
        "text": turn.text,
        "contacts": [{"name": contact.name, "written": contact.written} for contact in contacts],
    }
