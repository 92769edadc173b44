"""`helpline draw` and `schema`, the help, and the sentence in which a command with a broken file ends."""

import shutil
from pathlib import Path

from ..conftest import JOKE, SHIPPED
from .conftest import Run


def test_the_picture_names_every_step(run: Run) -> None:
    output = run("draw").output
    assert output.startswith("stateDiagram-v2")
    for name in ("who", "setting", "mediation", "after_resolution"):
        assert f"step_{name}" in output


def test_the_schemas_are_written(run: Run, tmp_path: Path) -> None:
    shutil.copytree(JOKE, tmp_path / "flows")
    assert "flow.json written" in run("schema", "--flows", str(tmp_path / "flows")).output
    assert (tmp_path / "flows/schema/flow.json").read_text() == (SHIPPED / "schema/flow.json").read_text()


def test_a_broken_file_ends_in_a_sentence_and_not_in_a_traceback(run: Run, tmp_path: Path) -> None:
    shutil.copytree(JOKE, tmp_path / "flows")
    path = tmp_path / "flows/biscuits.yaml"
    path.write_text(path.read_text().replace("next: dunked", "next: dunkd"))
    for command in ("draw", "call", "text", "fallback"):
        result = run(command, "--flows", str(tmp_path / "flows"))
        assert result.exit_code == 1
        assert 'biscuits.yaml, line 15: "dunkd" is not a step. Did you mean "dunked"?' in result.output


def test_help_teaches(run: Run) -> None:
    assert "phone the line from this terminal" in run("--help").output
