"""`helpline text`: texts in the terminal, through the real webhooks."""

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
