"""The options that a message names: of the steps on the texter's screen, and of the question before an outcome."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpline.content.library import Library
from helpline.content.model import Option, Question
from helpline.content.wording import words_of
from helpline.engine.intents import Marked, option_pattern
from helpline.engine.keywords import digit_ahead, plain
from helpline.engine.machine import replay
from helpline.engine.negation import is_negated
from helpline.engine.session import Session

OPENINGS = frozenset({"yes", "no"})  # they count only as the first word of a longer message


@dataclass(frozen=True)
class NamedOption:
    """An option that a message names by one of its words, and what the message says besides."""

    step: str
    option: str
    rest: str


def screen(library: Library, session: Session) -> Iterator[str]:
    """The steps on the texter's screen that can be answered: the aside, and the step before it."""
    for name in (session.aside, replay(library, session.answers)[0] if session.begun else None):
        if name and library.step(name):
            yield name


def answered_before(library: Library, session: Session) -> Iterator[str]:
    """The questions that led to the outcome where the answers end, the last one first, and without the first of all.

    They can be answered anew ("we have met already"). What the first one asks is told better by topics.
    """
    step, used = replay(library, session.answers)
    if not isinstance(library.step(step), Question):
        yield from (question for question, _ in reversed(used) if question != library.flow.start)


def named_options(library: Library, steps: Iterable[str], spellings: Iterable[Marked]) -> list[NamedOption]:
    """The option that a longer message names by its words or clues, at the first step where it names one.

    Of several, the one with the longest; several where they have the same.
    """
    steps = list(steps)
    for message in spellings if steps else ():
        for name in steps:
            step = library.step(name)
            options = step.options.items() if step else ()
            found = [(span, key) for key, one in options if (span := _span(library, one, message))]
            longest = max((_size(span) for span, _ in found), default=0)
            if named := [_named(name, key, message.words, span) for span, key in found if _size(span) == longest]:
                return named
    return []


def _named(step: str, option: str, words: str, span: tuple[int, int]) -> NamedOption:
    return NamedOption(step, option, f"{words[: span[0]]} {words[span[1] :]}".strip())


def opened_option(library: Library, steps: Iterable[str], words: str) -> NamedOption | None:
    """The option whose digit or own words stand in front of a longer message, or that a yes or no there stands for."""
    first, _, rest = words.partition(" ")
    digit = digit_ahead(words)
    for name in steps:
        step = library.step(name)
        for key, option in step.options.items() if step else ():
            begins = words.startswith(f"{plain(words_of(option.say, 'sms'))} ") or str(option.press) == digit
            if begins or first in OPENINGS.intersection(option.words):
                return NamedOption(name, key, rest)
    return None


def _span(library: Library, option: Option, message: Marked) -> tuple[int, int] | None:
    """Where the longest of an option's words, or of its clues, stands in a message."""
    own = tuple(word for word in option.words if word not in OPENINGS)
    spans = [one.span() for one in option_pattern(own).finditer(message.words)] if own else []
    spans = [span for span in spans if not is_negated(library.words.negation, message.words, span[0])]
    spans += [mark.span for mark in message.marks if mark.counts and mark.clue in option.clues]
    return max(spans, key=_size, default=None)


def _size(span: tuple[int, int]) -> int:
    return span[1] - span[0]
