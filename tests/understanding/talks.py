"""Conversations: reading them, and judging their later turns."""

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

from .messages import HERE
from .strangers import SORRY, conversations

NOT_JUDGED = "-"


@dataclass(frozen=True)
class Judged:
    """A later turn of a conversation, the reply that it got, and whether that was good."""

    talk: str
    message: str
    reply: str
    good: bool


def talks_in(pattern: str) -> list[list[tuple[str, str]]]:
    """The conversations of the files that match: for each turn, the label and the message."""
    found = []
    for path in sorted(HERE.glob(pattern)):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            rows = [row.split("\t", 1) for row in block.splitlines() if row and not row.startswith("#")]
            found.append([(label, message) for label, message in rows])
    return found


def judged_talks(library: Library, pattern: str) -> Iterator[Judged]:
    """Each turn that has a label. It is good when a reply is at one of its steps, or offers one."""
    for talk in talks_in(pattern):
        session = Session()
        for label, message in talk:
            session, reply = take_turn(library, session, Utterance(message))
            steps = [one.step for one in _replies(library, session, reply)]
            if label != NOT_JUDGED:
                yield Judged(talk[0][1], message, " or ".join(steps), not set(steps).isdisjoint(label.split("|")))


def judged_strangers(library: Library, data: Path) -> Iterator[Judged]:
    """Each later turn of the outside conversations, judged by the words that later_turns.tsv asks of its reply.

    A reply that says it did not understand is never good. A disambiguation is when one of its replies is.
    """
    rows = (row.split("\t") for row in (HERE / "later_turns.tsv").read_text(encoding="utf-8").splitlines())
    asked = {(row[0], int(row[1])): row[2:] for row in rows if not row[0].startswith("#")}
    for name, said in conversations(data).items():
        session = Session()
        for turn, message in enumerate(said, start=1):
            session, reply = take_turn(library, session, Utterance(message))
            if turn > 1:
                replies = [_words(library, one) for one in _replies(library, session, reply)]
                yield Judged(
                    name, message, " or ".join(replies), any(_holds(one, *asked[name, turn]) for one in replies)
                )


def _replies(library: Library, session: Session, reply: Reply) -> list[Reply]:
    """The reply, or those that a disambiguation leads to."""
    names = reply.names if isinstance(reply, Disambiguate) else ()
    digits = (Utterance(str(digit)) for digit in range(1, len(names) + 1))
    return [take_turn(library, session, digit)[1] for digit in digits] or [reply]


def _words(library: Library, reply: Reply) -> str:
    return re.sub(r"(?<=\d) (?=\d)", "", " ".join(sms.text(library, reply).split()))


def _holds(words: str, holds: str, holds_not: str) -> bool:
    amiss = SORRY in words or (holds_not and re.search(holds_not, words, re.IGNORECASE))
    return bool(re.search(holds, words, re.IGNORECASE)) and not amiss
