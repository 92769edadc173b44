"""The inputs of a turn: everything that can reach a conversation."""

from dataclasses import dataclass
from enum import Enum


class TextsTo(Enum):
    """The phone that a text of this call would go to. The value is stored in the session."""

    NOBODY = ""  # the line sends no texts, so none is offered
    CALLER = "caller"  # the caller's own phone
    OTHER = "other"  # another mobile: its number has to be keyed in first


class Ahead(Enum):
    """What is being told ahead of a question, which then follows by itself. The value is stored in the session."""

    NOTHING = ""
    NOTICE = "notice"  # the notice of the whole line, before the first question
    NUMBER = "number"  # one number, after the first silence of a call


class SendResult(Enum):
    """The result of handing a text to the carrier. The value is stored and logged."""

    SENT = "sent"  # the carrier has taken it
    OPTED_OUT = "opted_out"  # this phone has told the line to stop texting it
    NOT_MOBILE = "not_mobile"  # a landline, or a phone that cannot be reached
    NOT_ALLOWED = "not_allowed"  # the account may not text this number, or it is no UK mobile
    LIMIT = "limit"  # too many texts for now: our own limits, or the carrier's
    UNKNOWN = "unknown"  # it may have been sent, so it is never sent again
    FAILED = "failed"  # not sent: credentials, the network, or anything else


class DialResult(Enum):
    """The end of a call that was put through."""

    ENDED = "ended"  # by either side
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"  # it could not be made
    CLOSED = "closed"  # the contact was closed, and was not called


@dataclass(frozen=True)
class Begin:
    """A call is answered. With `notice`, that of the whole line is told first."""

    texts: TextsTo = TextsTo.NOBODY
    notice: bool = False


@dataclass(frozen=True)
class Key:
    """A key was pressed: 0 to 9, * or #."""

    digit: str


@dataclass(frozen=True)
class Silence:
    """Time ran out and no key was pressed. Silence is an input like any other."""


@dataclass(frozen=True)
class Utterance:
    """The words that were typed, or `spoken` and recognised by the carrier, exactly as they came.

    `picture` says that a picture or a voice note came with them.
    """

    text: str
    spoken: bool = False
    picture: bool = False


@dataclass(frozen=True)
class NumberEntered:
    """A whole phone number was keyed in.

    `sealed` is the number as a token that the engine cannot read; None if the number can get no texts.
    """

    sealed: str | None


@dataclass(frozen=True)
class Sent:
    """The text that the last reply asked for was handed over, or was not."""

    result: SendResult


@dataclass(frozen=True)
class DialEnded:
    """A caller who was put through is back."""

    result: DialResult


Input = Begin | Key | Silence | Utterance | NumberEntered | Sent | DialEnded
