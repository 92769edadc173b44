"""The carrier's webhooks: signature, session, turn, words, and never silence."""

import logging
import traceback
from collections.abc import Callable, Mapping

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import Forbidden

from helpline.web import calls, messages
from helpline.web.line import Line, the_line
from helpline.web.security import request_is_signed

log = logging.getLogger(__name__)
hooks = Blueprint("webhooks", __name__)

TEXTS = "/sms"
# What answers at each path: it takes the line, the query of the address and the form, and gives TwiML.
ANSWERS: Mapping[str, Callable[[Line, str, Mapping[str, str]], str]] = {
    "/voice": calls.begins,
    "/voice/answer": calls.answers,
    "/voice/returned": calls.returns,
    TEXTS: messages.answers,
}
SPARE = "helpline.spare"  # stands in the request once both numbers had to be given instead of an answer


@hooks.before_request
def check_signature() -> None:
    """403 for whoever is not the carrier; also for a request too odd to be checked."""
    line = the_line()
    line.keeper.start()  # by the first request: a thread does not live through a fork
    try:
        signed = request_is_signed(line.validator, line.public_url, request.environ, request.form)
    except Exception:  # noqa: BLE001 - whatever it is, a request that cannot be checked does not pass
        signed = False
    if not signed:
        abort(403)


@hooks.post("/voice")
@hooks.post("/voice/answer")
@hooks.post("/voice/returned")
@hooks.post(TEXTS)
def answer() -> Response:
    """A call, a key, a caller who is back, or a text. Most are answered before Flask is asked: web/door.py."""
    answers = ANSWERS[request.path]
    return Response(answers(the_line(), request.query_string.decode("latin-1"), request.form), mimetype="text/xml")


@hooks.errorhandler(Exception)
def give_the_numbers(error: Exception) -> Response | Forbidden:
    """Whatever breaks, the caller hears and the texter gets both numbers (rules V13, V32)."""
    if isinstance(error, Forbidden):
        return error
    request.environ[SPARE] = True
    return Response(spare(the_line(), request.path, error), mimetype="text/xml")


def spare(line: Line, path: str, error: Exception) -> str:
    """Both numbers, made at start-up: the answer when there is no other."""
    # The error's own words may hold what a caller sent: only its kind and place are logged.
    step = next((f" in {at.name}, line {at.lineno}" for at in traceback.extract_tb(error.__traceback__)[-1:]), "")
    log.error("%s%s; both numbers were given", type(error).__name__, step)
    return line.spare_sms if path == TEXTS else line.spare_voice
