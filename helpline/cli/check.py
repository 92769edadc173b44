"""`helpline check`: all faults of the words, in one list."""

import json
import os
import sys
from datetime import date
from pathlib import Path

import click

from helpline.checks.run import Result, check_folder
from helpline.cli.options import audio_option, clip_lengths, day_option, flows_option
from helpline.content.rules import Finding


@click.command()
@flows_option
@day_option
@audio_option
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
def check(flows: Path, day: date, audio: Path, form: str) -> None:
    """Check the words, the numbers and their dates. Ends with 1 when anything is an error."""
    result = check_folder(flows, day, clip_lengths(audio))
    click.echo(_github(result, flows) if form == "github" else FORMATS[form](result))
    sys.exit(1 if result.errors else 0)


def _text(result: Result) -> str:
    lines = [_paragraph(finding) for finding in result.findings]
    lines += [f"Switched off: {code}. {reason}" for code, reason in result.off.items()]
    return "\n".join([*lines, _counts(result)])


def _paragraph(finding: Finding) -> str:
    rule, found = finding.rule, finding.complaint
    return (
        f"{found.file}, line {found.line}: {rule.severity} {rule.code} (rule {rule.rests_on})\n"
        f"  {found.says}\n  Why: {rule.why}\n  Cure: {found.cure}\n"
    )


def _json(result: Result) -> str:
    findings = [
        {
            "code": finding.rule.code, "severity": finding.rule.severity,
            "rule": finding.rule.rests_on, "why": finding.rule.why,
            "file": finding.complaint.file, "line": finding.complaint.line,
            "says": finding.complaint.says, "cure": finding.complaint.cure,
        }
        for finding in result.findings
    ]  # fmt: skip
    return json.dumps({"findings": findings, "off": result.off}, indent=2, ensure_ascii=False)


def _github(result: Result, flows: Path) -> str:
    """Lines that a code host shows beside the file ("::error file=...")."""
    return "\n".join([*(_annotation(finding, flows) for finding in result.findings), _counts(result)])


def _annotation(finding: Finding, flows: Path) -> str:
    rule, found = finding.rule, finding.complaint
    # The host counts from the root of the repository, where it runs the command.
    path = os.path.relpath(flows / found.file) if (flows / found.file).exists() else found.file
    words = f"{found.says} {found.cure}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{rule.severity} file={path},line={found.line},title={rule.code}::{words}"


def _counts(result: Result) -> str:
    return f"{result.errors} errors, {len(result.findings) - result.errors} warnings."


FORMATS = {"text": _text, "json": _json}
