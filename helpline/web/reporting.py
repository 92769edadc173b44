"""The carrier's reports on what became of a call or a text: counted, and nothing else is kept."""

import logging
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from helpline.web.line import the_line
from helpline.web.texting import CALL_STATUS_PATH, STATUS_PATH
from helpline.web.webhooks import check_signature

log = logging.getLogger(__name__)
reporting = Blueprint("reporting", __name__)
reporting.before_request(check_signature)

CALL_ENDS = ("completed", "busy", "no-answer", "canceled", "failed")
TEXT_ENDS = ("delivered", "undelivered", "failed")


@reporting.post(STATUS_PATH)
def a_text_went_on() -> Response:
    """What became of a text that was sent."""
    return _count("text", request.form.get("MessageStatus", ""), TEXT_ENDS)


@reporting.post(CALL_STATUS_PATH)
def a_call_went_on() -> Response:
    """A call has ended."""
    return _count("call", request.form.get("CallStatus", ""), CALL_ENDS)


def _count(kind: str, status: str, ends: tuple[str, ...]) -> Response:
    """204 in any case: the carrier can do nothing about our trouble."""
    code = request.form.get("ErrorCode", "")
    if status in ends:
        try:
            plain = code if code.isascii() and code.isdigit() and len(code) < 10 else ""
            the_line().reports.add(datetime.now(UTC).date(), kind, status, plain)
        except Exception as error:  # noqa: BLE001 - a count is lost, and nothing else
            log.error("A report of the carrier was not counted: %s", type(error).__name__)
    return Response(status=204)
