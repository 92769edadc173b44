"""What people drop into the folder: checked with figures, put right where that is safe, told when stale."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from helpline.content.script import Script, Speech
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.clips import Prompt
from helpline.speech.recordings import Recording, take_in
from helpline.speech.sound import Sound, edges, read, resampled, speech_level

from .conftest import put
from .figures import pauses, true_peak

Wave = NDArray[np.float32]
RATE = 24000
NOISE = np.random.default_rng(7)


@pytest.fixture(scope="module")
def voice(splicer: object, spoken_question: Sound) -> Wave:
    """Somebody reading the question into a good microphone: a second of a quiet room on both sides."""
    said = resampled(spoken_question, RATE).samples
    said = said * 10 ** ((-22 - speech_level(Sound(said, RATE))) / 20)
    room = np.concatenate([np.zeros(RATE), said, np.zeros(RATE)])
    return (room + NOISE.normal(0, 10 ** (-75 / 20), len(room))).astype(np.float32)


Recorder = Callable[..., Recording]


@pytest.fixture
def record(tmp_path: Path, question: Prompt) -> Recorder:
    def drop(samples: Wave, name: str = "biscuit.wav", prompt: Prompt = question, rate: int = RATE) -> Recording:
        put(tmp_path / "recordings" / name, samples, rate)
        (taken,) = take_in([prompt], tmp_path / "recordings", tmp_path / "clips")
        return taken

    return drop


def _name_for(folder: Path, script: Script, web: bool = False) -> str | None:
    library = ClipLibrary(folder)
    return library.page_clip(script, False) if web else library.name_for(script, False)


def test_a_good_recording_is_played_on_the_telephone_and_the_page(
    record: Recorder, voice: Wave, question: Prompt, tmp_path: Path
) -> None:
    taken = record(voice)
    assert taken.playable
    assert taken.remarks == ()
    for web in (False, True):
        name = _name_for(tmp_path, question.script, web)
        assert name in taken.clips
        sound = read(tmp_path / "clips" / str(name))
        assert edges(sound)[0] == pytest.approx(0.5, abs=0.05)  # V23, though it was recorded with a second
        assert 0.39 <= edges(sound)[1] <= 0.6  # A7
        assert speech_level(sound) == pytest.approx(-22, abs=1)
        assert sound.rate == (24000 if web else 8000)
    assert len(pauses(sound, 200)) == 4, "what a person does between words is left alone"


def test_its_words_are_kept_beside_it(record: Recorder, voice: Wave, tmp_path: Path) -> None:
    record(voice)
    assert "Which biscuit do you like?" in (tmp_path / "recordings/biscuit.txt").read_text()


def test_when_the_words_change_it_is_stale_until_it_is_recorded_again(
    record: Recorder, voice: Wave, question: Prompt, tmp_path: Path
) -> None:
    record(voice)
    changed = replace(question, script=(*question.script, Speech("Or none.")))
    taken = record(voice, prompt=changed)
    assert taken.stale
    assert taken.faults == ("Its words have changed since. Please record it again.",)
    assert _name_for(tmp_path, changed.script) is None
    again = record(voice * 0.9, prompt=changed)  # another file: somebody recorded it again
    assert again.playable
    assert _name_for(tmp_path, changed.script) in again.clips


def test_only_looking_writes_nothing(voice: Wave, question: Prompt, tmp_path: Path) -> None:
    put(tmp_path / "recordings/biscuit.wav", voice, RATE)
    (taken,) = take_in([question], tmp_path / "recordings", tmp_path / "clips", write=False)
    assert taken.playable
    assert [path.name for path in tmp_path.rglob("*.*")] == ["biscuit.wav"]


def test_too_quiet_is_named_and_put_right(record: Recorder, voice: Wave, tmp_path: Path) -> None:
    taken = record(voice * 10 ** (-14 / 20))
    assert taken.remarks == ("It was too quiet: -36 dBFS, put at -22.",)
    assert speech_level(read(tmp_path / "clips" / taken.clips[0])) == pytest.approx(-22, abs=1)


def test_too_loud_is_named_and_put_right(record: Recorder, voice: Wave, tmp_path: Path) -> None:
    taken = record((np.tanh(voice * 5) * 0.9).astype(np.float32))
    assert taken.playable
    assert taken.remarks[0].startswith("It was too loud: -1")
    ready = read(tmp_path / "clips" / taken.clips[0])
    assert speech_level(ready) == pytest.approx(-22, abs=1)
    assert true_peak(ready) <= -3


def test_far_too_quiet_is_refused(record: Recorder, voice: Wave, tmp_path: Path) -> None:
    taken = record(voice * 10 ** (-30 / 20))
    assert not taken.playable
    assert any("far too quiet: -5" in fault for fault in taken.faults)
    assert not (tmp_path / "clips").exists()


def test_a_clipped_wave_is_refused(record: Recorder, voice: Wave) -> None:
    taken = record(np.clip(voice * 30, -1, 1))
    assert not taken.playable
    assert any("cut off in" in fault for fault in taken.faults)


@pytest.mark.parametrize(("below", "playable"), [(30, True), (12, False)])
def test_noise_is_named_with_its_figure(record: Recorder, voice: Wave, below: int, playable: bool) -> None:
    hiss = NOISE.normal(0, 10 ** ((-22 - below) / 20), len(voice)).astype(np.float32)
    taken = record(voice + hiss)
    assert taken.playable is playable
    found = re.search(r"The background is (\d+) dB below", " ".join((*taken.remarks, *taken.faults)))
    assert found
    assert int(found[1]) == pytest.approx(below, abs=3)


def test_two_channels_of_one_voice_are_made_one(record: Recorder, voice: Wave) -> None:
    assert record(np.column_stack([voice, voice * 0.8])).remarks == ("It is stereo (2 channels): made mono.",)
    assert record(np.column_stack([voice, voice * 0])).playable


def test_two_channels_of_different_things_are_refused(record: Recorder, voice: Wave) -> None:
    taken = record(np.column_stack([voice, np.roll(voice, RATE * 3)]))
    assert any("its sides differ" in fault for fault in taken.faults)


def test_too_long_is_told_and_played(record: Recorder, voice: Wave, question: Prompt) -> None:
    taken = record(voice, prompt=replace(question, longest=2))
    assert taken.playable
    assert "2 is the most (rule V21)" in taken.remarks[0]


def test_silence_is_refused(record: Recorder, voice: Wave) -> None:
    assert record(voice * 0).faults == ("There is no speech in it.",)


def test_too_few_samples_are_refused(record: Recorder, voice: Wave) -> None:
    assert "4000 samples a second" in record(voice[:8000], rate=4000).faults[0]


def test_a_file_that_is_no_sound_is_refused(question: Prompt, tmp_path: Path) -> None:
    (tmp_path / "biscuit.wav").write_text("not a sound")
    (taken,) = take_in([question], tmp_path, tmp_path / "clips")
    assert taken.faults == ("It cannot be read as sound. Save it as a WAV file.",)


def test_a_name_that_no_prompt_has_is_told(question: Prompt, tmp_path: Path) -> None:
    (tmp_path / "biskit.mp3").write_bytes(b"")
    (tmp_path / "README.md").write_text("not a recording")
    (taken,) = take_in([question], tmp_path, tmp_path / "clips")
    assert "No prompt has this name" in taken.faults[0]
    assert not taken.playable
