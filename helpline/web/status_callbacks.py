"""The carrier's status callbacks: how a call or a text ended is counted, and nothing else is kept."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from helpline.store.callback_counts import CallbackCounts
from helpline.web.logs import causes_of

log = logging.getLogger(__name__)

# The field with the status, and the statuses that end a call or a text.
CALLBACKS = {
    "text": ("MessageStatus", ("delivered", "undelivered", "failed")),
    "call": ("CallStatus", ("completed", "busy", "no-answer", "canceled", "failed")),
}


def count(counts: CallbackCounts, kind: str, fields: Mapping[str, str]) -> None:
    """Count how a call or a text (the `kind`) ended. Never raises: the carrier can do nothing about our trouble."""
    field, ends = CALLBACKS[kind]
    status, code = fields.get(field, ""), fields.get("ErrorCode", "")
    if status not in ends:
        return
    try:
        plain = code if code.isascii() and code.isdigit() and len(code) < 10 else ""
        counts.add(datetime.now(UTC).date(), kind, status, plain)
    except Exception as error:  # noqa: BLE001 - a count is lost, and nothing else
        log.warning("A status callback was not counted: %s", causes_of(error))
