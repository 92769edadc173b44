"""`helpline explain`: the sentences in the terminal."""

import os

from .conftest import Run


def test_a_message_is_explained_under_headings(run: Run) -> None:
    output = run("explain", "the counsil, pls").output
    assert output.startswith('Read as:\n"the council"\nLeft out: "pls", which changes nothing.\n')
    assert '"counsil" is taken for "council".' in output
    for heading in ("What was decided, and why:", "Danger:", "The reply:", "If this is wrong:"):
        assert f"\n\n{heading}\n" in output
    assert "SEND help Worcestershire\n" in output


def test_a_message_at_a_later_step(run: Run) -> None:
    output = run("explain", "we met", "--after", "menu, school").output
    assert 'The conversation stands at "setting" (disagreement.yaml, line ' in output


def test_a_message_that_is_not_text_is_told(run: Run) -> None:
    result = run("explain", os.fsdecode(b"caf\xe9"))
    assert result.exit_code == 1
    assert result.output.startswith("Error: What was typed or piped in is not text in UTF-8.")
