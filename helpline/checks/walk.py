"""Calls that are walked in the real engine, so that a rule sees what a caller would hear."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.engine.inputs import Begin, DialEnded, DialResult, Key, SendResult, Sent, Silence, TextsTo
from helpline.engine.reply import Dial, EndCall, Reply, SendText
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

KEYS = tuple("1234567890*#")


@dataclass(frozen=True)
class Stop:
    """One reply in a call: where the caller came to (`reply.place`) and how.

    `keys` were pressed since pick-up to come to the step; `did` is what happened there ("silence",
    or a key), empty on arrival.
    """

    keys: tuple[str, ...]
    did: tuple[str, ...]
    session: Session
    reply: Reply

    def after(self, library: Library, *inputs: str) -> "Stop":
        """The stop after these inputs, each a key or "silence"."""
        session, reply = self.session, self.reply
        for name in inputs:
            session, reply = _turn(library, session, name)
            if isinstance(reply, EndCall):
                break
        return Stop(self.keys, (*self.did, *inputs), session, reply)


@lru_cache(maxsize=1 << 16)
def _turn(library: Library, session: Session, name: str) -> tuple[Session, Reply]:
    """One turn, remembered: the rules walk the same stretches of a call again and again.

    A text that is asked for is sent, and nobody answers a call that is put through.
    """
    session, reply = take_turn(library, session, Silence() if name == "silence" else Key(name))
    if isinstance(reply, SendText):
        return take_turn(library, session, Sent(SendResult.SENT))
    return take_turn(library, session, DialEnded(DialResult.NO_ANSWER)) if isinstance(reply, Dial) else (session, reply)


def begin(library: Library) -> Stop:
    """The call is answered, from a phone that can get texts: then prompts are at their longest."""
    session, reply = take_turn(library, Session(), Begin(TextsTo.CALLER))
    return Stop((), (), session, reply)


def arrivals(library: Library) -> dict[str, Stop]:
    """For each step that keys lead to, and for what 0 gives: the shortest way to it.

    Grows with the number of options. Stand-alone replies that no key gives are left out.
    """
    first = begin(library)
    found, waiting = {first.reply.step: first}, [first]
    # The list grows while it is walked: breadth first, so that the first way found is the shortest.
    for stop in waiting:
        for key in ("0", *_own_keys(library, stop.reply.step)):
            if (then := _press(library, stop, key)).reply.step not in found:
                found[then.reply.step] = then
                waiting.append(then)
    return found


def _own_keys(library: Library, name: str) -> list[str]:
    step = library.step(name)
    return [str(option.press) for option in step.options.values()] if step else []


def _press(library: Library, stop: Stop, key: str) -> Stop:
    session, reply = _turn(library, stop.session, key)
    return Stop((*stop.keys, key), (), session, reply)


def routes(library: Library) -> Iterator[Stop]:
    """Every way to an outcome through the questions, as the stop at its outcome."""
    waiting = [begin(library)]
    while waiting:
        stop = waiting.pop()
        if isinstance(library.step(stop.reply.step), Outcome):
            yield stop
        else:
            keys = _own_keys(library, stop.reply.step)
            waiting += [_press(library, stop, key) for key in reversed(keys)]


def way(library: Library, keys: tuple[str, ...]) -> list[Stop]:
    """The stops of a call in which these keys are pressed one after the other, from pick-up on."""
    stops = [begin(library)]
    for key in keys:
        stops.append(_press(library, stops[-1], key))
    return stops


def tries(library: Library, stop: Stop) -> list[Stop]:
    """A question's three tries with a caller who presses nothing: as reached, and asked twice more."""
    return [stop, stop.after(library, "silence"), stop.after(library, "silence", "silence")]


def pages(library: Library, stop: Stop) -> list[Stop]:
    """An outcome's pages: the first, and the ones that silence moves on to."""
    step = library.step(stop.reply.step)
    more = len(step.contacts) - 1 if isinstance(step, Outcome) else 0
    return [stop, *(stop.after(library, *["silence"] * n) for n in range(1, more + 1))]


def is_question(library: Library, stop: Stop) -> bool:
    """Whether the stop waits for an answer."""
    return isinstance(library.step(stop.reply.step), Question)
