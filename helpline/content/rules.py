"""Rules about flow files: each carries its code and its reasons where it is written, beside its function.

The rules that a line cannot start without are here in `content`; `helpline check` adds its own to registries of
the same kind, and prints the findings of both.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from helpline.errors import Complaint

Severity = Literal["error", "warning"]
Subject = TypeVar("Subject")
Check = Callable[[Subject], Iterable[Complaint]]
GradedCheck = Callable[[Subject], Iterable[tuple[Severity, Complaint]]]


@dataclass(frozen=True)
class Rule:
    """A rule by its code, which never changes once given out.

    `rests_on` names the written rule (accessibility.md, or "house" for one of our own), `why` says what it
    spares a caller. An error blocks a release, a warning does not. A rule that holds `always` cannot be
    switched off.
    """

    code: str
    rests_on: str
    why: str
    severity: Severity = "error"
    always: bool = False


@dataclass(frozen=True)
class Finding:
    """A rule that is broken, and the complaint: file, line, what is amiss and the cure."""

    rule: Rule
    complaint: Complaint

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Errors first, then by file, line and code."""
        return self.rule.severity, self.complaint.file, self.complaint.line, self.rule.code


class Rules(Generic[Subject]):
    """A registry of rules about one kind of subject, in the order in which they are written.

    With `always`, none of the rules that `rule` registers can be switched off.
    """

    def __init__(self, *, always: bool = False) -> None:
        self._checks: list[tuple[dict[Severity, Rule], GradedCheck[Subject]]] = []
        self._always = always

    def rule(
        self, code: str, rests_on: str, why: str, severity: Severity = "error", *, always: bool = False
    ) -> Callable[[Check[Subject]], Check[Subject]]:
        """Register the decorated function, which yields a complaint for everything that breaks the rule."""

        def register(check: Check[Subject]) -> Check[Subject]:
            self.limits(Rule(code, rests_on, why, severity, always or self._always))(
                lambda subject: ((severity, complaint) for complaint in check(subject))
            )
            return check

        return register

    def limits(self, *rules: Rule) -> Callable[[GradedCheck[Subject]], GradedCheck[Subject]]:
        """Register the decorated function for one rule with two limits.

        It yields ("error", complaint) past the hard limit and ("warning", complaint) past the soft one.
        """

        def register(check: GradedCheck[Subject]) -> GradedCheck[Subject]:
            self._checks.append(({rule.severity: rule for rule in rules}, check))
            return check

        return register

    def __iter__(self) -> Iterator[Rule]:
        """Each rule, one for each limit."""
        return (rule for by_severity, _ in self._checks for rule in by_severity.values())

    def findings(self, subject: Subject, off: Collection[str] = ()) -> Iterator[Finding]:
        """Everything that the rules find, each complaint once, but for the codes that are switched `off`."""
        for by_severity, check in self._checks:
            on = {severity: rule for severity, rule in by_severity.items() if rule.code not in off}
            for severity, complaint in dict.fromkeys(check(subject)) if on else ():
                if severity in on:
                    yield Finding(on[severity], complaint)
