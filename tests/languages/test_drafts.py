"""The drafts that are shipped: heard with "DRAFT" before each message by those who edit words, and by no caller."""

from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result

from helpline.channels import sms
from helpline.channels.segments import measure
from helpline.cli import main
from helpline.content.languages import tier_of
from helpline.content.library import Library
from helpline.content.load import load
from helpline.engine.inputs import Begin, Key
from helpline.engine.reply import SayStep, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.web import create_app

from ..conftest import SHIPPED, settings_in

DRAFTS = {"pl": "9", "ro": "8", "en-x-easy": "7"}
LIBRARY = load(SHIPPED)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["call", *arguments])


def test_no_language_is_live() -> None:
    assert LIBRARY.live == {}
    assert {code: str(one.settings.key) for code, one in LIBRARY.translations.items()} == DRAFTS


@pytest.mark.parametrize("code", DRAFTS)
def test_the_first_tier_is_whole_and_every_word_of_it_is_a_draft(code: str) -> None:
    translation = LIBRARY.translations[code].translation
    assert {translation.state(message) for message in tier_of(LIBRARY, "numbers")} == {"draft"}


@pytest.mark.parametrize(("code", "key"), DRAFTS.items())
def test_no_key_and_no_word_leads_a_caller_into_a_draft(code: str, key: str) -> None:
    session, _ = take_turn(LIBRARY, Session(), Begin())
    assert take_turn(LIBRARY, session, Key(key))[1].language == "en"
    assert take_turn(LIBRARY, Session(language=code), Begin())[1].why is Why.BEGIN
    assert LIBRARY.spoken(code) is LIBRARY


def test_a_draft_is_heard_end_to_end_with_draft_before_each_message() -> None:
    heard = run("--language", "pl", "--drafts", "q").output
    spoken = heard.split("DRAFT.\nPomoc SEND w Worcestershire")[1]
    assert "zadzwonić: dziewięć dziewięć dziewięć." in spoken
    assert spoken.count("zero, jeden, dziewięć, zero, pięć.") == 2
    assert "For English, press 9." in spoken


def test_without_drafts_it_cannot_be_chosen() -> None:
    result = run("--language", "pl")
    assert result.exit_code == 1
    assert "pl cannot be chosen in a call. Other languages that can: none." in result.output


def test_the_draft_is_spoken_in_polish_by_espeak(tmp_path: Path) -> None:
    sound = tmp_path / "polish.wav"
    result = run("--language", "pl", "--drafts", "--record", str(sound), "q")
    assert result.exit_code == 0, result.output
    assert soundfile.info(sound).duration > 40  # the first prompt in English, then both readings in Polish


@pytest.mark.parametrize("code", DRAFTS)
def test_a_text_of_a_draft_says_so_first_and_has_few_segments(code: str, drafts: Library) -> None:
    library = drafts.live[code]
    for name in (LIBRARY.service.person, LIBRARY.words.danger.reply):
        words = sms.text(library, SayStep(name, Why.ASKED))
        assert words.splitlines()[0] == "DRAFT"
        size = measure(words)
        assert size.segments <= sms.MOST_SEGMENTS[size.encoding]


@pytest.fixture(scope="module")
def drafts() -> Library:
    return replace(LIBRARY, drafts=True)


@pytest.mark.parametrize(("staff", "leads_to"), [(True, "DRAFT."), (False, "Please try again.")])
def test_the_staffs_practice_phone_has_drafts_and_the_public_one_has_not(
    tmp_path: Path, staff: bool, leads_to: str
) -> None:
    app = create_app(replace(settings_in(tmp_path), staff=staff))
    client = app.test_client()
    begun = client.post("/try/call", data={"digits": ""}).get_json()
    then = client.post("/try/call", data={"next": begun["next"], "digits": "9"}).get_json()
    words = [" ".join(piece["words"] for piece in line) for line in then["lines"]]
    assert any(line.startswith(leads_to) for line in words)
    app.extensions["helpline"].close()
