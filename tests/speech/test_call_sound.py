"""The sound of a whole call: its lengths, its tones, and the file that it is written to."""

import wave
from pathlib import Path

import numpy as np
import pytest

from helpline.content.script import Digits, Pause, Speech
from helpline.speech.build import Splicer, as_telephone
from helpline.speech.call_sound import COLUMNS, PITCHES, ROWS, TONE_MS, Tone, Wait, call_sound, tone, write_call
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.clips import Prompt, clip_name
from helpline.speech.sound import Samples, read
from helpline.speech.voices import ESPEAK, embedded_voice

from .conftest import NUMBER, put_clip

STEP = 80  # samples: 10 ms
ALONE = 0.9  # of the power of a stretch: only a tone has so much at two pitches


def keys_in(samples: Samples) -> str:
    """The keys whose tones stand in a sound, in order."""
    size, pitches = TONE_MS * 8 - STEP, (*ROWS, *COLUMNS)
    waves = np.exp(2j * np.pi * np.outer(np.arange(size), pitches) / 8000)
    found: list[str] = []
    for start in range(0, len(samples) - size, STEP):
        piece = samples[start : start + size].astype(np.float64)
        powers = np.abs(piece @ waves) ** 2 * 2 / size
        row, column = int(powers[:4].argmax()), int(powers[4:].argmax())
        alone = powers[row] + powers[4 + column] > ALONE * (piece**2).sum() > 1e-3
        found.append(next(key for key, two in PITCHES.items() if two == (ROWS[row], COLUMNS[column])) if alone else "")
    return "".join(key for key, before in zip(found, ["", *found], strict=False) if key and key != before)


@pytest.mark.parametrize("key", PITCHES)
def test_each_key_has_its_own_two_pitches(key: str) -> None:
    assert len(tone(key)) == TONE_MS * 8
    assert keys_in(np.concatenate([np.zeros(800, np.float32), tone(key), np.zeros(800, np.float32)])) == key


def test_a_call_is_its_parts_one_after_the_other(tmp_path: Path, splicer: Splicer) -> None:
    greeting, number = Prompt("greeting", (Speech("SEN help."), Pause(700), Digits("01632"))), Prompt("n", NUMBER, True)
    sound = call_sound(
        [greeting, Wait(2), Tone("2"), number, Wait(1.5), Tone("#")], ClipLibrary(tmp_path), {"SEN": "S E N"}
    )
    told = (Speech("S E N help."), *greeting.script[1:])
    parts = [as_telephone(splicer.sound(told)).seconds, as_telephone(splicer.sound(NUMBER, True)).seconds]
    assert sound.rate == 8000
    # Another voice may be installed here, with a pace of its own.
    near = 0.05 if embedded_voice() == ESPEAK else 5
    assert sound.seconds == pytest.approx(sum(parts) + 2 + 1.5 + 2 * TONE_MS / 1000, abs=near)
    assert keys_in(sound.samples) == "2#"


def test_a_clip_that_is_built_is_played(tmp_path: Path) -> None:
    prompt = Prompt("greeting", (Speech("Ginger."),))
    clip = put_clip(tmp_path / "clips" / clip_name(prompt.script, embedded_voice(), slow=False))
    sound = call_sound([prompt, Wait(0.25)], ClipLibrary(tmp_path), {})
    assert sound.seconds == pytest.approx(read(clip).seconds + 0.25)


def test_the_file_is_one_channel_of_16_bits_at_8_khz(tmp_path: Path) -> None:
    sound = call_sound([Wait(0.5), Tone("5")], ClipLibrary(tmp_path), {})
    write_call(sound, tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        assert file.getnframes() / 8000 == pytest.approx(0.5 + TONE_MS / 1000)
    assert keys_in(read(tmp_path / "call.wav").samples) == "5"
    assert [path.name for path in tmp_path.iterdir()] == ["call.wav"]
