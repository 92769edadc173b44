"""Numbers that stand where they should not, and days on which someone must look again."""

import subprocess
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from helpline.checks.facts import facts_are_checked_in_time
from helpline.checks.phone_numbers import numbers_in
from helpline.checks.run import check_folder, gather
from helpline.content.opening_hours import calendar_knows

from ..conftest import SHIPPED
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


def test_a_day_at_the_end_of_the_calendar_is_only_a_wrong_day(broken: Broken) -> None:
    folder = broken(("tea.yaml", "checked_on: 2026", "checked_on: 9999"))
    (finding,) = check_folder(folder, date(2026, 11, 23)).findings
    assert finding.complaint.says.startswith("These words cannot have been checked on 9999-")


def test_words_are_due_after_180_days(broken: Broken) -> None:
    folder = broken(("contacts.yaml", "checked_on: 2026-11-01", "checked_on: 2027-04-30"))
    assert codes(folder, date(2027, 4, 30)) == {"C14S"}
    (finding,) = check_folder(folder, date(2027, 5, 1)).findings
    assert finding.complaint.says == "These words had to be checked again by 2027-04-30."


HOURS = """  hours:
    week: {monday: 09:00 to 17:00}
    bank_holidays: closed
    source: the box, line 9
    checked_on: 2026-11-01
  source: the box, line 2"""


@pytest.mark.parametrize(("last_day", "found"), [("2026-11-22", {"C14H"}), ("2026-11-23", set())])
def test_a_closure_that_is_over_is_taken_out(broken: Broken, last_day: str, found: set[str]) -> None:
    folder = broken(("contacts.yaml", "  source: the box, line 2", f"  closed: {last_day}\n  source: the box, line 2"))
    assert codes(folder, ON) == found


def test_a_calendar_that_runs_out_is_told_of_ninety_days_before(broken: Broken) -> None:
    folder = broken(("contacts.yaml", "  source: the box, line 2", HOURS))
    last = next(year for year in count(2026) if not calendar_knows(year + 1))
    assert "C14H" not in codes(folder, date(last, 10, 2))
    findings = check_folder(folder, date(last, 10, 3)).findings
    found = [finding.complaint.says for finding in findings if finding.rule.code == "C14H"]
    assert found == [f"The bank holidays of {last + 1} are not known."]
    assert codes(broken_open(folder), date(last, 10, 3)).isdisjoint({"C14H"})


def broken_open(folder: Path) -> Path:
    path = folder / "contacts.yaml"
    path.write_text(path.read_text().replace("bank_holidays: closed", "bank_holidays: open"))
    return folder


def test_hours_are_checked_as_often_as_numbers(broken: Broken) -> None:
    late = HOURS.replace("checked_on: 2026-11-01", "checked_on: 2026-08-01")
    (finding,) = check_folder(broken(("contacts.yaml", "  source: the box, line 2", late)), ON).findings
    assert finding.complaint.says == "When The Teapot is open had to be checked again by 2026-10-30."


@pytest.mark.parametrize(
    "words",
    [CALLED, CALLED.replace(" ", ""), CALLED.replace(" ", "-"), "+44" + CALLED[1:], f"({CALLED[:5]}){CALLED[5:]}",
     SAID, SAID.replace("zero", "Oh", 1), f"call {CALLED}.", "1" * 11],
)  # fmt: skip
def test_a_number_is_seen_however_it_is_written(words: str) -> None:
    assert [number.line for number in numbers_in(f"one\ntwo {words}\n")] == [2]


@pytest.mark.parametrize(
    "words",
    ["01632 960 001", "+447700900123", "07700 900 123", "020 7946 0123", "2026-11-23", "23/11/2026", "0.0123456789",
     "sha256:0123456789abcdef01234567890", "1234567890", "zero, one, two", "CA01234567890123456789", "0-0-0",
     "zero, one, six, three, two. <break/> nine, six, zero. zero, zero, one."],
)  # fmt: skip
def test_what_is_no_number_is_left_alone(words: str) -> None:
    assert list(numbers_in(words)) == []


def test_a_stray_number_is_found_with_its_file_and_line(broken: Broken) -> None:
    folder = broken()
    (folder / "notes.txt").write_text(f"Once\n{CALLED}\n")
    (finding,) = check_folder(folder, ON).findings
    assert (finding.rule.code, finding.complaint.file, finding.complaint.line) == ("N11", "flows/notes.txt", 2)


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


THEIRS = "Write {kettle} instead: the number comes from contacts.yaml."
NEW = "Take it out. To give it to callers, add a contact to contacts.yaml, and write {its_name} here."


@pytest.mark.parametrize(
    ("typed", "says", "cure"),
    [
        (CALLED, f'"{CALLED}" is a phone number.', NEW),
        (SAID.replace("zero", "oh", 1).replace(" <break/>", ""), None, NEW),
        ("0800 " + "1234", f'"0800 {1234}" is a phone number.', NEW),
        ("9" * 3, f'"{"9" * 3}" is a phone number.', THEIRS.replace("kettle", "emergency")),
        ("nine, nine nine", '"nine, nine nine" is a phone number.', THEIRS.replace("kettle", "emergency")),
        ("116" + " 123", f'"116 {123}" is a phone number.', NEW),
    ],
)
def test_a_number_typed_in_a_sentence_is_made_a_contact(
    broken: Broken, typed: str, says: str | None, cure: str
) -> None:
    folder = broken(("tea.yaml", "voice: Stir it once more.", f"voice: Call {typed} now."))
    found = [finding.complaint for finding in check_folder(folder, ON).findings if finding.rule.code == "N11"]
    assert {complaint.cure for complaint in found} == {cure}
    assert says is None or {complaint.says for complaint in found} == {says}


def test_a_number_typed_beside_its_contact_is_found_too(broken: Broken) -> None:
    folder = broken(("contacts.yaml", "voice: The Teapot pours.", f"voice: The Teapot pours on {CALLED}."))
    (finding,) = [finding for finding in check_folder(folder, ON).findings if finding.rule.code == "N11"]
    assert (finding.complaint.file, finding.complaint.line) == ("flows/contacts.yaml", 12)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("sendiass", "Call the number, then write today's day in checked_on."),
        ("emergency", "Hold it against its source, then write today's day in checked_on. Do not call it."),
        ("council_page", "Follow the link, then write today's day in checked_on."),
        ("nhs_board", "Hold the address against its source, then write today's day in checked_on."),
    ],
)
def test_999_is_never_called_to_check_it_and_an_address_is_held_against_its_source(name: str, cure: str) -> None:
    material = gather(SHIPPED, date(2027, 3, 1))
    found = {(complaint.file, complaint.line): complaint.cure for _, complaint in facts_are_checked_in_time(material)}
    source = material.library.sources["contacts" if name in material.library.contacts else "links"]
    assert found[source.file, source.line((name, "checked_on"))] == cure
