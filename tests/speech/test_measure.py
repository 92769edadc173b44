"""The figures, against sounds whose figures are known."""

import numpy as np
import pytest

from helpline.content.script import Pause, Speech
from helpline.speech.sound import Sound, joined, noise_floor, silence, speech_level

from .conftest import NUMBER, QUESTION, READING, tone
from .figures import digits_a_minute, edges, figures, holds_number, pauses, true_peak, words_in


@pytest.mark.parametrize(("pitch", "lost"), [(300, 3.0), (150, 12.3), (3000, 0.0), (75, 24.1)])
def test_the_level_is_taken_after_a_second_order_high_pass_at_300_hz(pitch: float, lost: float) -> None:
    assert speech_level(tone(pitch=pitch)) == pytest.approx(-22 - lost, abs=0.15)


@pytest.mark.parametrize("level", [-40.0, -22.0, -10.0])
def test_the_level_does_not_change_with_the_silence_around_it(level: float) -> None:
    loud = tone(level=level)
    padded = joined([silence(3000, 16000), loud.samples, silence(5000, 16000)], 16000)
    assert speech_level(padded) == pytest.approx(level, abs=0.1)


def test_the_peak_is_found_between_samples() -> None:
    # A quarter of the sampling rate, an eighth of a turn late: no sample ever meets the top of the wave.
    wave = np.sin(np.pi / 2 * np.arange(8000) + np.pi / 4).astype(np.float32)
    assert 20 * np.log10(np.abs(wave).max()) == pytest.approx(-3.0, abs=0.1)
    assert true_peak(Sound(wave, 8000)) > -0.1


def test_silences_are_found_in_the_samples() -> None:
    word = tone(0.4).samples
    sound = joined([silence(300, 16000), word, silence(250, 16000), word, silence(700, 16000), word], 16000)
    assert edges(sound) == pytest.approx((0.3, 0.0), abs=0.02)
    assert [length for _, length in pauses(sound)] == pytest.approx([0.25, 0.7], abs=0.02)
    assert [start for start, _ in pauses(sound)] == pytest.approx([0.7, 1.35], abs=0.02)


def test_the_noise_floor_is_what_is_left_between_words() -> None:
    hiss = np.random.default_rng(1).normal(0, 10 ** (-55 / 20), 32000).astype(np.float32)
    hiss[:8000] += tone(0.5).samples
    assert noise_floor(Sound(hiss, 16000)) == pytest.approx(-55, abs=1.5)


def test_words_and_digits_are_counted() -> None:
    assert words_in((Pause(500), Speech("Ginger, press 1."))) == 3
    assert words_in(READING) == 11
    assert holds_number(NUMBER)
    assert not holds_number(QUESTION)
    assert digits_a_minute(tone(11.0), 11) == pytest.approx(60)


def test_nothing_can_be_measured_too() -> None:
    nothing = Sound(silence(0, 8000), 8000)
    assert figures(nothing, QUESTION).level == pytest.approx(-120)
    assert figures(nothing, QUESTION).words_a_minute == 0
    assert edges(Sound(silence(0, 8000), 8000)) == (0, 0)
