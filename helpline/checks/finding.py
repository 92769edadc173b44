"""One thing that a check found, and what a check is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from helpline.errors import Complaint

if TYPE_CHECKING:
    from helpline.checks.material import Material

Severity = Literal["error", "warning"]
Look = Callable[["Material"], Iterator[Complaint]]


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
    """A check: what it is called, what it rests on, and the function that looks."""

    code: str
    severity: Severity
    rests_on: str
    why: str
    look: Look

    def findings(self, material: "Material") -> list[Finding]:
        """Everything this rule finds, each complaint once; an empty list when all is well."""
        found = dict.fromkeys(self.look(material))
        return [Finding(self.code, self.severity, self.rests_on, self.why, complaint) for complaint in found]


def rule(code: str, rests_on: str, why: str, severity: Severity = "error") -> Callable[[Look], Rule]:
    """Make a looking function into a Rule. `rests_on` is a rule of accessibility.md, or "house"."""
    return lambda look: Rule(code, severity, rests_on, why, look)
