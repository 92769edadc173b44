"""`helpline call`: a call in the terminal, through the real webhooks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import SHIPPED
from ..numbers import SAID, SENDIASS, dialled
from .conftest import Run


def test_keys_typed_walk_to_an_outcome_and_its_number(run: Run) -> None:
    result = run("call", typed="1\n3\nq\n")
    assert result.exit_code == 0
    assert "Who do you disagree with?" in result.output
    assert SAID["sen_services"] in result.output
    assert result.output.rstrip().endswith("(You hang up.)")


def test_keys_can_be_given_on_the_command_line(run: Run) -> None:
    assert "press 4." in run("call", "1", typed="q\n").output


def test_silence_is_possible_and_ends_with_a_number(run: Run) -> None:
    result = run("call", typed="\n" * 8)
    assert "Take your time." in result.output
    assert SAID["sendiass"] in result.output
    assert result.output.rstrip().endswith("(The line ends the call.)")


def test_what_is_not_a_key_is_explained(run: Run) -> None:
    assert "A phone has the keys 0 to 9, * and #." in run("call", typed="twelve\nq\n").output


def test_the_end_of_the_input_hangs_up(run: Run) -> None:
    assert "(You hang up.)" in run("call", typed="").output


def test_a_call_that_is_put_through_comes_back(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "flows")
    contacts = tmp_path / "flows" / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("  name: SENDIASS", "  name: SENDIASS\n  put_through: true"))
    result = run("call", "--flows", str(tmp_path / "flows"), typed="1\n1\n3\nq\n")
    assert f"(The line calls +44{dialled(SENDIASS)[1:]}." in result.output
    assert "No one picked up." in result.output


def test_keys_in_a_pipe_all_count() -> None:
    """In a real pipe: the runner's own input is not read ahead."""
    done = subprocess.run(
        [sys.executable, "-m", "helpline", "call"], input="1\n2\nq\n", capture_output=True, text=True, check=True
    )
    assert "Key (10 s): 2\nNot met yet." in done.stdout
    assert done.stdout.endswith("Key (10 s): q\n(You hang up.)\n")


@pytest.mark.parametrize("command", ["call", "text"])
def test_bytes_that_are_not_text_are_told(run: Run, command: str) -> None:
    result = run(command, typed=b"\xff\xfe\n")
    assert result.exit_code == 1
    assert result.output.endswith(
        "Error: What was typed or piped in is not text in UTF-8. Save it as UTF-8, and send it again.\n"
    )


@pytest.mark.parametrize(
    ("at", "closed"),
    [("2026-12-25 10:00", True), ("2026-12-25T23:59", True), ("2026-12-26 00:00", False), ("2026-12-24", True)],
)
def test_the_line_can_be_called_as_at_another_time(run: Run, tmp_path: Path, at: str, closed: bool) -> None:
    shutil.copytree(SHIPPED, tmp_path / "flows")
    contacts = tmp_path / "flows" / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("  name: SENDIASS", "  name: SENDIASS\n  closed: 2026-12-25"))
    called = run("call", "0", "--flows", str(tmp_path / "flows"), "--at", at).output
    texted = run("text", "numbers", "--flows", str(tmp_path / "flows"), "--at", at).output
    for output in (called, texted):
        assert ("It is closed to the end of" in output) is closed


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-31-12", '"2026-31-12" is not a day and time written like 2026-12-25 10:00.'),
        ("tomorrow", '"tomorrow" is not a day and time written like 2026-12-25 10:00.'),
        ("9999-12-31", "9999 is too far away: 2000 to 2099 can be tried."),
    ],
)
def test_a_time_that_is_none_is_told(run: Run, at: str, says: str) -> None:
    result = run("call", "--at", at)
    assert result.exit_code == 2
    assert result.output.endswith(f"Error: Invalid value for '--at': {says}\n")
