"""The carrier's two doors, /voice and /sms: signature, session, turn, words, and never silence."""

import logging
import time
import traceback

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import Forbidden

from helpline.channels import sms
from helpline.content.hours import notices
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.web import calls, clock
from helpline.web.counting import keep_time
from helpline.web.line import Line, the_line
from helpline.web.security import request_is_signed

log = logging.getLogger(__name__)
WHATSAPP = "whatsapp:"  # stands before the sender's number
hooks = Blueprint("webhooks", __name__)
hooks.after_request(keep_time)


@hooks.before_request
def check_signature() -> None:
    """403 for whoever is not the carrier; also for a request too odd to be checked."""
    line = the_line()
    line.keeper.start()  # by the first request: a thread does not live through a fork
    try:
        signed = request_is_signed(line.validator, line.public_url, request)
    except Exception:  # noqa: BLE001 - whatever it is, a request that cannot be checked does not pass
        signed = False
    if not signed:
        abort(403)


@hooks.errorhandler(Exception)
def give_the_numbers(error: Exception) -> Response | Forbidden:
    """Whatever breaks, the caller hears and the texter gets both numbers (rules V13, V32)."""
    if isinstance(error, Forbidden):
        return error
    # The error's own words may hold what a caller sent: only its kind and place are logged.
    place = traceback.extract_tb(error.__traceback__)[-1]
    g.spare = True
    log.error("%s in %s, line %s; both numbers were given", type(error).__name__, place.name, place.lineno)
    return _xml(the_line().spare_sms if request.path == "/sms" else the_line().spare_voice)


@hooks.post("/voice")
def voice_begins() -> Response:
    """A call comes in."""
    return _xml(calls.begins(the_line(), Session(), request.form))


@hooks.post("/voice/answer")
def voice_answers() -> Response:
    """A key, words or silence. The session is in the address, which the carrier signed."""
    session = Session.from_pairs(request.args.items(multi=True))
    return _xml(calls.answers(the_line(), session, request.form))


@hooks.post("/voice/returned")
def voice_returns() -> Response:
    """A caller who was put through is back: it was busy, nobody answered, or the other side ended the call."""
    session = Session.from_pairs(request.args.items(multi=True))
    return _xml(calls.returns(the_line(), session, request.form))


@hooks.post("/sms")
def text_comes() -> Response:
    """A text comes in, or a WhatsApp message: a conversation of its own, since its screen shows nothing else."""
    line, said = the_line(), Utterance(request.form.get("Body", ""))
    message, sender = request.form.get("MessageSid", ""), request.form.get("From", "")
    reply = line.texts.turn(
        sender or message,
        message,
        time.time(),
        lambda session: _text_turn(line, session, said, sender),
    )
    return _xml(sms.render(line.library, reply, notices(line.library, clock.now()), sender.startswith(WHATSAPP)))


def _text_turn(line: Line, session: Session, said: Utterance, sender: str) -> tuple[Session, Reply]:
    after, reply = take_turn(line.library, session, said)
    if not sender.startswith(calls.PRACTICE):
        line.count("whatsapp" if sender.startswith(WHATSAPP) else "sms", session, said, reply)
    return after, reply


def _xml(document: str) -> Response:
    return Response(document, mimetype="text/xml")
