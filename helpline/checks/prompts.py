"""Every prompt that a call can say, found by calling in every way there is."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product

from helpline.channels.prompts import prompt as prompt_of
from helpline.checks.calls import KEYS
from helpline.checks.voice import LONGEST_OUTCOME, LONGEST_QUESTION, LONGEST_START, RE_ASK_RATIO
from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.script import Script
from helpline.engine.inputs import (
    Begin,
    DialEnded,
    DialResult,
    Input,
    Key,
    NumberEntered,
    SendResult,
    Sent,
    Silence,
    TextsTo,
)
from helpline.engine.language_choice import choices
from helpline.engine.reply import AskForNumber, Dial, EndCall, GiveNumber, ReadBack, Reply, SayStep, SendText, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.speech.clips import Prompt

ANSWERS: tuple[Input, ...] = (*map(Key, KEYS), Silence())
NUMBERS: tuple[Input, ...] = (NumberEntered("sealed"), NumberEntered(None))
PHONES = (TextsTo.NOBODY, TextsTo.OTHER)  # a caller whose own phone gets texts hears nothing that these do not
LONGEST_AGAIN = LONGEST_QUESTION * RE_ASK_RATIO  # with the words of a second or third try

_ENDINGS = {
    Why.OTHER: "other",
    Why.AGAIN: "again",
    Why.BACK: "back",
    Why.MORE_TIME: "more-time",
    Why.NO_MATCH: "other-key",
}


@dataclass(frozen=True)
class _Turn:
    """A reply, the step that the caller came from, and the input that it answers."""

    reply: Reply
    came_from: str
    said: Input


def prompts(library: Library) -> list[Prompt]:
    """Each distinct (script, slow, language) that a call can say, nearest to the start first.

    Names are readable and unique: `setting`, `setting-try-2`, `talk_first-from-setting`.
    """
    found: dict[tuple[Script, bool, str], Prompt] = {}
    taken: set[str] = set()
    replies: set[Reply] = set()
    for turn in _turns(library):
        if turn.reply in replies:  # thirty turns in one lead to the same reply
            continue
        replies.add(turn.reply)
        script = prompt_of(library, turn.reply)
        slow = turn.reply.slow
        key = (script, slow, turn.reply.language)
        if key not in found:
            name = next(name for name in _names(turn) if name not in taken)
            taken.add(name)
            found[key] = Prompt(name, script, slow, turn.reply.language, _longest(library, turn.reply))
    return list(found.values())


def prompts_of_all(library: Library) -> list[Prompt]:
    """Every prompt that a call can say, in every live language, and the sentences that offer each of them."""
    spoken = [library, *library.live.values()]
    offers = {choice.code: choice for one in spoken for choice in choices(library, one.language) if choice.key}
    offered = [Prompt(f"offer-{code}", one.script, language=code) for code, one in offers.items()]
    return [prompt for one in spoken for prompt in prompts(one)] + offered


def _turns(library: Library) -> Iterator[_Turn]:
    """Every turn, breadth first: from each session once, every key and silence."""
    notices = (False, True) if library.service.notice else (False,)
    waiting: deque[tuple[Session, str, Input]] = deque(
        (Session(language=library.language), "", Begin(texts, notice)) for texts, notice in product(PHONES, notices)
    )
    seen: set[tuple[Session, type[Reply]]] = set()
    while waiting:
        session, step, said = waiting.popleft()
        after, reply = take_turn(library, session, said)
        # No clip can be made of a number that a caller will key in; and a text is news before it is a prompt.
        if not isinstance(reply, ReadBack | SendText):
            yield _Turn(reply, step, said)
        after = after._replace(sent=0)  # how many were sent changes no words
        if not isinstance(reply, EndCall) and (after, type(reply)) not in seen:
            seen.add((after, type(reply)))
            waiting.extend((after, reply.step, key) for key in _next(reply))


def _next(reply: Reply) -> tuple[Input, ...]:
    """The inputs that can follow a reply."""
    if isinstance(reply, SendText):
        return tuple(map(Sent, SendResult))
    if isinstance(reply, Dial):
        return tuple(map(DialEnded, DialResult))
    return (*ANSWERS, *NUMBERS) if isinstance(reply, AskForNumber) else ANSWERS


def _names(turn: _Turn) -> Iterator[str]:
    """Names to choose from, the plainest first."""
    reply = turn.reply
    key = turn.said.digit if isinstance(turn.said, Key) else "silence"
    base = "farewell" if isinstance(reply, EndCall) else f"{_start(reply)}{_ending(reply)}"
    base += f"-{reply.language}" if reply.language != "en" else ""
    slowly = "-slow" if reply.pace_slow and reply.why is not Why.MORE_TIME else ""
    yield base + slowly
    yield f"{base}-from-{turn.came_from}{slowly}"
    yield f"{base}-from-{turn.came_from}-{key}{slowly}"
    yield from (f"{base}-from-{turn.came_from}-{key}{slowly}-{number}" for number in count(2))


def _start(reply: Reply) -> str:
    match reply:
        case Dial(name=name):
            return f"calling-{name}"
        case AskForNumber():
            return "key-in"
        case GiveNumber(name=name):
            return f"number-of-{name}"
        case SayStep(why=Why.NOTICE):
            return "notice"
        case SayStep(result=SendResult() as result):
            return f"text-{result.value}-{reply.step}"
        case SayStep(result=DialResult() as result):
            return f"call-{result.name.lower()}-{reply.step}"
    return reply.step


def _ending(reply: Reply) -> str:
    said = reply if isinstance(reply, SayStep) else None
    # A page of an outcome is there twice: for lines that send texts, and for those that do not.
    parts = [
        "text" if said and said.text_offered and not said.result else "",
        _ENDINGS.get(reply.why, ""),
        f"try-{reply.attempt}" if reply.attempt > 1 else "",
        f"page-{said.contact + 1}" if said and said.contact else "",
    ]
    return "".join(f"-{part}" for part in parts if part)


def _longest(library: Library, reply: Reply) -> float:
    at_first = reply.why in (Why.BEGIN, Why.NOTICE) and not isinstance(library.step(reply.step), Outcome)
    if at_first or isinstance(reply, GiveNumber):
        return LONGEST_START
    if isinstance(reply, AskForNumber | Dial):
        return LONGEST_QUESTION if reply.why is Why.ASKED else LONGEST_AGAIN
    if isinstance(library.step(reply.step), Outcome):
        return LONGEST_OUTCOME
    return LONGEST_AGAIN if reply.why in (Why.NO_INPUT, Why.NO_MATCH) else LONGEST_QUESTION
