"""`helpline text`: texts in the terminal, through the real webhooks."""

import os
import subprocess
import sys

from ..numbers import SENDIASS
from .conftest import Run


def test_a_conversation_with_its_sizes(run: Run) -> None:
    output = run("text", "menu", "1", "STOP").output
    assert "> menu\nSEND help Worcestershire\n" in output
    assert "(1 message segment, GSM-7)" in output
    assert "(2 message segments, GSM-7)" in output
    assert "(No reply is sent.)" in output


def test_messages_can_be_typed(run: Run) -> None:
    result = run("text", typed="numbers\n")
    assert SENDIASS in result.output
    assert result.exit_code == 0


def test_messages_in_a_pipe_all_count() -> None:
    """In a real pipe: the runner's own input is not read ahead."""
    done = subprocess.run(
        [sys.executable, "-m", "helpline", "text"], input="menu\n1\nwe met", capture_output=True, text=True, check=True
    )
    assert "> 1\nSEND help Worcestershire\nWhat have you done so far?" in done.stdout
    assert "> we met\nSEND help Worcestershire\nNext step: Disagreement Resolution." in done.stdout


def test_a_message_on_the_command_line_that_is_not_text_is_told(run: Run) -> None:
    result = run("text", os.fsdecode(b"caf\xe9"))
    assert result.exit_code == 1
    assert result.output.startswith("Error: What was typed or piped in is not text in UTF-8.")
