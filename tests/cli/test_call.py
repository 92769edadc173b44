"""`helpline call`: a call in the terminal, through the real webhooks."""

import shutil
from pathlib import Path

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
