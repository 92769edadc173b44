"""`helpline changes`: two folders, or two git revisions."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpline.cli.changes import changes
from helpline.errors import SettingError

from ..checks.conftest import TEA, Broken, broken

__all__ = ["broken"]
NOTHING = "Nothing that a parent hears or reads changes: no value of the flow files differs."
COUNT = ("tea.yaml", "outcome: Look at the leaves.", "outcome: Count the leaves.")


def run(*args: object) -> str:
    result = CliRunner().invoke(changes, list(map(str, args)), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_two_folders(broken: Broken) -> None:
    output = run(TEA, broken(COUNT))
    assert output.startswith(f"From the folder {TEA} to the folder ")
    assert "What is heard and read:\n  leaves (keys 2): they now hear and read" in output
    assert "To do, so that callers hear it:\n  Restart the line." in output
    assert "Where keys lead" not in output


def test_nothing_changes() -> None:
    assert run(TEA, TEA) == f"From the folder {TEA} to the folder {TEA}.\n\n{NOTHING}\n"


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
    output = run("--flows", kept, "old", "new")
    assert re.match(
        r"From old \([0-9a-f]{7} of \d{4}-\d\d-\d\d\) to new \([0-9a-f]{7} of \d{4}-\d\d-\d\d\)\.\n\n", output
    )
    assert "Count the leaves." in output
    assert NOTHING in run("--flows", kept, "new", kept)


def test_without_git_a_revision_is_refused_in_a_sentence(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SettingError, match='"old" is no folder here, .* git must be installed'):
        run("--flows", kept, "old", kept)


def test_a_revision_that_git_does_not_know(kept: Path) -> None:
    with pytest.raises(SettingError, match="neither a folder nor a revision"):
        run("--flows", kept, "older", "new")


@pytest.mark.parametrize(("which", "order"), [("OLD", (0, 1)), ("NEW", (1, 0))])
def test_a_version_that_cannot_be_read_is_named(broken: Broken, which: str, order: tuple[int, int]) -> None:
    lacking = broken(("phrases.yaml", "pen: You may want a pen.\n", ""))
    folders = [(lacking, TEA)[i] for i in order]
    with pytest.raises(SettingError) as refused:
        run(*folders)
    assert str(refused.value) == (
        f"{which} is the folder {lacking}, and this version of the line cannot read its words, so nothing was compared. "
        f'These faults are in {which}:\n  phrases.yaml, line 1: "pen" is missing. Add a line "pen: …".'
    )
