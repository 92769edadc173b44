"""One caller's conversation, as the answers given so far."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from helpline.content.model import SESSION_NAMES

Pairs = list[tuple[str, str]]

_SETTLED: dict[str, Any] = {"misses": 0, "asking": "", "sealed": ""}
_RESTED: dict[str, Any] = {"aside": None, "page": 0, "asked": ()}


class Session(NamedTuple):
    """Named answers, and how the caller is getting on.

    The place is worked out by replaying `answers`, so a changed flow strands nobody. `aside` is a
    reply that stands outside the flow (the numbers, say); going back returns from it. `misses`
    counts silences and unknown keys in a row, `page` which contact of an outcome is being read.
    `asked` are the keywords of "Did you mean …?", for the next turn only; `heard` says that the
    answers were all understood from one sentence, so that going back takes them all back.

    `texts` is where a text could go (see Begin), `sent` how many were asked for in this call. While a
    number is keyed in, `asking` is "number"; while it is read back, "check", and `sealed` hides it.
    """

    answers: tuple[tuple[str, str], ...] = ()
    aside: str | None = None
    misses: int = 0
    page: int = 0
    slow: bool = False
    language: str = "en"
    begun: bool = False
    asked: tuple[str, ...] = ()
    heard: bool = False
    texts: str = ""
    sent: int = 0
    asking: str = ""
    sealed: str = ""

    def answered(self, question: str, option: str) -> "Session":
        """This session with one more answer, and a clean slate of misses."""
        answers = (*self.answers, (question, option))
        return self._replace(**_SETTLED, **_RESTED, answers=answers, begun=True, heard=False)

    def rested(self) -> "Session":
        """This session at the start of a place: no misses, first page, nothing aside."""
        return self._replace(**_SETTLED, **_RESTED)

    def settled(self) -> "Session":
        """This session where it stands, with nothing missed and no number being keyed in."""
        return self._replace(**_SETTLED)

    def to_pairs(self) -> Pairs:
        """Readable names and values, for an address or a row; only what differs from a new session."""
        pairs = list(self.answers)
        pairs += [("begun", "yes")] if self.begun else []
        pairs += [("aside", self.aside)] if self.aside else []
        pairs += [("misses", str(self.misses))] if self.misses else []
        pairs += [("page", str(self.page))] if self.page else []
        pairs += [("pace", "slow")] if self.slow else []
        pairs += [("asked", " ".join(self.asked))] if self.asked else []
        pairs += [("heard", "yes")] if self.heard else []
        pairs += [("language", self.language)] if self.language != "en" else []
        pairs += [("texts", self.texts)] if self.texts else []
        pairs += [("sent", str(self.sent))] if self.sent else []
        pairs += [("asking", self.asking)] if self.asking else []
        pairs += [("sealed", self.sealed)] if self.sealed else []
        return pairs

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[str, str]]) -> "Session":
        """The session that `to_pairs` wrote. What cannot be read is left out, never an error."""
        answers, own = [], {}
        for name, value in pairs:
            if name in SESSION_NAMES:
                own[name] = value
            else:
                answers.append((name, value))
        return cls(
            answers=tuple(answers),
            aside=own.get("aside"),
            misses=_count(own.get("misses")),
            page=_count(own.get("page")),
            slow=own.get("pace") == "slow",
            language=own.get("language", "en"),
            begun="begun" in own,
            asked=tuple(own.get("asked", "").split()),
            heard="heard" in own,
            texts=own.get("texts", ""),
            sent=_count(own.get("sent")),
            asking=own.get("asking", ""),
            sealed=own.get("sealed", ""),
        )


def _count(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 3 else 0
