"""The events of one turn, for the step counts: what happened at which step. They name nobody."""

from collections.abc import Iterator
from enum import StrEnum

from helpline.content.library import Library
from helpline.content.model import Question
from helpline.engine.inputs import Ahead, Begin, Input, SendResult, Sent, Silence, Utterance
from helpline.engine.position import step_of
from helpline.engine.reply import Reply, SayNothing, Why
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


SECONDS = (30, 45, 60, 100, 135)  # bounds of the intervals that times are counted in: targets of M1 to M3, and V12
WITHIN = (*(f"number in {seconds} s" for seconds in SECONDS), "number later")

Event = tuple[str, str]  # a step, and what happened there


def turn_events(library: Library, before: Session, said: Input, reply: Reply) -> tuple[Event, ...]:
    """The events of one turn, from the session before it, the input and the reply.

    A question that counts more arrivals than departures is where callers gave up without a word.
    """
    follows_by_itself = isinstance(said, Silence) and before.ahead is not Ahead.NOTHING
    if follows_by_itself or isinstance(reply, SayNothing):
        return ()
    known = not isinstance(said, Begin) and (before.begun or before.aside is not None)
    return tuple(_events(library, step_of(library, before) if known else None, said, reply))


def _events(library: Library, was: str | None, said: Input, reply: Reply) -> Iterator[Event]:
    here = reply.step
    if isinstance(said, Sent):
        yield here, EventKind.TEXT_ASKED
        if said.result not in (SendResult.SENT, SendResult.UNKNOWN):
            yield here, EventKind.TEXT_FAILED
    if was is None:
        yield here, EventKind.STARTED
    at_question = isinstance(library.step(was), Question) if was else False
    if reply.why in (Why.NO_INPUT, Why.NO_MATCH, Why.GIVEN_UP) and (at_question or isinstance(said, Utterance)):
        yield was or here, EventKind.NO_INPUT if isinstance(said, Silence) else EventKind.NO_MATCH
    if was is not None and at_question:
        yield from _departure(library, was, reply)
    if here != was:
        yield here, EventKind.CAME


def _departure(library: Library, was: str, reply: Reply) -> Iterator[Event]:
    """The events of leaving a question, if it was left."""
    if reply.why is Why.CHOSEN:
        yield was, EventKind.ANSWERED
    if reply.why is Why.GIVEN_UP:
        yield was, EventKind.GAVE_UP
    if reply.why is Why.ASKED and reply.step == library.service.person:
        yield was, EventKind.ASKED
    if reply.step != was:
        yield was, EventKind.LEFT
