"""Changed flow files are read again on a staff line; whatever is amiss with them, the last good words stay."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.cli.carrier import Carrier
from helpline.config import Settings

from ..conftest import SHIPPED, opened

OLD, NEW = "Who do you disagree with?", "Who is it about?"


@pytest.fixture
def staffed(settings: Settings, tmp_path: Path) -> Iterator[Carrier]:
    flows = shutil.copytree(SHIPPED, tmp_path / "flows")
    with opened(replace(settings, flows=flows, staff=True)) as line:
        yield line


def edit(line: Carrier, old: str, new: str, name: str = "disagreement.yaml") -> None:
    path = line.settings.flows / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def practises(line: Carrier) -> dict:  # type: ignore[type-arg]
    answer = line.app.test_client().post("/try/call")
    assert answer.status_code == 200
    return answer.json


def words(turn: dict) -> str:  # type: ignore[type-arg]
    return " ".join(piece["words"] for row in turn["lines"] for piece in row)


def test_a_changed_word_is_spoken_at_the_next_turn_of_the_practice_phone(staffed: Carrier) -> None:
    assert OLD in words(practises(staffed))
    edit(staffed, OLD, NEW)
    assert NEW in words(practises(staffed))


def test_a_call_does_not_wait_for_changed_words_and_soon_has_them(staffed: Carrier) -> None:
    edit(staffed, OLD, NEW)
    assert staffed.call().next_path  # with the old words or the new
    for thread in threading.enumerate():
        if thread.name == "flow files":
            thread.join()
    assert NEW in staffed.call().words


def test_broken_words_leave_the_last_good_ones_and_say_so(staffed: Carrier) -> None:
    edit(staffed, "steps:", "steps: [")
    turn = practises(staffed)
    assert OLD in words(turn)
    assert "disagreement.yaml, line" in turn["broken"]
    edit(staffed, "steps: [", "steps:")
    assert practises(staffed)["broken"] == ""


def test_an_editors_own_files_break_nothing(staffed: Carrier) -> None:
    folder = staffed.settings.flows
    (folder / ".#contacts.yaml").symlink_to("someone@machine.4711")  # Emacs: a link that leads nowhere
    (folder / ".contacts.yaml.swp").write_bytes(b"\0")
    (folder / "lost.yaml").symlink_to("nowhere.yaml")
    turn = practises(staffed)
    assert OLD in words(turn)
    assert turn["broken"] == ""


def test_a_folder_that_goes_leaves_the_last_good_words(staffed: Carrier) -> None:
    shutil.rmtree(staffed.settings.flows)
    assert staffed.call().next_path
    answer = staffed.app.test_client().post("/try/text", data={"body": "menu"})
    assert "\n1 " in answer.json["words"]  # type: ignore[index]
    assert answer.json["broken"]  # type: ignore[index]


def test_a_conversation_goes_on_in_the_new_words(staffed: Carrier) -> None:
    staffed.text("menu")
    edit(staffed, OLD, NEW)
    practises(staffed)
    assert "talk to the nursery" in (staffed.text("1") and staffed.text("1") or "")


def test_a_line_that_is_not_the_staffs_reads_nothing_again(settings: Settings, tmp_path: Path) -> None:
    flows = shutil.copytree(SHIPPED, tmp_path / "flows")
    with opened(replace(settings, flows=flows)) as line:
        edit(line, OLD, NEW)
        assert OLD in words(practises(line))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 docx",
        b"%PDF-1.7",
        b"a\x00b: c",
        b"a: b\x0b c",
        b"\xff\xfea\x00",
        b"a: caf\xe9",
        b"",
        b"[" * 5000,
        None,
    ],
    ids=["docx", "pdf", "empty character", "soft line break", "UTF-16", "cp1252", "nothing", "brackets", "folder"],
)
def test_whatever_is_saved_over_a_file_the_last_good_words_stay(staffed: Carrier, content: bytes | None) -> None:
    path = staffed.settings.flows / "contacts.yaml"
    path.unlink()
    path.mkdir() if content is None else path.write_bytes(content)
    turn = practises(staffed)
    assert OLD in words(turn)
    assert turn["broken"].startswith("contacts.yaml, line 1: ")
