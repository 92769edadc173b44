"""flows/checks.yaml: rules that are switched off, each with a reason, and the words that need explaining."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from helpline.content.fields import parse
from helpline.content.rules import Finding, Rule
from helpline.content.source import Source, read
from helpline.content.wording import Sentence, Strict
from helpline.errors import Complaint

FILE = "checks.yaml"
SETTINGS = Rule("H15", "house", "A rule that is off by mistake, or for no reason, protects nobody.", always=True)
# Fewer words ("too busy", "we will do it later") name nothing that a parent gets instead.
REASON_WORDS = 10


class Checks(Strict):
    """The decisions about the checks that the people who edit the words have taken.

    `off` holds a reason for each rule code that is switched off. `explain` holds, for each word
    that parents may not know, phrases of which one must be said in a path that uses the word.
    """

    off: dict[str, Sentence] = {}
    explain: dict[str, Annotated[list[Sentence], Field(min_length=1)]] = {}


def read_checks(folder: Path, rules: Collection[Rule]) -> tuple[Checks, list[Finding]]:
    """The settings in a flow folder and their faults; all rules are on where there is no file.

    Settings that cannot be read switch nothing off, nor does a single switch with a fault, so that no mistake
    hides a finding.
    """
    if not (folder / FILE).exists():
        return Checks(), []
    source = read(folder / FILE)
    checks, amiss = parse(Checks, source) or Checks(), source.complaints
    faults = dict(_faults(source, checks.off, {rule.code: rule for rule in rules}))
    off = {code: reason for code, reason in checks.off.items() if code not in faults}
    findings = [Finding(SETTINGS, complaint) for complaint in (*amiss, *faults.values())]
    return checks.model_copy(update={"off": off}), findings


def _faults(source: Source, off: dict[str, str], rules: dict[str, Rule]) -> Iterator[tuple[str, Complaint]]:
    """Each code that cannot be switched off so, and why."""
    for code, reason in off.items():
        at = "off", code
        if code not in rules:
            cure = "Take the line out, or copy the code from a finding."
            yield code, source.complain(at, f'No rule is called "{code}".', cure)
        elif rules[code].always:
            says = f'"{code}" can never be switched off. {rules[code].why}'
            yield code, source.complain(at, says, "Take the line out, and mend what the rule finds.")
        elif len(reason.split()) < REASON_WORDS:
            says = f'"{reason}" is no reason that a parent could read.'
            cure = f"Say why, and what a parent gets instead, in {REASON_WORDS} words or more."
            yield code, source.complain(at, says, cure)
