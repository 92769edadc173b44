"""Calls that are made in the real engine, so that a rule sees the replies and words that a caller would get."""

from dataclasses import dataclass, replace
from functools import lru_cache

from helpline.channels import sms
from helpline.content.library import Library
from helpline.content.model import Question
from helpline.engine.inputs import Begin, DialEnded, DialResult, Key, SendResult, Sent, Silence, TextsTo, Utterance
from helpline.engine.reply import Dial, Disambiguate, EndCall, GiveNumber, Reply, SayStep, SendText, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

KEYS = tuple("1234567890*#")
NOTICE = "the notice"  # no step can have this name


@dataclass(frozen=True)
class Stop:
    """One reply in a call, and the keys that were pressed since pick-up to come to its step."""

    keys: tuple[str, ...]
    session: Session
    reply: Reply

    @property
    def step(self) -> str:
        """The name of the step."""
        return self.reply.step

    @property
    def tells_notice(self) -> bool:
        """Whether the notice of the whole line is told."""
        return self.reply.why is Why.NOTICE

    @property
    def gives_number(self) -> bool:
        """Whether one number is given ahead of a question."""
        return isinstance(self.reply, GiveNumber)

    @property
    def begins(self) -> bool:
        """Whether the call has only just been answered."""
        return self.reply.why is Why.BEGIN

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
        return Stop(self.keys, session, reply)


@lru_cache(maxsize=1 << 16)
def _turn(library: Library, session: Session, name: str) -> tuple[Session, Reply]:
    """One turn, remembered: the rules walk the same stretches of a call again and again.

    A text that is asked for is sent, and nobody answers a call that is put through.
    """
    session, reply = take_turn(library, session, Silence() if name == "silence" else Key(name))
    if isinstance(reply, SendText):
        return take_turn(library, session, Sent(SendResult.SENT))
    return take_turn(library, session, DialEnded(DialResult.NO_ANSWER)) if isinstance(reply, Dial) else (session, reply)


def begin(library: Library, notice: bool = False) -> Stop:
    """The call is answered, from a phone that can get texts: then prompts are at their longest.

    With `notice` that of the whole line is told.
    """
    session, reply = take_turn(library, Session(), Begin(TextsTo.CALLER, notice))
    return Stop((), session, reply)


def press(library: Library, stop: Stop, key: str) -> Stop:
    """The stop that a key leads to, as an arrival at another step."""
    session, reply = _turn(library, stop.session, key)
    return Stop((*stop.keys, key), session, reply)


def way(library: Library, keys: tuple[str, ...]) -> list[Stop]:
    """The stops of a call in which these keys are pressed one after the other, from pick-up on."""
    stops = [begin(library)]
    for key in keys:
        stops.append(press(library, stops[-1], key))
    return stops


def step_texted(library: Library, message: str, session: Session | None = None) -> str:
    """The name of the step that a text leads to: somebody's first, unless a session is given."""
    return take_turn(library, session or Session(), Utterance(message))[1].step


def steps_offered(library: Library, message: str, session: Session | None = None) -> list[str]:
    """The step that a text leads to: a first one, unless a session is given. Where it asks, each that it offers."""
    session, reply = take_turn(library, session or Session(), Utterance(message))
    names = reply.names if isinstance(reply, Disambiguate) else ()
    return [step_texted(library, str(digit), session) for digit in range(1, len(names) + 1)] or [reply.step]


def steps_after(library: Library, step: str) -> set[str]:
    """The steps that the options of a later question lead to; none for the first one, which leads anywhere."""
    question = library.flow.steps.get(step)
    is_later = isinstance(question, Question) and step != library.flow.start
    return {option.next for option in question.options.values()} if question and is_later else set()


def understood_text(library: Library, keyword: str) -> str:
    """The text that shows what a sentence was taken for."""
    _, reply = take_turn(library, Session(offered=(keyword,)), Utterance("1"))
    assert isinstance(reply, SayStep)  # a keyword that was chosen leads to a step
    return sms.text(library, replace(reply, intent=keyword))


def disambiguation(library: Library, names: tuple[str, ...]) -> str:
    """The text that asks which of these keywords a message is about."""
    return sms.text(library, Disambiguate(library.flow.start, Why.UNCLEAR, names=names))
