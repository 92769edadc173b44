"""The line that is shipped passes its own checks and meets its own targets, on a day that is pinned."""

import re
import shutil
from datetime import date, time
from pathlib import Path

import pytest

from helpline.channels import sms
from helpline.channels.prompts import Moment
from helpline.channels.prompts import prompt as prompt_of
from helpline.channels.segments import measure
from helpline.checks.material import words_in
from helpline.checks.prompts import prompts
from helpline.checks.readability import reading_age, sentences
from helpline.checks.run import check_folder, gather
from helpline.checks.voice import LONGEST_OUTCOME, LONGEST_QUESTION
from helpline.content.library import Library
from helpline.content.opening_hours import Notice
from helpline.content.times_of_day import Span
from helpline.content.timing import Stopwatch
from helpline.content.wording import words_of
from helpline.engine.reply import SayStep, Why
from helpline.reports.booklet import FURTHER
from helpline.reports.headlines import Figure, figures
from helpline.reports.paths import path_rows

from ..conftest import SHIPPED

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def found() -> list[Figure]:
    material = gather(SHIPPED, ON)
    return figures(material, list(path_rows(material)))


def test_no_error_and_no_unexplained_warning() -> None:
    assert [str(finding.complaint) for finding in check_folder(SHIPPED, ON).findings] == []


def blocked_by(folder: Path, was: str, now: str) -> set[str]:
    """The codes of the errors in a copy of the shipped words with one change, in whichever file that is."""
    shutil.copytree(SHIPPED, folder / "flows")
    (path,) = (path for path in sorted((folder / "flows").glob("*.yaml")) if was in path.read_text())
    path.write_text(path.read_text().replace(was, now))
    return {one.rule.code for one in check_folder(folder / "flows", ON).findings if one.rule.severity == "error"}


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("    In danger? Hang up, call {emergency}.\n", "", "E01"),
        ("hang up and call {emergency}.", "hang up.", "E01"),
        (
            "      sms: |-\n        If someone is in danger, call {emergency}.",
            "      sms: |-\n        Get help.",
            "E01",
        ),
        ("danger_sms: If someone is in danger, call {emergency}.", "danger_sms: Get help.", "E01"),
        ("In danger? Hang up, call {emergency}.\n    Sorry,", "Sorry,", "E01"),
        ("careful_sms: In danger? Call {emergency}.", "careful_sms: Take care.", "E01"),
        ("  reply: danger\n", "  reply: numbers\n", "E01"),
        ('number: "999"', 'number: "998"', "H01"),
        ('number: "999"', 'number: "111"', "E02"),
        ("    - suicid*\n", "", "E03"),
        ("    - not an emergency\n", "", "E04"),
        ("off:\n", "off:\n  C14: too busy\n", "H15"),
        ("off:\n", "off:\n  V25: too busy\n", "H15"),
        ("off:\n", "off:\n  E01: A greeting without it is shorter, and parents can look the number up.\n", "H15"),
    ],
)
def test_what_matters_most_is_guarded(tmp_path: Path, was: str, now: str, code: str) -> None:
    assert code in blocked_by(tmp_path, was, now)


def test_danger_phrases_that_are_cut_down_block(tmp_path: Path) -> None:
    (words,) = (text for path in SHIPPED.glob("*.yaml") if "\ndanger:\n" in (text := path.read_text()))
    phrases = re.search(r"^  phrases:\n(?:    .*\n)+", words[words.index("\ndanger:\n") :], re.MULTILINE)
    assert phrases
    assert "E03" in blocked_by(tmp_path, phrases[0], "  phrases: [abuse]\n")


def test_every_target_is_met(found: list[Figure]) -> None:
    assert [(figure.what, figure.value) for figure in found if figure.met is False] == []


def test_what_cannot_be_computed_here_is_said(found: list[Figure]) -> None:
    assert {figure.code for figure in found if figure.met is None} == {"M12", "M18", "M20"}
    assert {figure.code for figure in found} == {f"M{n}" for n in range(1, 21)}


def test_what_is_said_about_texts_and_calls_is_plain_and_short(shipped: Library) -> None:
    # The rules walk to steps; these words stand beside them.
    for name in FURTHER:
        words = words_of(getattr(shipped.phrases, name))
        assert reading_age(words) <= 9, words
        assert all(len(sentence.split()) <= 12 for sentence in sentences(words)), words


def test_news_and_keying_in_are_as_short_as_other_prompts(shipped: Library) -> None:
    watch = Stopwatch(shipped.service.pronounce)
    made = [prompt for prompt in prompts(shipped) if prompt.name.startswith(("text-", "key-in")) and not prompt.slow]
    assert {prompt.longest for prompt in made} == {LONGEST_QUESTION, LONGEST_OUTCOME}
    for prompt in made:
        assert watch.seconds(prompt.script) <= prompt.longest, prompt.name


LONGEST = Notice(day=date(2026, 9, 30), days=9, spans=(Span(time(9), time(12, 30)), Span(time(13, 35), time(17, 25))))


@pytest.mark.parametrize("notice", [LONGEST, Notice(closed_to=date(2026, 9, 30), day=date(2026, 9, 30), days=9)])
def test_closed_contacts_make_no_prompt_and_no_text_too_long(notice: Notice) -> None:
    material = gather(SHIPPED, ON)
    notices = tuple((name, notice) for name in material.library.contacts)
    for name in material.steps:
        assert measure(sms.text(material.library, SayStep(name, Why.ASKED), notices)).segments <= 2, name
    for stop in (stop for stops in material.outcomes.values() for stop in stops):
        script = prompt_of(material.library, stop.reply, Moment(notices))
        assert "is closed" in words_in(script)
        assert material.watch.seconds(script) - 0.5 <= 45, stop  # V21, without the silence of V23


@pytest.mark.parametrize("taking", [("sendiass",), ("sen_services",), ("sendiass", "sen_services")], ids=" ".join)
def test_calls_can_be_put_through_with_the_words_as_they_are(tmp_path: Path, taking: tuple[str, ...]) -> None:
    folder = tmp_path / "flows"
    shutil.copytree(SHIPPED, folder)
    contacts = folder / "contacts.yaml"
    written = contacts.read_text()
    for name in taking:
        written = written.replace(f"\n{name}:\n", f"\n{name}:\n  put_through: true\n")
    contacts.write_text(written)
    assert [str(finding.complaint) for finding in check_folder(folder, ON).findings] == []
