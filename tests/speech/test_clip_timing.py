"""The seconds of a part of a clip are measured in its sound, not spread over the whole."""

from pathlib import Path

import numpy as np
import pytest

from helpline.content.script import Pause, Script, Speech
from helpline.content.timing import Stopwatch
from helpline.speech.build import Splicer, write_clip
from helpline.speech.clip_timing import clip_marks
from helpline.speech.clips import TAIL_MS
from helpline.speech.sound import Sound, silence

from .conftest import NUMBER, READING, tone

TAIL = TAIL_MS / 1000
LONG_WORDS: Script = (Speech("A sentence that this voice says very slowly."), Pause(700))
AGAIN: Script = (Pause(1500), Speech("Again:"), Pause(500), *READING)


def test_a_reading_is_measured_where_it_stands(splicer: Splicer, tmp_path: Path) -> None:
    script, clip = (*NUMBER, *AGAIN), tmp_path / "number.wav"
    write_clip(splicer.sound(script), clip)
    watch = Stopwatch(measured=lambda _script, _slow: clip_marks(clip, script))
    alone = splicer.sound(READING).seconds - TAIL
    for start in (2, 2 + len(READING) + 3):
        measured = watch.until(script, start + len(READING)) - watch.until(script, start)
        assert measured == pytest.approx(alone, abs=0.05)
    assert watch.seconds(script) == pytest.approx(splicer.sound(script).seconds - TAIL, abs=0.01)


def test_slow_words_beside_a_number_do_not_lengthen_it(splicer: Splicer, tmp_path: Path) -> None:
    words = tone(20.0, splicer.sound(READING).rate).samples  # twenty seconds for nine words
    reading = splicer.sound(READING)
    clip, script = tmp_path / "slow.wav", (*LONG_WORDS, *READING)
    gap = silence(700, reading.rate)
    write_clip(Sound(np.concatenate([words, gap, reading.samples]), reading.rate), clip)
    watch = Stopwatch(measured=lambda _script, _slow: clip_marks(clip, script))
    measured = watch.seconds(script) - watch.until(script, len(LONG_WORDS))
    assert measured == pytest.approx(reading.seconds - TAIL, abs=0.1)


def test_a_clip_with_other_pauses_gives_its_length_alone(tmp_path: Path) -> None:
    clip = tmp_path / "steady.wav"
    write_clip(tone(3.0), clip)
    assert clip_marks(clip, NUMBER) == ((len(NUMBER), pytest.approx(3.0 - TAIL, abs=0.02)),)


def test_without_a_clip_a_part_is_estimated() -> None:
    watch = Stopwatch()
    assert watch.until(NUMBER, 2) + watch.seconds(READING) == pytest.approx(watch.seconds(NUMBER))
