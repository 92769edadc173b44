"""What can become of a text."""

from enum import Enum


class SendResult(Enum):
    """What became of a text that a caller asked for."""

    SENT = "sent"  # the carrier has taken it
    OPTED_OUT = "opted_out"  # this phone has told the line to stop texting it
    NOT_MOBILE = "not_mobile"  # a landline, or a phone that cannot be reached
    NOT_ALLOWED = "not_allowed"  # the account may not text this number, or it is no UK mobile
    LIMIT = "limit"  # too many texts for now: our own limits, or the carrier's
    UNKNOWN = "unknown"  # it may have been sent, so it is never sent again
    FAILED = "failed"  # not sent: credentials, the network, or anything else
