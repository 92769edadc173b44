"""Reading the labelled messages, and judging a reply."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from helpline.checks.calls import steps_after
from helpline.content.examples import Example, read_examples
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.words import DANGER, EVERYDAY
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Disambiguate, Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

HERE = Path(__file__).parent
Answer = Callable[[str], list[str]]  # a message: the place of the reply, or the places that an ask-back offers


class Verdict(Enum):
    """What a first reply is worth to the person who texted."""

    RIGHT = "right"
    ASKED = "asked, and the right thing was offered"
    MISSED = "not understood: the numbers, the first question, or an offer of other things instead"
    WRONG = "wrong"


@dataclass(frozen=True)
class Message:
    """A message and the places that its first reply may be at."""

    text: str
    right: tuple[str, ...]


def messages(pattern: str) -> list[Message]:
    """The messages of the files that match `pattern`, such as "report*.tsv"."""
    rows = [row.split("\t", 1) for row in lines(pattern)]
    return [Message(text, tuple(right.split("|"))) for right, text in rows]


def tuning() -> list[Message]:
    """The examples of first messages that the phrases are tuned on, but for those of danger and its look-alikes."""
    others = {DANGER, EVERYDAY, *load(HERE.parents[1] / "flows").words.faq}
    return [Message(one.text, one.labels) for one in _examples() if one.labels[0] not in others]


def tuning_lines(label: str) -> list[str]:
    """The examples of danger, or the everyday sentences among them."""
    return [one.text for one in _examples() if one.labels == (label,)]


def _examples() -> tuple[Example, ...]:
    return read_examples(HERE.parents[1] / "flows")[0]


def lines(pattern: str) -> list[str]:
    """The lines of the files that match, without remarks."""
    paths = sorted(HERE.glob(pattern))
    assert paths, f"no file is called {pattern}"
    rows = (row for path in paths for row in path.read_text(encoding="utf-8").split("\n"))
    return [row for row in rows if row and not row.startswith("#")]


def everyday_texts(data: Path) -> list[str]:
    """Everyday texts that nobody in this project wrote (UCI SMS Spam Collection, CC BY 4.0), spam left out."""
    kept = json.loads((data / "uci_sms_sample.json").read_text(encoding="utf-8"))
    return [message["text"] for message in kept["messages"] if message["label"] == "ham"]


def spam_texts(data: Path) -> list[str]:
    """The spam of the same collection."""
    kept = json.loads((data / "uci_sms_sample.json").read_text(encoding="utf-8"))
    return [message["text"] for message in kept["messages"] if message["label"] == "spam"]


def judge(answer: Answer, message: Message, library: Library) -> Verdict:
    """What an answer is worth.

    It asks rightly when it offers the right thing, or is the question that leads there by one answer. Where it offers
    other things, "Something else" still leads to the first question.
    """
    steps = answer(message.text)
    if set(steps) & set(message.right):
        return Verdict.ASKED if len(steps) > 1 else Verdict.RIGHT
    if any(steps_after(library, step) & set(message.right) for step in steps):
        return Verdict.ASKED
    if len(steps) > 1:
        return Verdict.MISSED
    # Neither guesses anything: the numbers are in the one, the way to every answer in the other.
    asks_or_sorry = (library.service.on_unknown, library.flow.start)
    return Verdict.MISSED if steps[0] in asks_or_sorry else Verdict.WRONG


def the_line(library: Library) -> Answer:
    """The line itself, asked by somebody who texts for the first time."""

    def answer(text: str) -> list[str]:
        session, reply = take_turn(library, Session(), Utterance(text))
        names = reply.names if isinstance(reply, Disambiguate) else ()
        return [_step_of(library, session, digit) for digit in range(1, len(names) + 1)] or [reply.step]

    return answer


def _step_of(library: Library, session: Session, digit: int) -> str:
    reply: Reply = take_turn(library, session, Utterance(str(digit)))[1]
    return reply.step
