"""The carrier's webhooks: signature, session, turn, words, and never silence."""

import logging
from collections.abc import Mapping
from functools import partial
from itertools import product

from flask import Blueprint, Response, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import Forbidden

from helpline.channels.voice import session_in
from helpline.web import calls, messages, status_callbacks
from helpline.web.call_turn import CallTurn
from helpline.web.calls import Caller
from helpline.web.counters import Counters, RecentRequests
from helpline.web.line import the_line
from helpline.web.logs import causes_of
from helpline.web.signature import Signatures
from helpline.web.texting import CALL_STATUS_PATH, STATUS_PATH
from helpline.web.turn_counts import began_in, count_call, with_beginning
from helpline.web.turn_log import note_fallback

log = logging.getLogger(__name__)
webhooks = Blueprint("webhooks", __name__)

# The addresses that a person sets at the carrier, and what should come there.
ADDRESSES = {
    "/voice": "call",
    "/sms": "text",
    CALL_STATUS_PATH: "status of a call",
    STATUS_PATH: "status of a text",
}
TURNS = {"/voice": "voice", "/voice/answer": "voice", "/voice/returned": "voice", "/sms": "sms"}
CHANNELS = TURNS | {f"{path}/": TURNS[path] for path in ("/voice", "/sms")}  # by path, as it came
REQUEST_ID = "I-Twilio-Idempotency-Token"  # the same when the carrier sends a request again
# Two marks in a request's environ. The first comes from the server's adapter (web/serving.py).
DEADLINE_PASSED = "helpline.deadline_passed"  # the answer is due now, whatever else it would have waited for
FALLBACK = "helpline.fallback"  # both numbers had to be given instead of an answer

_document = partial(Response, mimetype="text/xml")


@webhooks.record_once
def prepare(state: BlueprintSetupState) -> None:
    """What the processes of the line share about its webhooks."""
    state.app.extensions["helpline_signatures"] = Signatures(state.app.extensions["helpline"].settings)
    state.app.extensions["helpline_recent_requests"] = RecentRequests()
    mistakes = product(("GET", "/", *ADDRESSES.values()), ADDRESSES)
    state.app.extensions["helpline_mistakes"] = Counters(mistakes)


@webhooks.before_request
def check_signature() -> None:
    """403 for a request that is not the carrier's, or too odd to be checked. Raises TimeoutError at the deadline."""
    the_line().step_counter.start()  # by the first request: a thread does not live through a fork
    if not current_app.extensions["helpline_signatures"].accept(request):
        abort(403)
    if DEADLINE_PASSED in request.environ:
        raise TimeoutError


def something_comes() -> Response:
    """Answer a call, a text or a status as what it is, to whichever of the addresses it was sent."""
    fields, address = _fields(), request.path.rstrip("/")
    kind = kind_of(fields) or ADDRESSES[address]
    _tell_mistakes(kind, address)
    match kind:
        case "call":
            turn = calls.begin(the_line(), Caller.of(fields))
            return _spoken(turn, the_line().clock(), fields.get("CallSid", ""))
        case "text":
            return _document(messages.take(the_line(), messages.Message.of(fields)).twiml)
    status_callbacks.count(the_line().callback_counts, kind.removeprefix("status of a "), fields)
    return Response(status=204)


# Many a form at the carrier is set to GET, and many an address is typed with a slash at its end.
for _address in ADDRESSES:
    for _path in (_address, f"{_address}/"):
        webhooks.add_url_rule(_path, view_func=something_comes, methods=["GET", "POST"])


def _fields() -> Mapping[str, str]:
    return request.form if request.method == "POST" else request.args


def kind_of(fields: Mapping[str, str]) -> str:
    """What the carrier tells of, by the fields of its request; "" where they do not say."""
    if "CallSid" in fields:
        ended = fields.get("CallStatus") in status_callbacks.CALLBACKS["call"][1]
        return "status of a call" if ended or "CallbackSource" in fields else "call"
    if fields.get("MessageStatus", "received") != "received":
        return "status of a text"
    return "text" if "MessageSid" in fields else ""


def _tell_mistakes(kind: str, address: str) -> None:
    """Tell once how the number is set up wrongly. The caller or texter was answered and notices nothing."""
    mistakes = {
        "GET": request.method == "GET" and f"Twilio asks for {address} with GET, not POST.",
        "/": request.path.endswith("/") and f"Twilio asks for {address}/, with a slash at the end.",
        kind: kind != ADDRESSES[address] and f"A {kind} came to {address}, which is for a {ADDRESSES[address]}.",
    }
    told: Counters = current_app.extensions["helpline_mistakes"]
    for mistake, says in mistakes.items():
        if says and not told.total((mistake, address)):
            told.add(((mistake, address), 1))
            log.warning("%s It is answered all the same. Set the number up again: helpline connect", says)


@webhooks.post("/voice/answer")
def call_goes_on() -> Response:
    """A key, an utterance, a number that was keyed in, or silence."""
    query = request.environ.get("QUERY_STRING", "")
    turn = calls.answer(the_line(), session_in(query), request.form, Caller.of(request.form))
    return _spoken(turn, began_in(query), request.headers.get(REQUEST_ID, ""))


@webhooks.post("/voice/returned")
def call_comes_back() -> Response:
    """A caller who was put through is back: it was busy, nobody answered, or that call has ended."""
    query, status = request.environ.get("QUERY_STRING", ""), request.form.get("DialCallStatus", "")
    turn = calls.come_back(the_line(), session_in(query), status, Caller.of(request.form))
    return _spoken(turn, began_in(query), request.headers.get(REQUEST_ID, ""))


@webhooks.errorhandler(Exception)
def give_both_numbers(error: Exception) -> Response | Forbidden:
    """Whatever breaks is answered: a text that needs no conversation with its reply, all else with both numbers."""
    if isinstance(error, Forbidden):
        return error
    request.environ[FALLBACK] = True
    log.error("The fallback was given: %s", causes_of(error))
    kind = kind_of(_fields()) or ADDRESSES.get(request.path.rstrip("/"), "call")
    note_fallback("sms" if kind == "text" else "voice")
    return _document(_text_alone() if kind == "text" else the_line().fallback_voice)


def _text_alone() -> str:
    """The answer to a text without its conversation. Nothing in it may fail once more."""
    try:
        return messages.take_alone(the_line(), messages.Message.of(_fields()))
    except Exception as error:  # noqa: BLE001 - 999 and both numbers need no turn
        log.error("A text could not be answered without its conversation: %s", causes_of(error))
        return the_line().fallback_sms


def _spoken(turn: CallTurn, began: float | None, request_id: str) -> Response:
    """The answer to a turn of a call that began at `began`, in seconds since 1970. One that comes again counts once."""
    again = current_app.extensions["helpline_recent_requests"].came_before(request_id)
    return _document(with_beginning(turn.twiml, count_call(the_line(), turn, began, again)))
