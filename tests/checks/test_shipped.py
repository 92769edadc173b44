"""The line that is shipped passes its own checks and meets its own targets, on a day that is pinned."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from helpline.checks.prompts import prompts
from helpline.checks.readability import reading_age, sentences
from helpline.checks.run import check_folder, gather
from helpline.checks.voice import LONGEST_OUTCOME, LONGEST_QUESTION
from helpline.content.library import Library
from helpline.content.timing import Stopwatch
from helpline.content.wording import words_of
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


@pytest.mark.parametrize("taking", [("sendiass",), ("sen_services",), ("sendiass", "sen_services")], ids=" ".join)
def test_calls_can_be_put_through_with_the_words_as_they_are(tmp_path: Path, taking: tuple[str, ...]) -> None:
    folder = tmp_path / "flows"
    copytree(SHIPPED, folder)
    contacts = folder / "contacts.yaml"
    written = contacts.read_text()
    for name in taking:
        written = written.replace(f"\n{name}:\n", f"\n{name}:\n  put_through: true\n")
    contacts.write_text(written)
    assert [str(finding.complaint) for finding in check_folder(folder, ON).findings] == []
