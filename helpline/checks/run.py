"""Checking a folder of flow files: from a path to findings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpline.checks import (
    emergency,
    facts,
    faq,
    language,
    languages,
    parity,
    phone_numbers,
    proof,
    shape,
    text,
    understanding,
    voice,
    wordings,
)
from helpline.checks.material import Material
from helpline.checks.phone_numbers import text_files
from helpline.checks.settings import SETTINGS, Checks, read_checks
from helpline.content import flow_rules, load
from helpline.content.library import Library
from helpline.content.rules import Finding
from helpline.content.timing import Measured, Stopwatch, not_measured

RULES = tuple(
    module.rules
    for module in (emergency, shape, proof, parity, voice, wordings, text, understanding, faq,
                   language, languages, facts, phone_numbers)
)  # fmt: skip
EVERY_RULE = (load.UNREADABLE, SETTINGS, *(rule for rules in (flow_rules.rules, *RULES) for rule in rules))
Measuring = Callable[[Library], Measured]


@dataclass(frozen=True)
class Result:
    """The findings in a folder, errors first, and the rules that are switched off, each with its reason."""

    findings: tuple[Finding, ...]
    off: dict[str, str]

    @property
    def errors(self) -> int:
        """How many findings block."""
        return sum(finding.rule.severity == "error" for finding in self.findings)


def _no_clips(_library: Library) -> Measured:
    return not_measured


def check_folder(folder: Path, on: date, measuring: Measuring = _no_clips) -> Result:
    """Check the flow files in `folder` as on the day `on`.

    `measuring` gives what measures the clips of a library. Words that cannot be loaded give the
    findings that say so, and only those: the other rules need a flow that holds together.
    """
    library, found = load.read_flows(folder)
    checks, amiss = read_checks(folder, EVERY_RULE)
    if library is None or found:
        return Result((*amiss, *found), checks.off)
    material = _material(library, folder, on, checks, measuring)
    found = [*amiss, *(finding for rules in RULES for finding in rules.findings(material, checks.off))]
    return Result(tuple(sorted(found, key=lambda finding: finding.order)), checks.off)


def gather(folder: Path, on: date, measuring: Measuring = _no_clips) -> Material:
    """Load `folder` as material for the rules. Raises ContentError when it cannot be used."""
    return _material(load.load(folder), folder, on, read_checks(folder, EVERY_RULE)[0], measuring)


def _material(library: Library, folder: Path, on: date, checks: Checks, measuring: Measuring) -> Material:
    watch, *others = (Stopwatch(one.service.pronounce, measuring(one)) for one in (library, *library.live.values()))
    watches = dict(zip(library.live, others, strict=True))
    return Material(library, on, checks, text_files(folder), watch, watches)
