"""Rules about flow files: each carries its code and its reasons where it is written, beside the function that looks.

The rules that a line cannot start without are here in `content`; `helpline check` adds its own to registries of
the same kind, and prints the findings of both.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from helpline.errors import Complaint

Severity = Literal["error", "warning"]
Subject = TypeVar("Subject")
Look = Callable[[Subject], Iterable[Complaint]]
Graded = Callable[[Subject], Iterable[tuple[Severity, Complaint]]]


@dataclass(frozen=True)
class Finding:
    """A complaint with the rule behind it.

    `code` never changes once given out; an error blocks a release, a warning does not. `rests_on`
    names the written rule (accessibility.md, or "house" for one of our own), `why` says what it
    spares a caller, and `complaint` holds file, line, what is amiss and the cure.
    """

    code: str
    severity: Severity
    rests_on: str
    why: str
    complaint: Complaint

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Errors first, then by file, line and code."""
        return self.severity, self.complaint.file, self.complaint.line, self.code


@dataclass(frozen=True)
class Rule:
    """A rule's code, the written rule that it rests on ("house" for one of our own), and why it is kept."""

    code: str
    rests_on: str
    why: str
    severity: Severity = "error"

    def finding(self, complaint: Complaint) -> Finding:
        """The finding that this rule is broken."""
        return Finding(self.code, self.severity, self.rests_on, self.why, complaint)


class Rules(Generic[Subject]):
    """A registry of rules about one kind of subject, in the order in which they are written."""

    def __init__(self) -> None:
        self._looks: list[tuple[dict[Severity, Rule], Graded[Subject]]] = []

    def rule(
        self, code: str, rests_on: str, why: str, severity: Severity = "error"
    ) -> Callable[[Look[Subject]], Look[Subject]]:
        """Register the decorated function, which yields a complaint for everything that breaks the rule."""

        def register(look: Look[Subject]) -> Look[Subject]:
            self.limits(Rule(code, rests_on, why, severity))(
                lambda subject: ((severity, complaint) for complaint in look(subject))
            )
            return look

        return register

    def limits(self, *rules: Rule) -> Callable[[Graded[Subject]], Graded[Subject]]:
        """Register the decorated function for one rule with two limits.

        It yields ("error", complaint) past the hard limit and ("warning", complaint) past the soft one.
        """

        def register(look: Graded[Subject]) -> Graded[Subject]:
            self._looks.append(({rule.severity: rule for rule in rules}, look))
            return look

        return register

    @property
    def codes(self) -> list[str]:
        """The code of each rule."""
        return [rule.code for by_severity, _ in self._looks for rule in by_severity.values()]

    def findings(self, subject: Subject, off: Collection[str] = ()) -> Iterator[Finding]:
        """Everything that the rules find, each complaint once, but for the codes that are switched `off`."""
        for by_severity, look in self._looks:
            on = {severity: rule for severity, rule in by_severity.items() if rule.code not in off}
            for severity, complaint in dict.fromkeys(look(subject)) if on else ():
                if severity in on:
                    yield on[severity].finding(complaint)
