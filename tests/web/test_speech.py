"""A call that may be answered by voice, where service.yaml switches it on."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from helpline.checks.run import check_folder
from helpline.cli.carrier import CALLER, Carrier, read_twiml
from helpline.config import Settings

from ..checks.conftest import ON
from ..conftest import SHIPPED, opened
from ..numbers import SENDIASS


@pytest.fixture
def listening(settings: Settings, tmp_path: Path) -> Iterator[Carrier]:
    folder = tmp_path / "flows"
    shutil.copytree(SHIPPED, folder)
    service = folder / "service.yaml"
    service.write_text(service.read_text().replace("speech: false", "speech: true"))
    with opened(replace(settings, flows=folder)) as carrier:
        yield carrier


def says(line: Carrier, path: str, speech: str) -> str:
    return line.post(path, CallSid="CA1", From=CALLER, SpeechResult=speech)


def test_it_is_off_as_shipped(line: Carrier) -> None:
    gather = ET.fromstring(line.post("/voice", CallSid="CA1", From=CALLER)).find("Gather")  # noqa: S314 - our own document
    assert gather is not None
    assert gather.get("input") == "dtmf"
    assert gather.get("hints") is None


def test_keys_and_words_are_both_listened_for(listening: Carrier) -> None:
    gather = ET.fromstring(listening.post("/voice", CallSid="CA1", From=CALLER)).find("Gather")  # noqa: S314 - our own document
    assert gather is not None
    assert gather.get("input") == "dtmf speech"
    assert gather.get("speechTimeout") == "3"
    assert gather.get("language") == "en-GB"
    hints = gather.get("hints", "").split(", ")
    assert hints[0] == "school"
    assert len(hints) <= 500


def test_words_go_through_the_same_understanding(listening: Carrier) -> None:
    now = read_twiml(says(listening, "/voice/answer?_begun=yes", "They refused his EHCP."))
    assert now.next_path == "/voice/answer?who=council&council=appeal&_begun=yes&_intent=yes"
    assert "EHC plan appeal" in now.words
    assert "SENDIASS" in now.words
    assert read_twiml(says(listening, now.next_path or "", "go back")).next_path == "/voice/answer?_begun=yes"


def test_a_danger_word_gets_the_emergency_number(listening: Carrier) -> None:
    assert "nine nine nine" in read_twiml(says(listening, "/voice/answer?_begun=yes", "my son wants to die")).words


def test_an_ask_back_is_read_out_with_keys(listening: Carrier) -> None:
    now = read_twiml(says(listening, "/voice/answer?_begun=yes", "the school and the council ignore me"))
    assert "Council, press 1" in now.words
    assert "press zero" in now.words
    assert "_offered=council+school" in (now.next_path or "")
    assert (listening.press(now.next_path or "", "2").next_path or "").startswith("/voice/answer?who=setting")


def test_the_keypad_alone_does_everything(listening: Carrier) -> None:
    now = listening.press("/voice/answer?_begun=yes", "1")
    assert now.next_path == "/voice/answer?who=setting&_begun=yes"
    assert listening.press(now.next_path or "", "").next_path == "/voice/answer?who=setting&_begun=yes&_misses=1"


def test_the_words_pass_every_check_with_it_on(listening: Carrier) -> None:
    assert {finding.rule.code for finding in check_folder(listening.settings.flows, ON).findings} <= {"N13"}


def test_a_text_is_as_before(listening: Carrier) -> None:
    assert SENDIASS in (listening.text("numbers") or "")
