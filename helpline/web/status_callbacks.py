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

CALL_ENDS = ("completed", "busy", "no-answer", "canceled", "failed")
TEXT_ENDS = ("delivered", "undelivered", "failed")


@status_callbacks.post(STATUS_PATH)
def text_status() -> Response:
    """A text that was sent was delivered, or was not."""
    return _count("text", request.form.get("MessageStatus", ""), TEXT_ENDS)


@status_callbacks.post(CALL_STATUS_PATH)
def call_status() -> Response:
    """A call has ended."""
    return _count("call", request.form.get("CallStatus", ""), CALL_ENDS)


def _count(kind: str, status: str, ends: tuple[str, ...]) -> Response:
    """204 in any case: the carrier can do nothing about our trouble."""
    code = request.form.get("ErrorCode", "")
    if status in ends:
        try:
            plain = code if code.isascii() and code.isdigit() and len(code) < 10 else ""
            the_line().callback_counts.add(datetime.now(UTC).date(), kind, status, plain)
        except Exception as error:  # noqa: BLE001 - a count is lost, and nothing else
            log.error("A status callback was not counted: %s", type(error).__name__)
    return Response(status=204)
