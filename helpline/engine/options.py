"""The options that a message names: of the steps on the texter's screen, and of the question before an outcome."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpline.content.library import Library
from helpline.content.model import Option, Question
from helpline.content.words import Negation
from helpline.engine.intents import option_pattern
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


def named_option(
    library: Library, steps: Iterable[str], spellings: list[str], openings: bool = True
) -> NamedOption | None:
    """The one option whose words a longer message holds; with `openings`, also by a yes or no in front."""
    steps = list(steps)
    for words in spellings:
        for name in steps:
            step = library.step(name)
            found = (
                {
                    key: span
                    for key, one in step.options.items()
                    if (span := _span(library.words.negation, one, words, openings))
                }
                if step
                else {}
            )
            longest = [key for key, span in found.items() if _size(span) == max(map(_size, found.values()))]
            if len(longest) == 1:
                start, end = found[longest[0]]
                return NamedOption(name, longest[0], f"{words[:start]} {words[end:]}".strip())
    return None


def _span(negation: Negation, option: Option, words: str, openings: bool) -> tuple[int, int] | None:
    """Where the longest of an option's words stands in a message; a yes or no in front has no length."""
    own = tuple(word for word in option.words if word not in OPENINGS)
    spans = [one.span() for one in option_pattern(own).finditer(words)] if own else []
    spans = [span for span in spans if not is_negated(negation, words, span[0])]
    if openings and words.split(" ")[0] in OPENINGS.intersection(option.words):
        spans.append((0, 0))
    return max(spans, key=_size, default=None)


def _size(span: tuple[int, int]) -> int:
    return span[1] - span[0]
