"""The interpretations of a message: what it may be taken for, and how that was come by."""

from dataclasses import dataclass, field
from enum import Enum, auto


@dataclass(frozen=True)
class OptOut:
    """The message is the carrier's opt-out word and nothing else."""


@dataclass(frozen=True)
class Reaction:
    """A phone's reaction to a text of ours, which it quotes."""


@dataclass(frozen=True)
class StandAlone:
    """A reply that stands outside the flow. `understood`: it is not the one for messages that cannot be read."""

    reply: str
    understood: bool = True


@dataclass(frozen=True)
class Answer:
    """An option of a step that stands on the texter's screen."""

    step: str
    option: str


@dataclass(frozen=True)
class Command:
    """One of menu, back, again, shorter and go_on."""

    name: str


@dataclass(frozen=True)
class Topic:
    """A keyword with answers. `sure`: it was the whole message, so it need not be shown to be undone."""

    keyword: str
    sure: bool


@dataclass(frozen=True)
class SeveralFit:
    """Several keywords fit, or one that would leave the question: names to choose from.

    `proposed` says that no phrase was found, and the second tier named them.
    """

    names: tuple[str, ...]
    proposed: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Unknown:
    """Nothing fits."""


Interpretation = OptOut | Reaction | StandAlone | Answer | Command | Topic | SeveralFit | Unknown


class How(Enum):
    """The ways in which a message is understood, in the order in which they are tried."""

    AS_WRITTEN = auto()  # opting out, a reaction or danger, before anything is mended
    OFFERED = auto()  # an answer to a disambiguation
    WHOLE = auto()  # the whole message is an answer, a command or a keyword
    LANGUAGE = auto()  # it is in another language
    WORDLESS = auto()  # a picture, an emoji, a link, or "yes" to nothing
    QUESTION = auto()  # a question that people ask the line, whether an answer is known or not
    SENTENCE = auto()  # by what stands anywhere in it; or, where nothing does, by its likeness to the examples


@dataclass(frozen=True)
class Reading:
    """An interpretation, how it was come by, and the spellings of the message in which it was found."""

    found: Interpretation
    how: How
    spellings: tuple[str, ...]
