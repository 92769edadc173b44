"""What can reach a conversation in one turn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Begin:
    """A call is answered."""


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


Input = Begin | Key | Silence | Utterance
