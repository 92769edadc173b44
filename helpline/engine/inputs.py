"""What can reach a conversation in one turn."""

from dataclasses import dataclass
from enum import Enum

from helpline.engine.send_result import SendResult


@dataclass(frozen=True)
class Begin:
    """A call is answered.

    `texts` says where a text of this call could go: "here" (the caller's own phone), "elsewhere" (a
    number that has to be keyed in), or "" on a line that sends none.
    """

    texts: str = ""


@dataclass(frozen=True)
class Key:
    """A key was pressed: 0 to 9, * or #."""

    digit: str


@dataclass(frozen=True)
class Silence:
    """Time ran out and no key was pressed. Silence is an input like any other."""


@dataclass(frozen=True)
class Utterance:
    """What was typed, or `spoken` and heard by the carrier, exactly as it came."""

    text: str
    spoken: bool = False


@dataclass(frozen=True)
class NumberEntered:
    """A whole number was keyed in. `sealed` hides it from the engine; None if it can get no texts."""

    sealed: str | None


@dataclass(frozen=True)
class Sent:
    """The text that the reply before asked for was handed over, or was not."""

    sending: SendResult


class DialResult(Enum):
    """How a caller who was put through came back."""

    ENDED = "the other side ended the call"
    BUSY = "it was busy"
    NO_ANSWER = "nobody answered"
    FAILED = "the call could not be made"
    CLOSED = "it was closed, and was not called"


@dataclass(frozen=True)
class DialEnded:
    """A caller who was put through is back."""

    dialled: DialResult


Input = Begin | Key | Silence | Utterance | NumberEntered | Sent | DialEnded
