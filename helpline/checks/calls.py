"""Calls that are made in the real engine, so that a rule sees the replies and words that a caller would get."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from helpline.channels import sms, voice
from helpline.channels.prompts import prompt
from helpline.content import walk
from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.script import Script
from helpline.engine.inputs import Begin, DialEnded, DialResult, Key, SendResult, Sent, Silence, TextsTo, Utterance
from helpline.engine.reply import Dial, Disambiguate, EndCall, Reply, SayStep, SendText, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

KEYS = tuple("1234567890*#")


@dataclass(frozen=True)
class Stop:
    """One reply in a call: the step where the caller came to, and how.

    `keys` were pressed since pick-up to come to the step; `did` is what happened there ("silence",
    or a key), empty on arrival.
    """

    keys: tuple[str, ...]
    did: tuple[str, ...]
    session: Session
    reply: Reply

    @property
    def step(self) -> str:
        """The name of the step."""
        return self.reply.step

    @property
    def begins(self) -> bool:
        """Whether the call has only just been answered."""
        return self.reply.why is Why.BEGIN

    @property
    def given_up(self) -> bool:
        """Whether the caller came here because three tries at a question failed."""
        return self.reply.why is Why.GIVEN_UP

    @property
    def sent(self) -> bool:
        """Whether a text that was asked for has been sent."""
        return isinstance(self.reply, SayStep) and self.reply.result is SendResult.SENT

    @property
    def ended(self) -> bool:
        """Whether the call has ended."""
        return isinstance(self.reply, EndCall)

    @property
    def contact(self) -> int:
        """The index of the contact whose number is read."""
        return self.reply.contact if isinstance(self.reply, SayStep) else 0

    def after(self, library: Library, *inputs: str) -> "Stop":
        """The stop after these inputs, each a key or "silence"."""
        session, reply = self.session, self.reply
        for name in inputs:
            session, reply = _turn(library, session, name)
            if isinstance(reply, EndCall):
                break
        return Stop(self.keys, (*self.did, *inputs), session, reply)

    def from_elsewhere(self) -> "Stop":
        """The same stop for a caller whose own phone cannot get texts."""
        return replace(self, session=self.session._replace(texts=TextsTo.OTHER))

    def script(self, library: Library) -> Script:
        """The script that is said at this stop."""
        return prompt(library, self.reply)

    def document(self, library: Library) -> str:
        """The TwiML of this stop."""
        return voice.render(library, self.session, self.reply)


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


def press(library: Library, stop: Stop, key: str) -> Stop:
    """The stop that a key leads to, as an arrival at another step."""
    session, reply = _turn(library, stop.session, key)
    return Stop((*stop.keys, key), (), session, reply)


def way(library: Library, keys: tuple[str, ...]) -> list[Stop]:
    """The stops of a call in which these keys are pressed one after the other, from pick-up on."""
    stops = [begin(library)]
    for key in keys:
        stops.append(press(library, stops[-1], key))
    return stops


def arrivals(library: Library) -> dict[str, Stop]:
    """For each step that keys lead to, and for the reply that 0 gives: the shortest way to it.

    Grows with the number of options. Stand-alone replies that no key gives are left out.
    """
    person, first = walk.branches(library)[library.service.person], walk.tree(library)
    found = {first.name: begin(library)}
    waiting = [first]
    # The list grows while it is walked: breadth first, so that the first way found is the shortest.
    for branch in waiting:
        for key, below in (("0", person), *((str(option.press), below) for _, option, below in branch.options)):
            if below.name not in found:
                found[below.name] = press(library, found[branch.name], key)
                waiting.append(below)
    return found


def routes(library: Library) -> Iterator[Stop]:
    """Every way to an outcome through the questions, as the stop at its outcome."""
    return (way(library, walk.keys_of(library, route))[-1] for route, _ in walk.routes(library))


def tries(library: Library, stop: Stop) -> list[Stop]:
    """A question's three tries with a caller who presses nothing: as reached, and asked twice more."""
    return [stop, stop.after(library, "silence"), stop.after(library, "silence", "silence")]


def pages(library: Library, stop: Stop) -> list[Stop]:
    """An outcome's pages: the first, and the ones that silence moves on to."""
    step = library.step(stop.step)
    more = len(step.contacts) - 1 if isinstance(step, Outcome) else 0
    return [stop, *(stop.after(library, *["silence"] * n) for n in range(1, more + 1))]


def is_question(library: Library, stop: Stop) -> bool:
    """Whether the stop waits for an answer."""
    return isinstance(library.step(stop.step), Question)


def said_alone(library: Library, name: str) -> Script:
    """The script of a step that was asked for by its name."""
    return prompt(library, SayStep(name, Why.ASKED))


def text_for(library: Library, name: str) -> str:
    """The text that a step sends when it is asked for."""
    return sms.text(library, SayStep(name, Why.ASKED))


def first_text(library: Library) -> str:
    """The text that begins a conversation."""
    return sms.text(library, SayStep(library.flow.start, Why.BEGIN))


def step_texted(library: Library, message: str, session: Session | None = None) -> str:
    """The name of the step that a text leads to: somebody's first, unless a session is given."""
    return take_turn(library, session or Session(), Utterance(message))[1].step


def understood_text(library: Library, keyword: str) -> str:
    """The text that shows what a sentence was taken for."""
    _, reply = take_turn(library, Session(offered=(keyword,)), Utterance("1"))
    assert isinstance(reply, SayStep)  # a keyword that was chosen leads to a step
    return sms.text(library, replace(reply, intent=keyword))


def disambiguation(library: Library, names: tuple[str, ...]) -> str:
    """The text that asks which of these keywords a message is about."""
    return sms.text(library, Disambiguate(library.flow.start, Why.UNCLEAR, names=names))
