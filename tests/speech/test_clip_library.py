"""A recording first, then a clip of the chosen voice, then none; broken files as if there were none; and cheap."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpline.content.script import Script, Speech
from helpline.speech.clip_library import ClipLibrary, chosen_voice
from helpline.speech.clips import Prompt, clip_name, spoken
from helpline.speech.page_clips import PageClips
from helpline.speech.recording_script import human_voice, sentences_in, sounds_in, written
from helpline.speech.voices import ESPEAK, FLITE, GTTS, Voice, embedded_voice

from .conftest import QUESTION, put, put_clip, tone

PRONOUNCE = {"Ginger": "Jin-jer"}


@pytest.fixture
def library(tmp_path: Path) -> ClipLibrary:
    (tmp_path / "recordings").mkdir()
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips/voice.txt").write_text("espeak\n")
    return ClipLibrary(tmp_path, PRONOUNCE)


def _put(
    library: ClipLibrary, script: Script = QUESTION, voice: Voice = ESPEAK, slow: bool = False, web: bool = False
) -> str:
    script = script if voice.engine == "recording" else spoken(script, PRONOUNCE)
    name = clip_name(script, voice, slow, web=web)
    put_clip(library.clips / name)
    return name


def _record(library: ClipLibrary, script: Script = QUESTION, web: bool = False) -> str:
    for name, sentence in sentences_in([Prompt("biscuit", script)]).items():
        (library.recordings / f"{name}.txt").write_text(written("c0ffee", sentence.segment.text))
    voice = human_voice(sounds_in(library.recordings), script, slow=False)
    assert voice is not None
    return _put(library, script, voice, web=web)


def _choose(library: ClipLibrary, voice: Voice) -> None:
    part = library.clips / "new"
    part.write_text(voice.engine)
    part.replace(library.clips / "voice.txt")


def test_without_a_clip_the_carrier_says_it(library: ClipLibrary) -> None:
    assert library.name_for(QUESTION, False) is None


def test_each_rendering_has_its_own_clip(library: ClipLibrary) -> None:
    names = [_put(library, slow=slow) for slow in (False, True)]
    assert [library.name_for(QUESTION, slow) for slow in (False, True)] == names


def test_changed_words_have_no_clip_at_once(library: ClipLibrary) -> None:
    _put(library)
    assert library.name_for((*QUESTION, Speech("Or none.")), False) is None


def test_a_recording_wins(library: ClipLibrary) -> None:
    clip, recording = _put(library), _record(library)
    assert library.name_for(QUESTION, False) == recording != clip
    assert library.name_for(QUESTION, True) is None, "it was not joined for a slow prompt"


def test_a_recording_of_other_words_is_not_played(library: ClipLibrary) -> None:
    clip = _put(library)
    _record(library, (*QUESTION, Speech("Or none.")))
    assert library.name_for(QUESTION, False) == clip


@pytest.mark.parametrize("content", [None, b"", b"RIFF", b"half a clip"])
def test_a_recording_without_a_whole_clip_is_passed_over(library: ClipLibrary, content: bytes | None) -> None:
    clip, recording = _put(library), library.clips / _record(library)
    assert library.name_for(QUESTION, False) == recording.name
    if content is None:
        recording.unlink()
    else:
        recording.write_bytes(content)
    assert library.name_for(QUESTION, False) == clip
    assert library.open(recording.name) is None


def test_the_voice_that_was_built_last_is_played(library: ClipLibrary) -> None:
    espeak, flite = _put(library), _put(library, voice=FLITE)
    assert library.name_for(QUESTION, False) == espeak
    _choose(library, FLITE)
    assert library.name_for(QUESTION, False) == flite
    _choose(library, GTTS)
    _put(library, voice=GTTS, slow=True)
    assert library.name_for(QUESTION, False) is None, "voices are not mixed"


@pytest.mark.parametrize("said", ["parrot", "", "../../etc/passwd"])
def test_an_unreadable_choice_is_the_embedded_voice(tmp_path: Path, said: str) -> None:
    assert chosen_voice(tmp_path / "nowhere") == embedded_voice()
    (tmp_path / "voice.txt").write_text(said)
    assert chosen_voice(tmp_path) == embedded_voice()


def test_a_call_can_do_without_embedded_voices(library: ClipLibrary) -> None:
    _put(library)
    assert library.name_for(QUESTION, False, embedded=False) is None
    recording = _record(library)
    assert library.name_for(QUESTION, False, embedded=False) == recording
    (library.recordings / "ginger.txt").unlink()
    _choose(library, GTTS)
    online = _put(library, voice=GTTS)
    assert library.name_for(QUESTION, False, embedded=False) == online


def test_new_and_removed_clips_are_noticed(library: ClipLibrary) -> None:
    assert library.name_for(QUESTION, False) is None
    name = _put(library)
    assert library.name_for(QUESTION, False) == name
    (library.clips / name).unlink()
    assert library.name_for(QUESTION, False) is None


def test_a_folder_that_rests_is_not_read_again(library: ClipLibrary) -> None:
    name = _record(library)
    long_ago = time.time() - 60
    for path in (library.clips / "voice.txt", library.recordings):
        os.utime(path, (long_ago, long_ago))
    assert library.name_for(QUESTION, False) == name
    (library.recordings / "ginger.txt").unlink()
    os.utime(library.recordings, (long_ago, long_ago))
    assert library.name_for(QUESTION, False) == name, "the folder seems unchanged, so nothing in it was read"
    os.utime(library.recordings)
    assert library.name_for(QUESTION, False) is None


def test_folders_that_are_not_there_yet_hold_nothing(tmp_path: Path) -> None:
    library = ClipLibrary(tmp_path / "none")
    assert library.name_for(QUESTION, False) is None
    assert library.open("0" * 24 + ".wav") is None


def test_a_clip_is_opened_by_its_name_alone(library: ClipLibrary) -> None:
    name = _put(library)
    assert library.open(name) == library.clips / name
    assert library.open(f"../clips/{name}") is None
    assert library.open("0" * 24 + ".wav") is None


def test_the_page_plays_a_recording_or_the_online_voice_where_they_were_built(library: ClipLibrary) -> None:
    _choose(library, GTTS)
    made_here = library.page_clip(QUESTION, False)
    assert made_here == clip_name(spoken(QUESTION, PRONOUNCE), embedded_voice(), False, web=True)
    online = _put(library, voice=GTTS, web=True)
    assert library.page_clip(QUESTION, False) == online
    recording = _record(library, web=True)
    assert library.page_clip(QUESTION, False) == recording
    assert library.open(recording) == library.clips / recording


def test_the_page_takes_the_chosen_embedded_voice_and_tells_calls_nothing(library: ClipLibrary) -> None:
    name = library.page_clip(QUESTION, True)
    assert name == clip_name(spoken(QUESTION, PRONOUNCE), ESPEAK, True, web=True)
    put_clip(library.clips / "page" / name)
    assert library.open(name) == library.clips / "page" / name
    assert library.name_for(QUESTION, True) is None


def test_where_nothing_can_be_written_the_page_has_no_clip(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert ClipLibrary(tmp_path, pages=PageClips(tmp_path / "file")).page_clip(QUESTION, False) is None


def test_a_clip_is_measured_without_its_tail(library: ClipLibrary) -> None:
    assert library.marks(QUESTION, False) == ()
    put(library.clips / clip_name(spoken(QUESTION, PRONOUNCE), ESPEAK, False), tone(3.0, 8000).samples, 8000)
    assert library.marks(QUESTION, False) == ((len(QUESTION), pytest.approx(2.5)),)


def test_answering_a_call_does_not_load_what_makes_sound() -> None:
    program = (
        "import sys, helpline.speech.clip_library, helpline.web.clips, helpline.cli.audio;"
        "sys.exit(' '.join({'numpy', 'soundfile', 'soxr', 'gtts', 'espeakng_loader'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stderr
