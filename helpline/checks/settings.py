"""flows/checks.yaml: rules that are switched off, each with a reason, and the words that need explaining."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field

from helpline.content.fields import parse
from helpline.content.rules import Finding, Rule
from helpline.content.source import read
from helpline.content.wording import Sentence, Strict

FILE = "checks.yaml"
SETTINGS = Rule("H15", "house", "A rule that is off by mistake protects nobody.")


class Checks(Strict):
    """The decisions about the checks that the people who edit the words have taken.

    `off` holds a reason for each rule code that is switched off. `explain` holds, for each word
    that parents may not know, phrases of which one must be said in a path that uses the word.
    """

    off: dict[str, Sentence] = {}
    explain: dict[str, Annotated[list[Sentence], Field(min_length=1)]] = {}


def read_checks(folder: Path, known_codes: Collection[str]) -> tuple[Checks, list[Finding]]:
    """The settings in a flow folder and their faults; all rules are on where there is no file.

    Settings that cannot be read switch nothing off, so that a typing mistake never hides a finding.
    """
    if not (folder / FILE).exists():
        return Checks(), []
    source = read(folder / FILE)
    checks, amiss = parse(Checks, source) or Checks(), source.complaints
    cure = "Take the line out, or copy the code from a finding."
    amiss += [
        source.complain(("off", code), f'No rule is called "{code}".', cure)
        for code in checks.off
        if code not in known_codes
    ]
    return checks, [Finding(SETTINGS, complaint) for complaint in amiss]
