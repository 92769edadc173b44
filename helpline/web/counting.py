"""Each turn is counted once it is taken, and the seconds to the number are measured. Nothing here fails a turn.

When a call began travels in a cookie, which the carrier sends back for the rest of that call. It is
a moment and nothing else; a call whose carrier keeps no cookies is left out of the seconds.
"""

import logging
import time
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache

from flask import Response, g, request

from helpline.channels import voice
from helpline.checks.estimate import Stopwatch
from helpline.checks.readings import readings
from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.engine.happened import SECONDS, WITHIN, happened
from helpline.engine.inputs import Begin, Input, Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.store.keeper import Keeper

log = logging.getLogger(__name__)

COOKIE = "call_began"
LONGEST_CALL = 4 * 60 * 60  # seconds: the carrier's own limit for a call

Count = Callable[[str, Session, Input, Reply], None]


def counter(library: Library, keeper: Keeper) -> Count:
    """Makes the function that counts a turn: channel, session before, what came, and the reply."""
    events = lru_cache(maxsize=4096)(lambda before, said, reply: happened(library, before, said, reply))
    number_at = lru_cache(maxsize=4096)(lambda reply: seconds_to_number(library, reply))

    def count(channel: str, before: Session, said: Input, reply: Reply) -> None:
        try:
            # What people write or say is never remembered, so its events are worked out each time.
            found = (
                happened(library, before, said, reply) if isinstance(said, Utterance) else events(before, said, reply)
            )
            keeper.add(channel, reply.language, found)
            if channel == "voice" and (within := _call(said, reply, number_at)):
                keeper.add(channel, reply.language, [(reply.place, within)])
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller's answer matters more
            log.warning("A turn was not counted: %s.", type(error).__name__)

    return count


def _call(said: Input, reply: Reply, number_at: Callable[[Reply], float | None]) -> str | None:
    """Start the clock of a call, or read it at its first number. Gives the step of seconds to count."""
    now, offset = time.time(), number_at(reply)
    if isinstance(said, Begin):
        g.call_began = str(int(now))
    if offset is None:
        return None
    began = now if isinstance(said, Begin) else _began(request.cookies.get(COOKIE), now)
    if began is None:
        return None
    g.call_began = ""
    return WITHIN[bisect_left(SECONDS, now - began + offset)]


def _began(cookie: str | None, now: float) -> float | None:
    """When the call began. A cookie is not signed: what cannot be true is left out."""
    written = cookie if cookie and cookie.isascii() and cookie.isdigit() and len(cookie) < 12 else None
    return float(written) if written and now - LONGEST_CALL < float(written) <= now else None


def seconds_to_number(library: Library, reply: Reply) -> float | None:
    """Seconds into a prompt at which its first number has been read once, by the length of its words."""
    place = library.place(reply.place)
    if not isinstance(place, Outcome) or reply.ended:
        return None
    script = voice.prompt(library, reply)
    contacts = [contact for contact in library.contacts_of(place) if contact.number]
    ends = [spans[0][1] for contact in contacts if (spans := readings(script, contact))]
    return Stopwatch(library.service.pronounce).until(script, min(ends), reply.slow) if ends else None


def keep_time(response: Response) -> Response:
    """Send the moment when the call began along with the answer, and let it go once it has been used."""
    began = g.pop("call_began", None)
    if began:
        response.set_cookie(COOKIE, began, max_age=LONGEST_CALL, path="/", httponly=True, samesite="Strict")
    elif began is not None:
        response.delete_cookie(COOKIE, path="/")
    return response
