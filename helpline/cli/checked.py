"""The result of one look of `helpline doctor`."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How a look ended. A thing that could not be looked at is never passed over in silence."""

    WELL = "well"
    WRONG = "wrong"
    UNKNOWN = "not checked"


@dataclass(frozen=True)
class Checked:
    """One thing, how it is, in a sentence, and how to mend it."""

    what: str
    state: State
    says: str
    cure: str = ""


def well(what: str, says: str) -> Checked:
    """It is as it should be."""
    return Checked(what, State.WELL, says)


def wrong(what: str, says: str, cure: str) -> Checked:
    """It is not as it should be."""
    return Checked(what, State.WRONG, says, cure)


def unknown(what: str, says: str, cure: str) -> Checked:
    """It could not be looked at."""
    return Checked(what, State.UNKNOWN, says, cure)
