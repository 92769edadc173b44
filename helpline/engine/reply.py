"""The reply to one turn, as data of one of a few kinds. Each channel puts it into words."""

from dataclasses import dataclass
from enum import Enum

from helpline.content.model import Option
from helpline.engine.inputs import DialResult, SendResult


class Why(Enum):
    """The cause of a reply."""

    BEGIN = "the conversation begins"
    NOTICE = "the conversation begins with the notice of the whole line"
    CHOSEN = "an option was chosen"
    ASKED = "something was asked for by a key or a word"
    OTHER = "the other contact was asked for"
    AGAIN = "to be said again was asked for"
    SHORTER = "the last reply in its shortest words was asked for"
    BACK = "to go back was asked for"
    MORE_TIME = "more time was asked for"
    NO_INPUT = "nothing was pressed"
    NO_MATCH = "what came fits nothing"
    UNCLEAR = "several things fit what came"
    NUMBER_ENTERED = "a number was keyed in"
    RESULT = "a text was sent, or a call came back"
    GIVEN_UP = "nothing that fits came, three times"


class Caution(Enum):
    """The words about danger above the answer to a text, by their names in phrases.yaml."""

    NONE = ""
    SMALL = "careful_sms"  # it was understood
    WHOLE = "danger_sms"  # it was not understood, or only guessed, or it may be about danger


WAITS = (10, 15, 20)  # V17: seconds to answer, longer with each try
MORE = 10  # seconds on top, from the first # on
AFTER_NOTICE = 2  # seconds; a silence here is no miss: the first question follows
TO_WRITE_DOWN = 5  # seconds after the early number, for its last digits; a silence here is no miss either


@dataclass(frozen=True)
class BaseReply:
    """The fields of every kind of reply.

    `step` is the step where the conversation stands, `why` the cause of the reply, `attempt` counts the
    tries from 1, and `pace_slow` holds once the caller has asked for more time.
    """

    step: str
    why: Why
    attempt: int = 1
    pace_slow: bool = False
    language: str = "en"

    @property
    def slow(self) -> bool:
        """Whether it is said slowly: on a second or third try, or if the caller asked for time (rule A10)."""
        return self.pace_slow or self.attempt > 1

    @property
    def wait_seconds(self) -> int:
        """The seconds to wait for a key after the last word (rules V17, V18)."""
        if self.why is Why.NOTICE:
            return AFTER_NOTICE
        return WAITS[self.attempt - 1] + (MORE if self.pace_slow else 0)


@dataclass(frozen=True)
class SayStep(BaseReply):
    """Say the step: a question and its options, or an outcome and its contacts.

    `chosen` is the option that led here, `intent` the keyword that a sentence was taken for, and `contact`
    the index of the contact whose number is read. `text_offered` says that a key gets the outcome by text,
    `result` what became of a text or of a call that was put through. `caution` puts words about danger
    above the answer to a text, and `picture` says that a picture came with it, which the line cannot see. A text that
    stands `alone` has no conversation behind it, so it offers none. When the step is the answer to a question that was
    asked in the middle of a conversation, `goes_on` is the step where that stands.
    """

    chosen: Option | None = None
    intent: str | None = None
    contact: int = 0
    text_offered: bool = False
    result: SendResult | DialResult | None = None
    caution: Caution = Caution.NONE
    picture: bool = False
    alone: bool = False
    goes_on: str | None = None


@dataclass(frozen=True)
class Disambiguate(BaseReply):
    """Ask "Did you mean …?": `names` are what to choose from (see `reading_of` in offers.py), with GO_ON or ELSE."""

    names: tuple[str, ...] = ()
    caution: Caution = Caution.NONE


@dataclass(frozen=True)
class GiveNumber(BaseReply):
    """Read one number once, after the first silence of a call: that of a contact, by its name in contacts.yaml.

    A caller who cannot press a key has a number early, and every key still answers the question, which follows.
    """

    name: str = ""

    @property
    def wait_seconds(self) -> int:
        """The seconds until the question is asked again."""
        return TO_WRITE_DOWN


@dataclass(frozen=True)
class AskForNumber(BaseReply):
    """Ask for the mobile number that the outcome is to be texted to."""


@dataclass(frozen=True)
class ReadBack(BaseReply):
    """Read the number back that was keyed in, and ask whether it is right."""


@dataclass(frozen=True)
class SendText(BaseReply):
    """Send the outcome by text. The web sends it and takes another turn with the result."""


@dataclass(frozen=True)
class Dial(BaseReply):
    """Put the call through to a contact: its index at the outcome, and its name in contacts.yaml."""

    contact: int = 0
    name: str = ""


@dataclass(frozen=True)
class EndCall(BaseReply):
    """Say goodbye and end the call. Its number was read in the turn before (rule V13)."""


@dataclass(frozen=True)
class SayNothing(BaseReply):
    """Send no text at all: the message was one of the carrier's opt-out words, or a reaction that quotes the line.

    `opted_out` holds for the first of them.
    """

    opted_out: bool = True


Reply = SayStep | Disambiguate | GiveNumber | AskForNumber | ReadBack | SendText | Dial | EndCall | SayNothing

# The last of the names of a Disambiguate: to stay with the question that stands, or to come to the first question.
GO_ON, ELSE = "go_on", "something_else"
