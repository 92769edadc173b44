"""One caller's conversation: the answers given so far, and how the caller is getting on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from helpline.engine.inputs import Ahead, TextsTo

Answers = tuple[tuple[str, str], ...]  # (question, option) in the order they were given

MARK = "_"  # stands before the session's own names in an address or a row; no step's name begins with it


@dataclass(frozen=True)
class NumberEntry:
    """A mobile number is being keyed in. `sealed` is the number once it is there, as a token; then it is read back."""

    sealed: str | None = None


_NO_MISSES: dict[str, Any] = {"misses": 0, "entry": None}
_ARRIVED: dict[str, Any] = {**_NO_MISSES, "aside": None, "contact": 0, "offered": ()}


class Session(NamedTuple):
    """Named answers, and what else the next turn needs to know.

    The step is derived by replaying `answers`, so a changed flow strands nobody. `aside` is a step outside
    the answers (the numbers, say); going back returns from it. `misses` counts silences and unknown keys in
    a row, `contact` is the index of the contact that is being read. `offered` are the names of "Did you
    mean …?", for the next turn only; `by_intent` says that one sentence gave all the answers, so that going
    back takes them all back. `texts` is where a text could go, `sent` how many were asked for in this
    call, and `entry` the number that is being keyed in for one. `ahead` is what is being told ahead of the
    question, for the next turn only: then silence leads to the question and is no miss.
    """

    answers: Answers = ()
    aside: str | None = None
    misses: int = 0
    contact: int = 0
    slow: bool = False
    language: str = "en"
    begun: bool = False
    offered: tuple[str, ...] = ()
    by_intent: bool = False
    texts: TextsTo = TextsTo.NOBODY
    sent: int = 0
    entry: NumberEntry | None = None
    ahead: Ahead = Ahead.NOTHING

    @property
    def in_conversation(self) -> bool:
        """Whether a reply stands before the next message, so that it may ask about it."""
        return self.begun or bool(self.aside)

    def answered(self, question: str, option: str) -> "Session":
        """This session with one more answer, at the start of the next step."""
        return self._replace(**_ARRIVED, answers=(*self.answers, (question, option)), begun=True, by_intent=False)

    def arrived(self, aside: str | None = None) -> "Session":
        """This session at the start of a step: no misses, the first contact, and `aside` if one is named."""
        return self._replace(**_ARRIVED | {"aside": aside})

    def without_misses(self) -> "Session":
        """This session where it stands, with nothing missed and no number being keyed in."""
        return self._replace(**_NO_MISSES)

    def to_pairs(self) -> list[tuple[str, str]]:
        """Names and values for an address or a row: the answers, then what differs from a new session."""
        own = {
            "begun": "yes" if self.begun else "",
            "aside": self.aside or "",
            "misses": str(self.misses or ""),
            "contact": str(self.contact or ""),
            "pace": "slow" if self.slow else "",
            "offered": " ".join(self.offered),
            "intent": "yes" if self.by_intent else "",
            "language": self.language if self.language != "en" else "",
            "texts": self.texts.value,
            "sent": str(self.sent or ""),
            "ahead": self.ahead.value,
        }
        entry = [(f"{MARK}number", self.entry.sealed or "")] if self.entry else []
        return [*self.answers, *((MARK + name, value) for name, value in own.items() if value), *entry]

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> "Session":
        """The session that `to_pairs` wrote. A value that cannot be read is left out, and is never an error."""
        answers, own = [], {}
        for name, value in pairs:
            if name.startswith(MARK):
                own[name.removeprefix(MARK)] = value
            else:
                answers.append((name, value))
        return cls(
            answers=tuple(answers),
            aside=own.get("aside") or None,
            misses=_count(own.get("misses")),
            contact=_count(own.get("contact")),
            slow=own.get("pace") == "slow",
            language=own.get("language") or "en",
            begun="begun" in own,
            offered=tuple(own.get("offered", "").split()),
            by_intent="intent" in own,
            texts=_texts_to(own.get("texts")),
            sent=_count(own.get("sent")),
            entry=NumberEntry(own["number"] or None) if "number" in own else None,
            ahead=_ahead(own.get("ahead")),
        )


def _count(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 3 else 0


def _ahead(written: str | None) -> Ahead:
    return next((known for known in Ahead if known.value == written), Ahead.NOTHING)


def _texts_to(written: str | None) -> TextsTo:
    return next((known for known in TextsTo if known.value == written), TextsTo.NOBODY)
