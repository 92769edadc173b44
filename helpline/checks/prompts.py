"""Every prompt that a call can say, found by calling in every way there is."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from helpline.channels.voice import prompt as prompt_of
from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.script import Script
from helpline.engine.inputs import Begin, DialEnded, DialResult, Input, Key, NumberEntered, Sent, Silence
from helpline.engine.reply import Reply, Why
from helpline.engine.send_result import SendResult
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.speech.clips import Prompt

KEYS: tuple[Input, ...] = (*(Key(digit) for digit in "1234567890*#"), Silence())
NUMBERS: tuple[Input, ...] = (NumberEntered("sealed"), NumberEntered(None))
PHONES = ("", "elsewhere")  # of what Begin knows of the caller's phone; "here" hears nothing that these do not
LONGEST_START, LONGEST_QUESTION, LONGEST_OUTCOME = 20.0, 15.0, 45.0  # seconds, V21
LONGEST_AGAIN = LONGEST_QUESTION * 1.25  # V15: with the words of a second or third try

_ENDINGS = {
    Why.OTHER: "other",
    Why.AGAIN: "again",
    Why.BACK: "back",
    Why.MORE_TIME: "more-time",
    Why.NO_MATCH: "other-key",
}


@dataclass(frozen=True)
class _Turn:
    """A reply on the way there: what was said before it, and to what."""

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
            name = next(name for name in _names(turn, slow) if name not in taken)
            taken.add(name)
            found[key] = Prompt(name, script, slow, turn.reply.language, _longest(library, turn.reply))
    return list(found.values())


def _turns(library: Library) -> Iterator[_Turn]:
    """Every turn, breadth first: from each session once, every key and silence."""
    waiting: deque[tuple[Session, str, Input]] = deque(
        (Session(language=language), "", Begin(texts)) for language in library.service.languages for texts in PHONES
    )
    seen: set[tuple[Session, str | None, str | None]] = set()
    while waiting:
        session, step, said = waiting.popleft()
        after, reply = take_turn(library, session, said)
        # No clip can be made of a number that a caller will key in; and a text is news before it is a prompt.
        if reply.asking != "check" and not reply.texts:
            yield _Turn(reply, step, said)
        after = after._replace(sent=0)  # how many were sent changes no words
        if not reply.ended and (after, reply.texts, reply.connects) not in seen:
            seen.add((after, reply.texts, reply.connects))
            waiting.extend((after, reply.step, key) for key in _next(reply))


def _next(reply: Reply) -> tuple[Input, ...]:
    """What can come after a reply."""
    if reply.texts:
        return tuple(map(Sent, SendResult))
    if reply.connects:
        return tuple(map(DialEnded, DialResult))
    return (*KEYS, *NUMBERS) if reply.asking == "number" else KEYS


def _names(turn: _Turn, slow: bool) -> Iterator[str]:
    """Names to choose from, the plainest first."""
    reply = turn.reply
    key = turn.said.digit if isinstance(turn.said, Key) else "silence"
    base = "farewell" if reply.ended else f"{_start(reply)}{_ending(reply)}"
    base += f"-{reply.language}" if reply.language != "en" else ""
    slowly = "-slow" if slow and reply.pace_slow and reply.why is not Why.MORE_TIME else ""
    yield base + slowly
    yield f"{base}-from-{turn.came_from}{slowly}"
    yield f"{base}-from-{turn.came_from}-{key}{slowly}"
    yield from (f"{base}-from-{turn.came_from}-{key}{slowly}-{count}" for count in range(2, 10_000))


def _start(reply: Reply) -> str:
    if reply.connects:
        return f"calling-{reply.connects}"
    if isinstance(reply.news, SendResult):
        return f"text-{reply.news.value}-{reply.step}"
    if reply.news:
        return f"call-{reply.news.name.lower()}-{reply.step}"
    return "key-in" if reply.asking else reply.step


def _ending(reply: Reply) -> str:
    why = _ENDINGS.get(reply.why, "")
    # A page of an outcome is there twice: for lines that send texts, and for those that do not.
    parts = [
        "text" if reply.offers and not reply.news and not reply.asking else "",
        why,
        f"try-{reply.attempt}" if reply.attempt > 1 else "",
        f"page-{reply.page + 1}" if reply.page else "",
    ]
    return "".join(f"-{part}" for part in parts if part)


def _longest(library: Library, reply: Reply) -> float:
    if reply.why is Why.BEGIN:
        return LONGEST_START
    if reply.asking or reply.connects:
        return LONGEST_QUESTION if reply.why is Why.ASKED else LONGEST_AGAIN
    if isinstance(library.step(reply.step), Outcome):
        return LONGEST_OUTCOME
    return LONGEST_AGAIN if reply.why in (Why.NO_INPUT, Why.NO_MATCH) else LONGEST_QUESTION
