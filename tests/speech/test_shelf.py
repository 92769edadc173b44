"""A recording first, then a clip of the chosen voice, then none; and cheap to ask."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpline.content.script import Script, Speech
from helpline.speech.clips import Prompt, clip_name, spoken
from helpline.speech.sheets import human_voice, sheet_of, written
from helpline.speech.shelf import ClipShelf, chosen_voice
from helpline.speech.voices import ESPEAK, FLITE, GTTS, Voice

from .conftest import QUESTION

PRONOUNCE = {"Ginger": "Jin-jer"}


@pytest.fixture
def shelf(tmp_path: Path) -> ClipShelf:
    (tmp_path / "clips").mkdir()
    (tmp_path / "recordings").mkdir()
    return ClipShelf(tmp_path / "clips", tmp_path / "recordings", PRONOUNCE)


def _put(
    shelf: ClipShelf, script: Script = QUESTION, voice: Voice = ESPEAK, slow: bool = False, web: bool = False
) -> str:
    script = script if voice.engine == "recording" else spoken(script, PRONOUNCE)
    name = clip_name(script, voice, slow, web=web)
    (shelf.folder / name).write_bytes(b"sound")
    return name


def _record(shelf: ClipShelf, script: Script = QUESTION) -> str:
    sheet = sheet_of(Prompt("biscuit", script), "c0ffee")
    (shelf.recordings / "biscuit.txt").write_text(written(sheet, script))
    return _put(shelf, script, human_voice(sheet))


def test_without_a_clip_the_carrier_says_it(shelf: ClipShelf) -> None:
    assert shelf.name_for(QUESTION, False) is None


def test_each_rendering_has_its_own_clip(shelf: ClipShelf) -> None:
    names = [_put(shelf, slow=slow, web=web) for slow in (False, True) for web in (False, True)]
    assert [shelf.name_for(QUESTION, slow, web) for slow in (False, True) for web in (False, True)] == names


def test_changed_words_have_no_clip_at_once(shelf: ClipShelf) -> None:
    _put(shelf)
    assert shelf.name_for((*QUESTION, Speech("Or none.")), False) is None


def test_a_recording_wins(shelf: ClipShelf) -> None:
    clip, recording = _put(shelf), _record(shelf)
    assert shelf.name_for(QUESTION, False) == recording != clip
    assert shelf.name_for(QUESTION, True) is None, "it was not recorded slowly"


def test_a_recording_of_other_words_is_not_played(shelf: ClipShelf) -> None:
    clip = _put(shelf)
    _record(shelf, (*QUESTION, Speech("Or none.")))
    assert shelf.name_for(QUESTION, False) == clip


def test_a_recording_whose_clip_is_not_made_yet_is_passed_over(shelf: ClipShelf) -> None:
    clip = _put(shelf)
    (shelf.folder / _record(shelf)).unlink()
    assert shelf.name_for(QUESTION, False) == clip


def test_the_voice_that_was_built_last_is_played(shelf: ClipShelf) -> None:
    espeak, flite = _put(shelf), _put(shelf, voice=FLITE)
    assert shelf.name_for(QUESTION, False) == espeak
    (shelf.folder / "voice.txt").write_text("flite\n")
    assert shelf.name_for(QUESTION, False) == flite
    shelf.voice = GTTS
    (shelf.folder / "voice.txt").touch()
    _put(shelf, voice=GTTS, slow=True)
    assert shelf.name_for(QUESTION, False) is None, "voices are not mixed"


@pytest.mark.parametrize("said", ["parrot", "", "../../etc/passwd"])
def test_an_unreadable_choice_is_the_embedded_voice(tmp_path: Path, said: str) -> None:
    assert chosen_voice(tmp_path / "nowhere") == ESPEAK
    (tmp_path / "voice.txt").write_text(said)
    assert chosen_voice(tmp_path) == ESPEAK


def test_a_call_can_do_without_embedded_voices(shelf: ClipShelf) -> None:
    _put(shelf)
    assert shelf.name_for(QUESTION, False, embedded=False) is None
    recording = _record(shelf)
    assert shelf.name_for(QUESTION, False, embedded=False) == recording
    (shelf.recordings / "biscuit.txt").unlink()
    (shelf.folder / "voice.txt").write_text("gtts")
    online = _put(shelf, voice=GTTS)
    assert shelf.name_for(QUESTION, False, embedded=False) == online


def test_new_and_removed_clips_are_noticed(shelf: ClipShelf) -> None:
    assert shelf.name_for(QUESTION, False) is None
    name = _put(shelf)
    assert shelf.name_for(QUESTION, False) == name
    (shelf.folder / name).unlink()
    assert shelf.name_for(QUESTION, False) is None


def test_a_folder_that_rests_is_not_read_again(shelf: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    name = _put(shelf)
    long_ago = time.time() - 60
    for folder in (shelf.folder, shelf.recordings):
        os.utime(folder, (long_ago, long_ago))
    assert shelf.name_for(QUESTION, False) == name
    monkeypatch.setattr(os, "listdir", lambda _: pytest.fail("the folder was read in a call"))
    assert [shelf.name_for(QUESTION, False) for _ in range(1000)] == [name] * 1000


def test_folders_that_are_not_there_yet_hold_nothing(tmp_path: Path) -> None:
    shelf = ClipShelf(tmp_path / "no", tmp_path / "none")
    assert shelf.name_for(QUESTION, False) is None
    assert shelf.path_of("0" * 24 + ".wav") is None


def test_the_path_of_a_clip(shelf: ClipShelf) -> None:
    name = _put(shelf)
    assert shelf.path_of(name) == shelf.folder / name
    assert shelf.path_of(f"../clips/{name}") is None
    assert shelf.path_of("0" * 24 + ".wav") is None


def test_answering_a_call_does_not_load_what_makes_sound() -> None:
    program = (
        "import sys, helpline.speech.shelf, helpline.web.clips, helpline.cli.audio;"
        "sys.exit(' '.join({'numpy', 'soundfile', 'soxr', 'gtts', 'espeakng_loader'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stderr
