"""What one turn adds to the counts: what was done at which step, and where that led. It knows nobody."""

from collections.abc import Iterator
from enum import StrEnum

from helpline.content.library import Library
from helpline.content.model import Question
from helpline.engine.inputs import Begin, Input, Sent, Silence, Utterance
from helpline.engine.reply import Reply, Why
from helpline.engine.sending import Sending
from helpline.engine.session import Session
from helpline.engine.standing import place_of


class What(StrEnum):
    """Something that can happen at a step. The value is what is stored."""

    STARTED = "started"
    CAME = "came"
    ANSWERED = "answered"
    NO_INPUT = "no input"
    NO_MATCH = "no match"
    GAVE_UP = "gave up"
    ASKED = "asked for the numbers"
    LEFT = "left"
    TEXT_ASKED = "text asked for"
    TEXT_FAILED = "text failed"


SECONDS = (30, 45, 60, 100, 135)  # targets of figures M1, M2 and M3: the steps in which times are counted
WITHIN = (*(f"number in {seconds} s" for seconds in SECONDS), "number later")

Event = tuple[str, str]  # a step, and what happened there

_MISSES = (Why.NO_INPUT, Why.NO_MATCH, Why.GIVEN_UP)


def happened(library: Library, before: Session, said: Input, reply: Reply) -> tuple[Event, ...]:
    """The events of one turn: the session it was taken in, what came, and the reply that it led to.

    A question that was come to and never left is where somebody gave up without a word.
    """
    if reply.silent:
        return ()  # the carrier's opt-out words: nothing was said, so nothing is counted
    known = not isinstance(said, Begin) and (before.begun or before.aside is not None)
    return tuple(_events(library, place_of(library, before) if known else None, said, reply))


def _events(library: Library, was: str | None, said: Input, reply: Reply) -> Iterator[Event]:
    here = reply.place
    if isinstance(said, Sent):
        yield here, What.TEXT_ASKED
        if said.sending not in (Sending.SENT, Sending.UNKNOWN):
            yield here, What.TEXT_FAILED
    if was is None:
        yield here, What.STARTED
    asked = isinstance(library.place(was), Question) if was else False
    if reply.why in _MISSES and (asked or isinstance(said, Utterance)):
        yield was or here, What.NO_INPUT if isinstance(said, Silence) else What.NO_MATCH
    if was is not None and asked:
        yield from _ends(library, was, reply)
    if here != was:
        yield here, What.CAME


def _ends(library: Library, was: str, reply: Reply) -> Iterator[Event]:
    """How a question was left, if it was."""
    if reply.why is Why.CHOSEN:
        yield was, What.ANSWERED
    if reply.why is Why.GIVEN_UP:
        yield was, What.GAVE_UP
    if reply.why is Why.ASKED and reply.place == library.service.person:
        yield was, What.ASKED
    if reply.place != was:
        yield was, What.LEFT
