"""The carrier's status callbacks: how a call or a text ended is counted, and nothing else is kept."""

import logging
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from helpline.web.line import the_line
from helpline.web.texting import CALL_STATUS_PATH, STATUS_PATH
from helpline.web.webhooks import check_signature

log = logging.getLogger(__name__)
status_callbacks = Blueprint("status_callbacks", __name__)
status_callbacks.before_request(check_signature)

# By path: the kind, the field with its status, and the statuses that end it.
CALLBACKS = {
    STATUS_PATH: ("text", "MessageStatus", ("delivered", "undelivered", "failed")),
    CALL_STATUS_PATH: ("call", "CallStatus", ("completed", "busy", "no-answer", "canceled", "failed")),
}


@status_callbacks.post(STATUS_PATH)
@status_callbacks.post(CALL_STATUS_PATH)
def count() -> Response:
    """Count how a call or a text ended. 204 in any case: the carrier can do nothing about our trouble."""
    kind, field, ends = CALLBACKS[request.path]
    status, code = request.form.get(field, ""), request.form.get("ErrorCode", "")
    if status in ends:
        try:
            plain = code if code.isascii() and code.isdigit() and len(code) < 10 else ""
            the_line().callback_counts.add(datetime.now(UTC).date(), kind, status, plain)
        except Exception as error:  # noqa: BLE001 - a count is lost, and nothing else
            log.error("A status callback was not counted: %s", type(error).__name__)
    return Response(status=204)
