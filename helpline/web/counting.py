"""Each turn is counted once it is taken, and the seconds to the number are measured. Nothing here fails a turn.

When a call began travels in the address of its next turn, until its first number has been read.
"""

import logging
import time
from bisect import bisect_left
from functools import lru_cache
from typing import Protocol

from helpline.channels import voice
from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.timing import Stopwatch, readings
from helpline.engine.events import SECONDS, WITHIN, turn_events
from helpline.engine.inputs import Input, Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.store.step_counts import StepCounter

log = logging.getLogger(__name__)

LONGEST_CALL = 4 * 60 * 60  # seconds: the carrier's own limit for a call


class Count(Protocol):
    """Counts a turn: channel, session before, what came, the reply, and when the call began (seconds since 1970).

    Gives the beginning for as long as it is wanted: None once the first number of the call was read.
    """

    def __call__(
        self, channel: str, before: Session, said: Input, reply: Reply, began: float | None = None, /
    ) -> float | None: ...


def counter(library: Library, keeper: StepCounter) -> Count:
    """Makes the function that counts turns."""
    events = lru_cache(maxsize=4096)(lambda before, said, reply: turn_events(library, before, said, reply))
    number_at = lru_cache(maxsize=4096)(lambda reply: seconds_to_number(library, reply))

    def count(channel: str, before: Session, said: Input, reply: Reply, began: float | None = None, /) -> float | None:
        try:
            # What people write or say is never remembered, so its events are worked out each time.
            found = (
                turn_events(library, before, said, reply)
                if isinstance(said, Utterance)
                else events(before, said, reply)
            )
            keeper.add(channel, reply.language, found)
            if began is None or (offset := number_at(reply)) is None:
                return began
            passed = time.time() - began
            if 0 <= passed < LONGEST_CALL:  # the clock may have been set
                within = WITHIN[bisect_left(SECONDS, passed + offset)]
                keeper.add(channel, reply.language, [(reply.step, within)])
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller's answer matters more
            log.warning("A turn was not counted: %s.", type(error).__name__)
        return None

    return count


def seconds_to_number(library: Library, reply: Reply) -> float | None:
    """Seconds into a prompt at which its first number has been read once, by the length of its words."""
    step = library.step(reply.step)
    if not isinstance(step, Outcome) or reply.ended:
        return None
    script = voice.prompt(library, reply)
    contacts = [contact for contact in library.contacts_of(step) if contact.number]
    ends = [spans[0][1] for contact in contacts if (spans := readings(script, contact))]
    return Stopwatch(library.service.pronounce).until(script, min(ends), reply.slow) if ends else None
