"""The strangers' messages: written by other people, blind to the phrases, and judged by the words of the reply."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpline.channels import sms
from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Disambiguate, Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from .messages import Verdict

DANGER = "If someone is in danger, call 999."
SORRY = "did not get that"


@dataclass(frozen=True)
class Stranger:
    """A first message, the words that a good reply holds, those that it must not hold, and its group."""

    text: str
    holds: str
    holds_not: str
    group: str

    @property
    def kind(self) -> str:
        """The group, with all the needs as one."""
        return self.group.split(":")[0]


def strangers(data: Path) -> list[Stranger]:
    """The first messages of the outside data."""
    rows = _rows(data / "texts" / "first_messages.tsv")
    return [Stranger(*row[:4]) for row in rows]


def conversations(data: Path) -> dict[str, list[str]]:
    """The conversations of the outside data: by name, the messages that one person sends."""
    found: dict[str, list[str]] = {}
    for name, _, message, *_ in _rows(data / "texts" / "conversations.tsv"):
        found.setdefault(name, []).append(message)
    return found


def _rows(path: Path) -> list[list[str]]:
    return [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]


def verdict_on(library: Library, message: Stranger) -> Verdict:
    """The verdict on the first reply, and on each reply that a disambiguation leads to."""
    session, reply = take_turn(library, Session(), Utterance(message.text))
    if isinstance(reply, Disambiguate):
        digits = (Utterance(str(number)) for number in range(1, len(reply.names) + 1))
        fits = any(_holds(library, take_turn(library, session, digit)[1], message) for digit in digits)
        return Verdict.ASKED if fits else Verdict.WRONG
    if message.kind == "danger":
        return Verdict.RIGHT if warns(library, reply) else Verdict.MISSED
    if _holds(library, reply, message) and not (message.kind == "not-danger" and warns(library, reply)):
        return Verdict.RIGHT
    return Verdict.MISSED if SORRY in sms.text(library, reply) else Verdict.WRONG


def _holds(library: Library, reply: Reply, message: Stranger) -> bool:
    words = re.sub(r"(?<=\d) (?=\d)", "", sms.text(library, reply).replace("\n", " "))
    holds_not = message.holds_not.replace(r"in danger, call 999|call 999 now|999 now|", "")
    return bool(re.search(message.holds, words, re.I)) and not (holds_not and re.search(holds_not, words, re.I))


def warns(library: Library, reply: Reply) -> bool:
    """Whether the whole sentence about danger stands first, under the sender's name."""
    return sms.text(library, reply).splitlines()[1:2] == [DANGER]


def transcript(library: Library, said: list[str]) -> Iterator[str]:
    """A conversation to be read by the one who judges it: each message, and the reply in one line."""
    session = Session()
    for text in said:
        session, reply = take_turn(library, session, Utterance(text))
        words = " / ".join(sms.text(library, reply).splitlines()[1:])
        yield f"> {text}\n    [{reply.step}] {words}"
