"""The page where anyone can read, phone and text the line in a browser, with no account."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import BadRequest

from helpline.channels.sms import contact_lines
from helpline.web.fresh import broken
from helpline.web.line import the_line
from helpline.web.reading import reading
from helpline.web.simulate import CallTurn, call_turn, text_turn

try_it = Blueprint("try_it", __name__)

KEYS = (
    ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("6", "6"), ("7", "7"), ("8", "8"), ("9", "9"),
    ("*", "Star, go back"), ("0", "0, phone numbers"), ("#", "Hash, more time"),
)  # fmt: skip
SPEEDS = ("0.75", "1", "1.25", "1.5")  # W18


@try_it.get("/")
def front() -> str:
    """The numbers, the practice phone, the practice texts, and every question and outcome to read (rule W16)."""
    line = the_line()
    values: dict[str, Any] = {"start": reading(line.library), "tree": None}
    if line.settings.staff:
        from helpline.web.behind import found, picture  # late: the checks are for those who edit the words

        values |= {"tree": picture(line.library), "found": found(line.settings.flows)}
    return render_template("front.html", keys=KEYS, speeds=SPEEDS, samples=("MENU", "NUMBERS"), **values)


@try_it.post("/try/call")
def call() -> Response:
    """One turn of a practice call: `next` (from the turn before; none begins a call) and `digit`."""
    line, app = the_line(), current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        turn = call_turn(app, line, request.form.get("next", ""), request.form.get("digit", ""))
    except ValueError:
        raise BadRequest("This is not a step of a practice call.") from None
    if not line.settings.staff:
        return jsonify(_call(turn))
    from helpline.web.behind import behind_call

    return jsonify(_call(turn) | behind_call(line, turn))


@try_it.post("/try/text")
def text() -> Response:
    """One practice text: `body`, and the `sender` that the text before gave (none: someone new)."""
    line, app = the_line(), current_app._get_current_object()  # type: ignore[attr-defined]
    turn = text_turn(app, line, request.form.get("sender", ""), request.form.get("body", ""))
    answer = {
        "words": turn.words,
        "segments": turn.segments,
        "characters": turn.characters,
        "encoding": turn.encoding,
        "sender": turn.sender,
    }
    return jsonify(answer | ({"twiml": turn.twiml, "broken": broken()} if line.settings.staff else {}))


@try_it.errorhandler(Exception)
def say_the_numbers(error: Exception) -> tuple[Response, int]:
    """Whatever breaks on the practice phone, the page can still show both numbers."""
    current_app.logger.error("%s on the practice page", type(error).__name__)
    answer = jsonify(sorry="Sorry, that did not work. Start again.", numbers=contact_lines(the_line().library))
    return answer, 400 if isinstance(error, BadRequest) else 500


def _call(turn: CallTurn) -> dict[str, Any]:
    return {
        "parts": [{"words": part.words, "seconds": part.seconds} for part in turn.parts],
        "clip": f"/audio/{turn.clip}" if turn.clip else None,
        "wait": turn.wait_seconds,
        "next": turn.next_path,
        "text": turn.taken.text,
        "contacts": [{"name": contact.name, "written": contact.written} for contact in turn.contacts],
    }
