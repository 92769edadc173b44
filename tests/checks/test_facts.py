"""Numbers that stand where they should not, and days on which someone must look again."""

import subprocess
from datetime import date

import pytest

from helpline.checks.run import check_folder
from helpline.checks.stray import strays

from .conftest import ON, TEA, Broken, codes

# Put together here, so that this file holds no number itself.
CALLED = "01905" + " 000 " + "111"
SAID = "zero, one, nine, zero, five. <break/> one, one, one. " + "two, two, two."


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 11, 1), set()),
        (date(2027, 1, 15), set()),
        (date(2027, 1, 16), {"C14S"}),  # due on 30 January
        (date(2027, 1, 30), {"C14S"}),
        (date(2027, 1, 31), {"C14"}),
        (date(2026, 10, 31), {"C14"}),  # checked on a day that has not come
    ],
)
def test_numbers_are_due_after_90_days(on: date, found: set[str]) -> None:
    assert codes(TEA, on) == found


def test_words_are_due_after_180_days(broken: Broken) -> None:
    folder = broken(("contacts.yaml", "checked_on: 2026-11-01", "checked_on: 2027-04-30"))
    assert codes(folder, date(2027, 4, 30)) == {"C14S"}
    (finding,) = check_folder(folder, date(2027, 5, 1)).findings
    assert finding.complaint.says == "These words had to be checked again by 2027-04-30."


@pytest.mark.parametrize(
    "words",
    [CALLED, CALLED.replace(" ", ""), CALLED.replace(" ", "-"), "+44" + CALLED[1:], f"({CALLED[:5]}){CALLED[5:]}",
     SAID, SAID.replace("zero", "Oh", 1), f"call {CALLED}.", "1" * 11],
)  # fmt: skip
def test_a_number_is_seen_however_it_is_written(words: str) -> None:
    assert [stray.line for stray in strays(f"one\ntwo {words}\n")] == [2]


@pytest.mark.parametrize(
    "words",
    ["01632 960 001", "+447700900123", "07700 900 123", "020 7946 0123", "2026-11-23", "23/11/2026", "0.0123456789",
     "sha256:0123456789abcdef01234567890", "1234567890", "zero, one, two", "CA01234567890123456789", "0-0-0",
     "zero, one, six, three, two. <break/> nine, six, zero. zero, zero, one."],
)  # fmt: skip
def test_what_is_no_number_is_left_alone(words: str) -> None:
    assert list(strays(words)) == []


def test_a_stray_number_is_found_with_its_file_and_line(broken: Broken) -> None:
    folder = broken()
    (folder / "notes.txt").write_text(f"Once\n{CALLED}\n")
    (finding,) = check_folder(folder, ON).findings
    assert (finding.code, finding.complaint.file, finding.complaint.line) == ("N11", "flows/notes.txt", 2)


def test_only_what_git_tracks_is_looked_at(broken: Broken) -> None:
    folder = broken()
    (folder / "kept.txt").write_text(CALLED)
    (folder / "not_kept.txt").write_text(CALLED)
    for command in (["init", "-q"], ["add", "flows/kept.txt"]):
        subprocess.run(["git", "-C", folder.parent, *command], check=True)  # noqa: S603, S607
    assert [found.complaint.file for found in check_folder(folder, ON).findings] == ["flows/kept.txt"]


def test_what_is_no_text_is_left_out(broken: Broken) -> None:
    folder = broken()
    (folder / "picture").write_bytes(b"\xff\xfe" + CALLED.encode())
    assert check_folder(folder, ON).findings == ()
