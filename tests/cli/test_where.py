"""`helpline where`: everything that holds a name of the flow files."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpline.checks.prompts import prompts
from helpline.cli.where import where
from helpline.content.load import load
from helpline.content.phrases import DIGIT_WORDS

from ..checks.conftest import TEA


def run(name: str, audio: Path) -> Result:
    return CliRunner().invoke(where, ["--flows", str(TEA), "--audio", str(audio), name])


def listed(output: str) -> dict[str, list[str]]:
    """What stands under each heading."""
    found = {}
    for part in output.split("\n\n")[1:]:
        heading, *lines = part.rstrip("\n").splitlines()
        found[heading.rsplit(": ", 1)[0]] = [line.strip() for line in lines]
    return found


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    (tmp_path / "recordings").mkdir()
    for name in ("leaves.wav", "leaves.txt", "cup.wav"):
        (tmp_path / "recordings" / name).write_text("a voice")
    return tmp_path


def test_a_contact(audio: Path) -> None:
    result = run("teapot", audio)
    assert result.output.startswith("teapot is a contact: contacts.yaml, line 9.\n")
    found = listed(result.output)
    assert found["Lines of the flow files"] == [
        "tea.yaml, line 70: steps > pour_again > contacts > 0",
        "tea.yaml, line 82: steps > leaves > contacts > 0",
        "words.yaml, line 30: replies > numbers > contacts > 1",
    ]
    assert found["Texts, by their step"] == ["pour_again", "leaves", "numbers"]
    assert found["Fallbacks (TwiML Bins)"] == ["call", "text"]
    assert found["Pages"] == [
        "/", "/map", "/privacy", "/accessibility", "helpline script", "helpline script --map",
    ]  # fmt: skip
    assert found["Clips that are built"] == []
    assert found["Recordings"] == ["leaves.wav"]


def test_every_prompt_that_says_the_number_is_named(audio: Path) -> None:
    library = load(TEA)
    said = re.compile(", ".join(DIGIT_WORDS[int(digit)] for digit in "002"))
    wanted = {one.name for one in prompts(library) if said.search(one.words) or "The Teapot" in one.words}
    assert set(listed(run("teapot", audio).output)["Prompts of a call"]) == wanted


@pytest.mark.parametrize(
    ("name", "kind", "texts"),
    [
        ("leaves", "a step: tea.yaml, line 79", ["leaves"]),
        ("fallback", "a reply: words.yaml, line 32", ["fallback"]),
        ("farewell", "a shared phrase: phrases.yaml, line 27", []),
        (
            "emergency",
            "a contact: contacts.yaml, line 17",
            ["danger", "above the reply to a long text", "above the reply to a text that is not understood"],
        ),
    ],
)
def test_other_names(audio: Path, name: str, kind: str, texts: list[str]) -> None:
    output = run(name, audio).output
    assert output.startswith(f"{name} is {kind}.\n")
    assert listed(output)["Texts, by their step"] == texts


def test_a_phrase_is_in_the_prompts_that_say_it(audio: Path) -> None:
    assert listed(run("farewell", audio).output)["Prompts of a call"] == ["farewell"]


def test_a_name_that_is_several_things_is_told_of_each(audio: Path) -> None:
    output = run("milk", audio).output
    assert "milk is a step: tea.yaml" in output
    assert "milk is a keyword: words.yaml" in output


def test_a_name_that_is_not_there(audio: Path) -> None:
    result = run("teapott", audio)
    assert result.exit_code == 2
    assert result.output == 'Nothing in the flow files is called "teapott". Did you mean "teapot"?\n'
