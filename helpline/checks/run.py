"""Checking a folder of flow files: from a path to findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from helpline.checks import facts, language, numbers, parity, proof, shape, structure, text, understanding, voice, wire
from helpline.checks.finding import Finding, Rule
from helpline.checks.material import Material, sources_of
from helpline.checks.repository import text_files
from helpline.checks.settings import Checks, read_checks
from helpline.content.library import Library
from helpline.content.load import Contacts, load
from helpline.content.model import Flow, Phrases, Service, Words
from helpline.content.timing import Measured, Stopwatch, not_measured
from helpline.errors import ContentError

RULES: tuple[Rule, ...] = (
    *shape.RULES, *proof.RULES, *parity.RULES, *voice.RULES, *wire.RULES, *numbers.RULES,
    *text.RULES, *understanding.RULES, *language.RULES, *facts.RULES,
)  # fmt: skip
CODES = {rule.code for rule in (*structure.RULES, *RULES)}


@dataclass(frozen=True)
class Result:
    """What a check of a folder found, errors first, and which rules were switched off with what reason."""

    findings: tuple[Finding, ...]
    off: dict[str, str]

    @property
    def errors(self) -> int:
        """How many findings block."""
        return sum(finding.severity == "error" for finding in self.findings)


def check_folder(folder: Path, on: date, measuring: Callable[[], Measured] = lambda: not_measured) -> Result:
    """Check the flow files in `folder` as on the day `on`.

    `measuring` gives what measures clips; it is asked only once the words can be loaded. Words that
    cannot be give the findings that say so, and only those: the other rules need a flow that holds together.
    """
    checks, amiss = read_checks(folder, CODES)
    # A switch that cannot be read switches nothing off, so that a typing mistake never hides a finding.
    findings = structure.as_findings(structure.SETTINGS, amiss)
    try:
        material = gather(folder, on, checks, measuring())
    except ContentError as error:
        return Result(tuple(findings + _unloadable(folder, on, error)), checks.off)
    findings += run(RULES, material)
    return Result(tuple(sorted(findings, key=lambda finding: finding.order)), checks.off)


def run(rules: Iterable[Rule], material: Material) -> list[Finding]:
    """The findings of those rules that are not switched off."""
    return [found for rule in rules if rule.code not in material.checks.off for found in rule.findings(material)]


def gather(folder: Path, on: date, checks: Checks | None = None, measured: Measured = not_measured) -> Material:
    """Load `folder` as material for the rules. Raises ContentError when it cannot be used."""
    library = load(folder)
    checks = checks or read_checks(folder, CODES)[0]
    watch = Stopwatch(library.service.pronounce, measured)
    return Material(library, sources_of(folder), on, checks, text_files(folder), watch)


def _unloadable(folder: Path, on: date, error: ContentError) -> list[Finding]:
    """The loader's complaints, by the rule they come from where the files can be read at all."""
    sources = sources_of(folder)
    try:
        library = Library(
            Service.model_validate(sources["service"].tree),
            Contacts.model_validate(sources["contacts"].tree).root,
            Flow.model_validate(sources["flow"].tree),
            Words.model_validate(sources["words"].tree),
            Phrases.model_validate(sources["phrases"].tree),
        )
    except ValidationError:
        return structure.as_findings(structure.UNREADABLE, error.complaints)
    # The loader complains of more than these rules know, so its own words stand where they find nothing.
    found = run(structure.RULES, Material(library, sources, on))
    return found or structure.as_findings(structure.UNREADABLE, error.complaints)
