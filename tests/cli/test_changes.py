"""`helpline changes`: two folders, or two git revisions."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpline.cli.changes import changes
from helpline.errors import SettingError

from ..checks.conftest import TEA, Broken, broken

__all__ = ["broken"]
COUNT = ("tea.yaml", "outcome: Look at the leaves.", "outcome: Count the leaves.")


def run(*args: object) -> str:
    result = CliRunner().invoke(changes, list(map(str, args)), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_two_folders(broken: Broken) -> None:
    output = run(TEA, broken(COUNT))
    assert "What is heard and read:" in output
    assert 'leaves (keys 2): they now hear "Count the leaves." instead of "Look at the leaves.".' in output
    assert "Clips and recordings:" in output
    assert "Where keys lead" not in output


def test_nothing_changes() -> None:
    assert run(TEA, TEA) == "Nothing that a parent hears or reads changes.\n"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A git repository with two versions of the flow files."""
    flows = tmp_path / "repository" / "flows"
    shutil.copytree(TEA, flows)
    git = ["git", "-C", str(flows.parent), "-c", "user.name=A", "-c", "user.email=a@tea.example"]
    subprocess.run([*git, "init", "-q"], check=True)  # noqa: S603
    for name, words in (("old", COUNT[1]), ("new", COUNT[2])):
        path = flows / COUNT[0]
        path.write_text(path.read_text().replace(COUNT[1], words))
        for command in (["add", "."], ["commit", "-qm", name], ["tag", name]):
            subprocess.run([*git, *command], check=True)  # noqa: S603
    return flows


def test_two_revisions(kept: Path) -> None:
    assert "Count the leaves." in run("--flows", kept, "old", "new")
    assert run("--flows", kept, "new", kept) == "Nothing that a parent hears or reads changes.\n"


def test_without_git_a_revision_is_refused_in_a_sentence(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SettingError, match="git is not installed"):
        run("--flows", kept, "old", "new")


def test_a_revision_that_git_does_not_know(kept: Path) -> None:
    with pytest.raises(SettingError, match="neither a folder nor a revision"):
        run("--flows", kept, "older", "new")
