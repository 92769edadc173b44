"""What became of a text that a caller asked for."""

from enum import Enum


class Sending(Enum):
    """What became of a text that a caller asked for."""

    SENT = "sent"
    OPTED_OUT = "opted_out"
    NOT_MOBILE = "not_mobile"
    NOT_ALLOWED = "not_allowed"
    LIMIT = "limit"
    UNKNOWN = "unknown"  # may have been sent
    FAILED = "failed"
