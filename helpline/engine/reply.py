"""The answer to one turn, as data. Each channel puts it into words."""

from enum import Enum
from typing import NamedTuple

from helpline.content.model import Option
from helpline.engine.inputs import DialResult
from helpline.engine.send_result import SendResult


class Why(Enum):
    """What brought about this reply."""

    BEGIN = "the conversation begins"
    CHOSEN = "an option was chosen"
    ASKED = "something was asked for by a key or a word"
    OTHER = "the other contact was asked for"
    AGAIN = "to be said again was asked for"
    BACK = "to go back was asked for"
    MORE_TIME = "more time was asked for"
    NO_INPUT = "nothing was pressed"
    NO_MATCH = "what came fits nothing"
    ASK_BACK = "several things fit what came"
    KEYED = "a number was keyed in"
    NEWS = "a text was sent, or a call came back"
    GIVEN_UP = "nothing that fits came, three times"


WAITS = (10, 15, 20)  # V17: seconds to answer, longer with each try
MORE = 10  # seconds on top, from the first # on


class Reply(NamedTuple):
    """Where the conversation is, why, and how to say it.

    `attempt` counts from 1; `chosen` is the option that led here; `ended` closes a call;
    `silent` sends no text at all (the carrier's opt-out words). `understood` is the keyword that a
    sentence was taken for, `asks` are those that "Did you mean …?" offers.

    `offers` says that a text can be asked for, `texts` names the place whose text was: the web sends
    it and takes a turn with what became of it, the `news`. `connects` names the contact to call.
    `careful` tells the emergency number beside whatever else a text is answered with.
    `asking` waits for a number ("number"), or for a yes to the one that was keyed in ("check").
    """

    step: str
    why: Why
    chosen: Option | None = None
    attempt: int = 1
    page: int = 0
    pace_slow: bool = False
    language: str = "en"
    ended: bool = False
    silent: bool = False
    careful: bool = False
    understood: str | None = None
    asks: tuple[str, ...] = ()
    offers: bool = False
    texts: str | None = None
    connects: str | None = None
    asking: str = ""
    news: SendResult | DialResult | None = None

    @property
    def slow(self) -> bool:
        """To be said slowly: a second or third try, or the caller asked for time (rule A10)."""
        return self.pace_slow or self.attempt > 1 or self.ended

    @property
    def wait_seconds(self) -> int:
        """How long to wait for a key after the last word (rules V17, V18)."""
        return WAITS[self.attempt - 1] + (MORE if self.pace_slow else 0)
