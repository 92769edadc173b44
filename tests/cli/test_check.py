"""`helpline check`: one list, three forms, and the exit status that a build waits for."""

import json

import pytest
from click.testing import CliRunner, Result

from helpline.cli.check import check

from ..checks.conftest import TEA, Broken, broken

__all__ = ["broken"]
REASON = "It is a joke that every caller gets in whole all the same."
LONG_ACK = ("tea.yaml", "ack: The milk.", "ack: You said it is the milk.")


def run(*args: object, flows: object = TEA) -> Result:
    return CliRunner().invoke(check, ["--flows", str(flows), "--on", "2026-11-23", *map(str, args)])


def test_nothing_amiss() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.output == "0 errors, 0 warnings.\n"


def test_an_error_ends_with_1_and_says_where_why_and_how(broken: Broken) -> None:
    result = run(flows=broken(LONG_ACK))
    assert result.exit_code == 1
    assert result.output == (
        "tea.yaml, line 12: error V24 (rule V24)\n"
        '  "You said it is the milk." is long.\n'
        "  Why: A caller needs to know that the key was heard, and nothing more.\n"
        "  Cure: Say it in 4 words.\n\n"
        "1 errors, 0 warnings.\n"
    )


def test_a_warning_does_not_block(broken: Broken) -> None:
    result = run(flows=broken(("phrases.yaml", " I ask two questions.", "")))
    assert result.exit_code == 0
    assert "0 errors, 1 warnings." in result.output


def test_what_is_switched_off_is_said(broken: Broken) -> None:
    result = run(flows=broken(("checks.yaml", "explain:", f"off: {{V36: {REASON}}}\nexplain:")))
    assert f"Switched off: V36. {REASON}" in result.output


def test_json(broken: Broken) -> None:
    found = json.loads(run("--format", "json", flows=broken(LONG_ACK)).output)
    assert found["findings"][0] | {"why": ""} == {
        "code": "V24", "severity": "error", "rule": "V24", "why": "", "file": "tea.yaml", "line": 12,
        "says": '"You said it is the milk." is long.', "cure": "Say it in 4 words.",
    }  # fmt: skip


def test_github(broken: Broken, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = broken(LONG_ACK)
    monkeypatch.chdir(folder.parent)
    assert run("--format", "github", flows="flows").output == (
        '::error file=flows/tea.yaml,line=12,title=V24::"You said it is the milk." is long. Say it in 4 words.\n'
        "1 errors, 0 warnings.\n"
    )


def test_github_with_nothing_amiss() -> None:
    assert run("--format", "github").output == "0 errors, 0 warnings.\n"


def test_the_day_can_be_set() -> None:
    result = CliRunner().invoke(check, ["--flows", str(TEA), "--on", "2027-06-01"])
    assert result.exit_code == 1
    assert "The Kettle had to be checked again by 2027-01-30." in result.output


@pytest.mark.parametrize("on", ["yesterday", "23.11.2026"])
def test_a_day_that_is_none(on: str) -> None:
    assert CliRunner().invoke(check, ["--flows", str(TEA), "--on", on]).exit_code == 2
