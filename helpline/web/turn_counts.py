"""Each turn is counted once it is taken, and the seconds to the number are measured. Nothing here fails a turn.

When a call began travels in the address of its next turn, until its first number has been read.
"""

import logging
import re
from bisect import bisect_left

from helpline.channels.voice import ANSWER_PATH, RETURN_PATH
from helpline.engine.events import SECONDS, WITHIN, Event, turn_events
from helpline.engine.inputs import Input
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.web.call_turn import CallTurn
from helpline.web.line import Line
from helpline.web.logs import causes_of
from helpline.web.turn_log import note_turn

log = logging.getLogger(__name__)

LONGEST_CALL = 4 * 60 * 60  # seconds: the carrier's own limit for a call
_SINCE = re.compile(r"_since=([0-9]{1,11})(?:&|$)")  # the beginning of a call, in front of its session


def began_in(query: str) -> float | None:
    """When the call began, in seconds since 1970: None where the query of the address does not say."""
    written = _SINCE.match(query)
    return float(written[1]) if written else None


def with_beginning(document: str, began: float | None) -> str:
    """A TwiML document whose next address also says when the call began.

    Documents are remembered, and the beginning differs from call to call: so it is written in last.
    """
    if began is None:
        return document
    for path in (ANSWER_PATH, RETURN_PATH):
        document = document.replace(f"{path}?", f"{path}?_since={int(began)}&amp;")
    return document


def count_call(line: Line, turn: CallTurn, began: float | None, again: bool = False) -> float | None:
    """Count a turn of a call that began at `began` (seconds since 1970; None where that is not to be measured).

    Gives the beginning for as long as it is wanted: None once the first number of the call was read. A turn that
    comes `again`, since the carrier got no answer, was counted before.
    """
    try:
        note_turn("voice", turn.reply)
        if line.settings.counts:
            if not again:
                counted = (*turn.events, *_within(turn, began, line.clock()))
                line.step_counter.add("voice", turn.reply.language, counted)
            return began if turn.seconds_to_number is None else None
    except Exception as error:  # noqa: BLE001 - whatever it is, the caller's answer matters more
        log.warning("A turn was not counted: %s.", causes_of(error))
    return None


def _within(turn: CallTurn, began: float | None, now: float) -> tuple[Event, ...]:
    """How soon the first number of a call was read, if that was in this turn."""
    if began is None or turn.seconds_to_number is None or not 0 <= now - began < LONGEST_CALL:  # a clock may be set
        return ()
    return ((turn.reply.step, WITHIN[bisect_left(SECONDS, now - began + turn.seconds_to_number)]),)


def count_text(line: Line, channel: str, before: Session, said: Input, reply: Reply) -> None:
    """Count a turn by text; `channel` is sms or whatsapp."""
    try:
        note_turn(channel, reply)
        if line.settings.counts:
            line.step_counter.add(channel, reply.language, turn_events(line.library, before, said, reply))
    except Exception as error:  # noqa: BLE001 - whatever it is, the texter's answer matters more
        log.warning("A turn was not counted: %s.", causes_of(error))
