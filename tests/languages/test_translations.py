"""Translations that are edited: English that changes under them, who checked them, and what may not go live."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpline.channels import sms
from helpline.channels.prompts import prompt
from helpline.cli import main
from helpline.content.load import load
from helpline.content.script import Pause
from helpline.engine.inputs import Begin
from helpline.engine.reply import SayStep, Why

from ..conftest import JOKE, Talker
from .joke import CODE, DAY, MARK, bring_up, leaks, save, translate


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    folder = tmp_path / "flows"
    shutil.copytree(JOKE, folder)
    translate(folder)
    return folder


def edit(flows: Path, file: str, old: str, new: str) -> None:
    path = flows / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def changes(old: Path, new: Path) -> str:
    return CliRunner().invoke(main, ["changes", str(old), str(new)]).output


def run(flows: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["languages", "--flows", str(flows), *words])


def states(flows: Path) -> dict[str, str]:
    """The state of each message that is not checked."""
    from helpline.content.messages import messages

    english = load(flows)
    translation = english.translations[CODE].translation
    found = {message.context: translation.state(message) for message in messages(english)}
    return {place: state for place, state in found.items() if state != "checked"}


BAKE_AGAIN = "flow:steps.bake_again.outcome.voice"


class TestEnglishThatChanges:
    def test_a_stale_step_gives_the_numbers_in_the_language(self, flows: Path) -> None:
        edit(flows, "biscuits.yaml", "voice: Bake it again.", "voice: Bake it again, slowly.")
        library = load(flows)
        assert states(flows) == {BAKE_AGAIN: "stale"}
        talker = Talker(library).does(Begin()).presses("92").is_at("bake_again")
        words = [part.text for part in prompt(library.live[CODE], talker.reply) if not isinstance(part, Pause)]
        assert not leaks(" ".join(words))
        numbers = library.live[CODE].step(library.service.person)
        assert library.live[CODE].step("bake_again").outcome == numbers.outcome  # type: ignore[union-attr]

    def test_other_steps_are_not_touched(self, flows: Path) -> None:
        edit(flows, "biscuits.yaml", "voice: Bake it again.", "voice: Bake it again, slowly.")
        joke = load(flows).live[CODE]
        assert f"Nobody{MARK} knows{MARK}." in sms.text(joke, SayStep("shrug", Why.ASKED))

    def test_update_keeps_the_translation_beside_the_english_that_it_was_made_from(self, flows: Path) -> None:
        edit(flows, "biscuits.yaml", "voice: Bake it again.", "voice: Throw it away.")
        bring_up(flows)
        entry = load(flows).translations[CODE].translation.entries[BAKE_AGAIN]
        assert (entry.msgid, entry.previous_msgid, entry.fuzzy) == ("Throw it away.", "Bake it again.", True)
        assert entry.msgstr == f"Bake{MARK} it{MARK} again{MARK}."
        assert states(flows) == {BAKE_AGAIN: "draft"}

    def test_the_check_of_everything_else_stands(self, flows: Path) -> None:
        edit(flows, "biscuits.yaml", "voice: Bake it again.", "voice: Throw it away.")
        bring_up(flows)
        translation = load(flows).translations[CODE].translation
        assert (translation.checked, translation.checked_on) == ("B. Jester", DAY)

    def test_a_step_that_is_renamed_keeps_its_words(self, flows: Path) -> None:
        for file in ("biscuits.yaml", "words.yaml", "service.yaml"):
            path = flows / file
            path.write_text(path.read_text().replace("bake_again", "second_oven"))
        bring_up(flows)
        assert states(flows) == {}
        assert load(flows).translations[CODE].translation.checked

    def test_a_new_message_is_missing_and_one_that_is_gone_is_kept_at_the_end(self, flows: Path) -> None:
        edit(flows, "biscuits.yaml", "question: Was it dunked?", "question: Was it dropped?")
        edit(flows, "biscuits.yaml", "        ack: Crumbs.", "        ack: Crumbs now.")
        edit(flows, "biscuits.yaml", "  dunked:", "  fallen:")
        edit(flows, "biscuits.yaml", "next: dunked", "next: fallen")
        edit(flows, "words.yaml", "dunked: too_long", "fallen: too_long")
        bring_up(flows)
        assert states(flows)["flow:steps.fallen.question"] == "missing"
        file = (flows / "languages" / f"{CODE}.po").read_text()
        assert f'#~ msgstr "Was{MARK} it{MARK} dunked{MARK}?"' in file

    def test_the_same_meaning_is_said_by_a_person(self, flows: Path) -> None:
        edit(flows, "biscuits.yaml", "voice: Bake it again.", "voice: Do bake it again.")
        result = run(flows, "same", CODE, "bake_again", "--by", "C. Cook")
        assert result.output.splitlines()[-2:] == ["These stand again:", f"  {BAKE_AGAIN}"]
        assert states(flows) == {}
        translation = load(flows).translations[CODE].translation
        assert "means the same, says C. Cook" in translation.entries[BAKE_AGAIN].tcomment
        assert translation.checked == "B. Jester"

    def test_nothing_stale_is_told(self, flows: Path) -> None:
        result = run(flows, "same", CODE, "shrug", "--by", "C. Cook")
        assert (result.exit_code, result.output) == (1, f'Nothing of "shrug" is stale in languages/{CODE}.po.\n')


class TestTheCheck:
    def test_a_later_change_of_a_word_takes_it_back(self, flows: Path) -> None:
        edit(flows, f"languages/{CODE}.po", f"Bake{MARK} it{MARK} again{MARK}.", f"Burn{MARK} it{MARK}.")
        library = load(flows)
        assert library.translations[CODE].translation.checked == ""
        assert library.live == {}

    def test_nobody_has_checked_it(self, tmp_path: Path) -> None:
        shutil.copytree(JOKE, tmp_path / "flows")
        assert translate(tmp_path / "flows", sign=False).live == {}

    def test_two_people_are_needed(self, flows: Path) -> None:
        result = run(flows, "checked", CODE, "--translator", "A. Joker", "--by", "a.  joker")
        assert "A second person has to read the words back" in result.output
        assert result.exit_code == 1

    def test_it_is_written_down(self, flows: Path) -> None:
        edit(flows, f"languages/{CODE}.po", f"Bake{MARK} it{MARK} again{MARK}.", f"Bake{MARK} it{MARK} twice{MARK}.")
        assert run(flows, "checked", CODE, "--translator", "A. Joker", "--by", "D. Droll").exit_code == 0
        translation = load(flows).translations[CODE].translation
        assert (translation.translator, translation.checked) == ("A. Joker", "D. Droll")

    def test_a_first_tier_with_a_draft_in_it_cannot_be_checked(self, flows: Path) -> None:
        english = load(flows)
        english.translations[CODE].translation.entries["phrases:pen"].flags = ["fuzzy"]
        save(flows, english.translations[CODE])
        result = run(flows, "checked", CODE, "--translator", "A. Joker", "--by", "B. Jester")
        assert "1 messages of the first tier are missing, stale or drafts, phrases:pen among them." in result.output

    def test_a_name_in_brackets_that_is_lost_is_never_said(self, flows: Path) -> None:
        edit(flows, f"languages/{CODE}.po", f"Baker{MARK}: {{number}}", f"Baker{MARK}: {{nummer}}")
        assert states(flows) == {"contacts:baker.sms": "wrong"}


def test_a_file_that_cannot_be_read_is_told(flows: Path) -> None:
    path = flows / "languages" / f"{CODE}.po"
    path.write_text(path.read_text().replace('msgctxt "phrases:pen"', "phrases:pen", 1))
    result = run(flows)
    assert result.exit_code == 1
    assert f"languages/{CODE}.po, line " in result.output
    assert "Put the last good file back, or open it in Poedit" in result.output


def test_the_table(flows: Path) -> None:
    lines = run(flows).output.splitlines()
    assert lines[0].split("  ")[0] == "language"
    assert [line.split()[:3] for line in lines[1:]] == [[CODE, "all", "numbers"], [CODE, "all", "all"]]


def test_the_sheet_holds_what_is_not_checked(flows: Path) -> None:
    edit(flows, "biscuits.yaml", "voice: Bake it again.", "voice: Throw it away.")
    html = run(flows, "sheet", CODE).output
    assert "Throw it away." in html
    assert "HEARD on the phone, after somebody chose &#34;Square&#34;. As short as can be." in html
    assert "Nobody knows" not in html


class TestWhatChanges:
    def test_a_word_of_a_translation_is_told_where_it_stands(self, flows: Path, tmp_path: Path) -> None:
        new = tmp_path / "new"
        shutil.copytree(flows, new)
        edit(new, f"languages/{CODE}.po", f'msgstr "one{MARK}"', f'msgstr "won{MARK}"')
        edit(new, f"languages/{CODE}.yaml", "key: 9", "key: 8")
        told = changes(flows, new)
        assert f'languages/{CODE}.po, phrases:digits.1: was "one{MARK}", now "won{MARK}".' in told
        assert f"languages/{CODE}.yaml, key: was 9, now 8." in told

    def test_a_whole_language_is_told_in_one_sentence(self, flows: Path, tmp_path: Path) -> None:
        new = tmp_path / "new"
        shutil.copytree(flows, new)
        shutil.rmtree(new / "languages")
        assert "messages are taken out." in changes(flows, new)
        assert "messages come in." in changes(new, flows)
