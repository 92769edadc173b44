"""What one turn adds to the counts: what was done at which step, and where that led. It knows nobody."""

from collections.abc import Iterator
from enum import StrEnum

from helpline.content.library import Library
from helpline.content.model import Question
from helpline.engine.inputs import Begin, Input, Sent, Silence, Utterance
from helpline.engine.position import step_of
from helpline.engine.reply import Reply, Why
from helpline.engine.send_result import SendResult
from helpline.engine.session import Session


class EventKind(StrEnum):
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


def turn_events(library: Library, before: Session, said: Input, reply: Reply) -> tuple[Event, ...]:
    """The events of one turn: the session it was taken in, what came, and the reply that it led to.

    A question that was come to and never left is where somebody gave up without a word.
    """
    if reply.silent:
        return ()  # the carrier's opt-out words: nothing was said, so nothing is counted
    known = not isinstance(said, Begin) and (before.begun or before.aside is not None)
    return tuple(_events(library, step_of(library, before) if known else None, said, reply))


def _events(library: Library, was: str | None, said: Input, reply: Reply) -> Iterator[Event]:
    here = reply.step
    if isinstance(said, Sent):
        yield here, EventKind.TEXT_ASKED
        if said.sending not in (SendResult.SENT, SendResult.UNKNOWN):
            yield here, EventKind.TEXT_FAILED
    if was is None:
        yield here, EventKind.STARTED
    asked = isinstance(library.step(was), Question) if was else False
    if reply.why in _MISSES and (asked or isinstance(said, Utterance)):
        yield was or here, EventKind.NO_INPUT if isinstance(said, Silence) else EventKind.NO_MATCH
    if was is not None and asked:
        yield from _ends(library, was, reply)
    if here != was:
        yield here, EventKind.CAME


def _ends(library: Library, was: str, reply: Reply) -> Iterator[Event]:
    """How a question was left, if it was."""
    if reply.why is Why.CHOSEN:
        yield was, EventKind.ANSWERED
    if reply.why is Why.GIVEN_UP:
        yield was, EventKind.GAVE_UP
    if reply.why is Why.ASKED and reply.step == library.service.person:
        yield was, EventKind.ASKED
    if reply.step != was:
        yield was, EventKind.LEFT
