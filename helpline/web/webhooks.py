"""The carrier's webhooks: signature, session, turn, words, and never silence."""

import logging
import traceback
from functools import partial

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import Forbidden

from helpline.channels.voice import session_in
from helpline.web import calls, messages
from helpline.web.call_turn import CallTurn
from helpline.web.calls import Caller
from helpline.web.line import the_line
from helpline.web.signature import SETTINGS, SIGNATURE, is_signed, raw_path
from helpline.web.turn_counts import began_in, count_call, with_beginning

log = logging.getLogger(__name__)
webhooks = Blueprint("webhooks", __name__)

CHANNELS = {"/voice": "voice", "/voice/answer": "voice", "/voice/returned": "voice", "/sms": "sms"}
# Two marks in a request's environ. The first comes from the server's adapter (web/serving.py).
DEADLINE_PASSED = "helpline.deadline_passed"  # the answer is due now, whatever else it would have waited for
FALLBACK = "helpline.fallback"  # both numbers had to be given instead of an answer

_document = partial(Response, mimetype="text/xml")


@webhooks.before_request
def check_signature() -> None:
    """403 for a request that is not the carrier's, or too odd to be checked. Raises TimeoutError at the deadline."""
    line = the_line()
    line.step_counter.start()  # by the first request: a thread does not live through a fork
    try:
        headers, url = request.headers, line.settings.public_url + raw_path(request.environ)
        signed = is_signed(line.validator, url, request.form, headers.get(SIGNATURE), headers.get(SETTINGS))
    except Exception:  # noqa: BLE001 - whatever it is, a request that cannot be checked does not pass
        signed = False
    if not signed:
        abort(403)
    if DEADLINE_PASSED in request.environ:
        raise TimeoutError


@webhooks.post("/voice")
def call_begins() -> Response:
    """A call comes in."""
    return _spoken(calls.begin(the_line(), Caller.of(request.form)), the_line().clock())


@webhooks.post("/voice/answer")
def call_goes_on() -> Response:
    """A key, an utterance, a number that was keyed in, or silence."""
    query = request.environ.get("QUERY_STRING", "")
    turn = calls.answer(the_line(), session_in(query), request.form, Caller.of(request.form))
    return _spoken(turn, began_in(query))


@webhooks.post("/voice/returned")
def call_comes_back() -> Response:
    """A caller who was put through is back: it was busy, nobody answered, or that call has ended."""
    query, status = request.environ.get("QUERY_STRING", ""), request.form.get("DialCallStatus", "")
    turn = calls.come_back(the_line(), session_in(query), status, Caller.of(request.form))
    return _spoken(turn, began_in(query))


@webhooks.post("/sms")
def text_comes() -> Response:
    """A text, or a WhatsApp message."""
    return _document(messages.take(the_line(), messages.Message.of(request.form)))


@webhooks.errorhandler(Exception)
def give_both_numbers(error: Exception) -> Response | Forbidden:
    """Whatever breaks, the caller hears and the texter gets both numbers (rules V13, V32)."""
    if isinstance(error, Forbidden):
        return error
    request.environ[FALLBACK] = True
    # The error's own words may hold what a caller sent: only its kind and place are logged.
    position = next((f" in {at.name}, line {at.lineno}" for at in traceback.extract_tb(error.__traceback__)[-1:]), "")
    log.error("%s%s; both numbers were given", type(error).__name__, position)
    line = the_line()
    return _document(line.fallback_sms if CHANNELS[request.path] == "sms" else line.fallback_voice)


def _spoken(turn: CallTurn, began: float | None) -> Response:
    """The answer to a turn of a call that began at `began`, in seconds since 1970."""
    return _document(with_beginning(turn.twiml, count_call(the_line(), turn, began)))
