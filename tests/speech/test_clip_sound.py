"""Level, peak and format of the files themselves, read back."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from helpline.content.script import Pause, Speech
from helpline.speech.build import Splicer, wide_rate, write_clip
from helpline.speech.sound import Sound, levelled, read, speech_level

from .conftest import NUMBER, QUESTION, tone
from .figures import edges, figures, telephone_share, true_peak


@pytest.fixture(scope="module")
def files(splicer: Splicer, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clips")
    scripts = {"question": QUESTION, "number": NUMBER, "short": (Pause(500), Speech("Ginger."))}
    paths = [folder / f"{name}{ending}" for name in scripts for ending in (".wav", ".mp3")]
    for path in paths:
        write_clip(splicer.sound(scripts[path.stem]), path)
    return paths


def test_telephone_clips_are_mono_8_khz_mu_law(files: list[Path]) -> None:
    for path in files:
        info = soundfile.info(path)
        assert info.channels == 1
        if path.suffix == ".wav":
            assert (info.samplerate, info.format, info.subtype) == (8000, "WAV", "ULAW")  # A1
        else:
            assert (info.samplerate, info.format) == (22050, "MP3")  # A14: 16 kHz or better


def test_every_clip_is_as_loud_as_the_next(files: list[Path]) -> None:
    levels = [speech_level(read(path)) for path in files]
    assert all(-25 <= level <= -19 for level in levels)  # A2
    assert max(levels) - min(levels) <= 2  # A3


def test_no_peak_is_above_3_below_full_scale(files: list[Path]) -> None:
    assert all(true_peak(read(path)) <= -3 for path in files)  # A4


def test_silence_in_front_and_behind_survives_the_file(files: list[Path]) -> None:
    for path in files:
        head, tail = edges(read(path))
        lead = 0 if path.stem == "number" else 0.5  # what the script itself asks for
        assert head <= lead + 0.15  # A7
        assert 0.39 <= tail <= 0.6


def test_the_speech_lies_where_a_telephone_carries_it(files: list[Path]) -> None:
    assert all(telephone_share(read(path)) >= 0.7 for path in files if path.suffix == ".wav")  # A6


def test_bass_that_a_telephone_does_not_carry_is_left_out(tmp_path: Path) -> None:
    deep, voice = tone(1.0, level=-12, pitch=110), tone(1.0, level=-25)
    write_clip(Sound(deep.samples + voice.samples, deep.rate), tmp_path / "deep.wav")
    assert telephone_share(read(tmp_path / "deep.wav")) >= 0.7
    assert telephone_share(Sound(deep.samples + voice.samples, deep.rate)) < 0.2


def test_nothing_is_under_the_speech(files: list[Path]) -> None:
    assert all(figures(read(path), QUESTION).noise_db >= 40 for path in files)  # A5


@pytest.mark.parametrize("level", [-50.0, -22.0, -6.0])
def test_peaks_are_held_whatever_comes_in(level: float) -> None:
    sound = tone(2.0, level=level)
    sound.samples[::4000] = 0.99  # clicks, the worst case for a level and a peak
    ready = levelled(sound)
    assert true_peak(ready) <= -3
    assert speech_level(ready) == pytest.approx(-22, abs=1)


def test_a_sound_with_room_is_only_turned_up_or_down() -> None:
    sound = tone(1.0, level=-30.0)
    ready = levelled(sound)
    ratio = ready.samples[1000:1500] / np.where(sound.samples[1000:1500] == 0, 1, sound.samples[1000:1500])
    assert np.ptp(ratio[np.abs(sound.samples[1000:1500]) > 0.01]) < 1e-4


@pytest.mark.parametrize(
    ("made", "kept"), [(8000, 16000), (16000, 16000), (22050, 22050), (24000, 24000), (48000, 24000)]
)
def test_the_web_page_never_gets_less_than_16_khz(made: int, kept: int) -> None:
    assert wide_rate(made) == kept


def test_two_channels_are_read_as_one(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "two.wav", np.column_stack([tone().samples, tone().samples]), 16000)
    assert isinstance(read(tmp_path / "two.wav"), Sound)
    assert read(tmp_path / "two.wav").seconds == pytest.approx(1.0)
