"""The sheet beside a recording says what was read, and can be read back."""

from pathlib import Path

import pytest

from helpline.speech.clips import Prompt
from helpline.speech.recording_script import read_sheet, sheet_of, sheets, written

from .conftest import NUMBER, QUESTION


@pytest.mark.parametrize("slow", [False, True])
def test_what_is_written_is_read_back(tmp_path: Path, slow: bool) -> None:
    prompt = Prompt("number", NUMBER, slow, "pl")
    sheet = sheet_of(prompt, "c0ffee")
    path = tmp_path / "number.txt"
    path.write_text(written(sheet, prompt.script))
    assert read_sheet(path) == sheet
    assert list(sheets(tmp_path)) == [sheet]


def test_people_can_read_it_too() -> None:
    text = written(sheet_of(Prompt("biscuit", QUESTION), "c0ffee"), QUESTION)
    assert "Which biscuit do you like?\n(pause 0.5 seconds)\nGinger,\n(pause 0.25 seconds)\npress 1." in text


@pytest.mark.parametrize(
    "text", ["", "script: abc\n", "notes of my own", "script: a\nsound: b\nslow: no\n", "\n\nscript: a"]
)
def test_any_other_text_is_no_sheet(tmp_path: Path, text: str) -> None:
    (tmp_path / "notes.txt").write_text(text)
    assert list(sheets(tmp_path)) == []


def test_a_file_that_is_no_text_is_no_sheet(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"\xff\xfe\x00")
    assert read_sheet(tmp_path / "notes.txt") is None
    assert read_sheet(tmp_path / "nowhere.txt") is None


def test_words_that_look_like_fields_change_nothing(tmp_path: Path) -> None:
    prompt = Prompt("biscuit", QUESTION)
    sheet = sheet_of(prompt, "c0ffee")
    (tmp_path / "biscuit.txt").write_text(written(sheet, QUESTION) + "script: 0000\n")
    assert read_sheet(tmp_path / "biscuit.txt") == sheet
