"""The workflow that looks at proposals: its commands do here what they do on the code host."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import HERE, SHIPPED

WORKFLOW = HERE.parent / ".github" / "workflows" / "proposals.yml"
ALLOWED = {"actions/checkout", "actions/setup-python"}
GREETING = "    In danger? Hang up, call {emergency}.\n"


@pytest.fixture(scope="module")
def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(WORKFLOW.read_text())["jobs"]["words"]["steps"]
    return found


class Host:
    """A repository with a proposal, in which the steps of the workflow are run; `gh` only writes down its words."""

    def __init__(self, folder: Path):
        self.repository, self.temp = folder / "repository", folder / "temp"
        shutil.copytree(SHIPPED, self.repository / "flows")
        for path in (self.temp, folder / "programs"):
            path.mkdir()
        self._git("init", "-q")
        self.base = self._committed("base")
        self.asked = self.temp / "gh.txt"
        # Nothing is there to be edited, as when a proposal is new.
        self._program(folder, "gh", f'echo "$*" >> "{self.asked}"; case "$*" in *--edit-last*) exit 1;; esac')
        self._program(folder, "python", f'exec "{sys.executable}" "$@"')
        self._path = f"{folder / 'programs'}:{os.environ['PATH']}"

    @staticmethod
    def _program(folder: Path, name: str, command: str) -> None:
        path = folder / "programs" / name
        path.write_text(f"#!/bin/sh\n{command}\n")
        path.chmod(0o755)

    def _git(self, *words: str) -> str:
        git = ["git", "-C", str(self.repository), "-c", "user.name=A", "-c", "user.email=a@tea.example", *words]
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout  # noqa: S603

    def _committed(self, name: str) -> str:
        self._git("add", ".")
        self._git("commit", "-qm", name)
        return self._git("rev-parse", "HEAD").strip()

    def edit(self, file: str, was: str, now: str) -> None:
        path = self.repository / "flows" / file
        assert was in path.read_text()
        path.write_text(path.read_text().replace(was, now))
        self._committed("proposal")

    def run(self, step: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        given = {
            "PATH": self._path, "PYTHONPATH": str(HERE.parent), "RUNNER_TEMP": str(self.temp), "BASE": self.base,
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"), "NUMBER": "7", "GH_TOKEN": "none",
        }  # fmt: skip
        command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(command, cwd=self.repository, env=given, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def step(steps: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in steps if one.get("name") == name)


def test_only_actions_of_the_host_itself_are_used(steps: list[dict[str, Any]]) -> None:
    assert {one["uses"].split("@")[0] for one in steps if "uses" in one} == ALLOWED


def test_no_words_of_a_proposal_are_put_into_a_command(steps: list[dict[str, Any]]) -> None:
    assert not [one for one in steps if re.search(r"\$\{\{", one.get("run", ""))]


def test_a_fault_is_marked_and_fails(steps: list[dict[str, Any]], host: Host) -> None:
    host.edit("phrases.yaml", GREETING, "")
    done = host.run(step(steps, "Check the words"))
    assert done.returncode == 1
    assert "::error file=flows/phrases.yaml,line=5,title=E01::The greeting of a call does not tell 999." in done.stdout


def test_the_change_is_told_in_the_summary_and_a_comment(steps: list[dict[str, Any]], host: Host) -> None:
    host.edit("phrases.yaml", "text_sent: I have sent it.", "text_sent: It is sent.")
    assert host.run(step(steps, "Tell what changes")).returncode == 0
    assert host.run(step(steps, "Say it in a comment")).returncode == 0
    told = (host.temp / "changes.md").read_text()
    assert 'phrases.yaml, text_sent: they now hear or read "It is sent." instead of "I have sent it.".' in told
    assert (host.temp / "summary.md").read_text() == told
    body = f"pr comment 7 --body-file {host.temp}/changes.md"
    assert host.asked.read_text().splitlines() == [f"{body} --edit-last", body]


def test_words_that_cannot_be_read_are_told_too(steps: list[dict[str, Any]], host: Host) -> None:
    host.edit("phrases.yaml", "pen: You may want a pen.\n", "")
    assert host.run(step(steps, "Tell what changes")).returncode == 0
    assert "These faults are in NEW:\n  phrases.yaml" in (host.temp / "changes.md").read_text()
