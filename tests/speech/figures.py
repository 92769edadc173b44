"""Figures about a sound that only tests and benchmarks hold it to: peak, band, pauses, pace."""

from dataclasses import dataclass

import numpy as np

from helpline.content.script import Digits, Pause, Script
from helpline.speech.sound import FRAME_MS, Sound, loud_frames, noise_floor, oversampled, speech_level

TELEPHONE_HZ = (300.0, 3400.0)


@dataclass(frozen=True)
class Figures:
    """Levels in dBFS, times in seconds, `noise_db` below the speech level."""

    seconds: float
    level: float
    peak: float
    head: float
    tail: float
    noise_db: float
    words_a_minute: float


def figures(sound: Sound, script: Script) -> Figures:
    """Everything that rules A2 to A8 demand of a sound that says `script`."""
    head, tail = edges(sound)
    level = speech_level(sound)
    return Figures(
        seconds=sound.seconds,
        level=level,
        peak=true_peak(sound),
        head=head,
        tail=tail,
        noise_db=level - noise_floor(sound),
        words_a_minute=words_in(script) / sound.seconds * 60 if sound.seconds else 0.0,
    )


def edges(sound: Sound) -> tuple[float, float]:
    """Silence before the first and after the last speech (rule A7)."""
    loud = np.flatnonzero(loud_frames(sound))
    if not len(loud):
        return sound.seconds, 0.0
    frame = FRAME_MS / 1000
    return float(loud[0] * frame), float(sound.seconds - (loud[-1] + 1) * frame)


def true_peak(sound: Sound) -> float:
    """The highest point of the wave in dBFS, between samples too (rule A4)."""
    return 20 * float(np.log10(np.abs(oversampled(sound)).max(initial=0) + 1e-6))


def telephone_share(sound: Sound) -> float:
    """How much of the sound's energy lies where a telephone carries it, 0 to 1 (rule A6)."""
    energy = np.abs(np.fft.rfft(sound.samples)) ** 2
    pitch = np.fft.rfftfreq(len(sound.samples), 1 / sound.rate)
    carried = (pitch >= TELEPHONE_HZ[0]) & (pitch <= TELEPHONE_HZ[1])
    return float(energy[carried].sum() / max(energy.sum(), 1e-12))


def pauses(sound: Sound, shortest_ms: int = 100) -> list[tuple[float, float]]:
    """Silences between speech as (start, length) in seconds, found by looking at the samples."""
    loud = np.flatnonzero(loud_frames(sound))
    gaps = np.diff(loud) - 1
    wide = np.flatnonzero(gaps * FRAME_MS >= shortest_ms)
    return [(float(loud[i] + 1) * FRAME_MS / 1000, float(gaps[i]) * FRAME_MS / 1000) for i in wide]


def words_in(script: Script) -> int:
    """How many words are said; a digit is a word."""
    return sum(len(part.text.split()) for part in script if not isinstance(part, Pause))


def holds_number(script: Script) -> bool:
    """Whether a number is dictated, which sets a pace of its own (rule A8)."""
    return any(isinstance(part, Digits) for part in script)


def digits_a_minute(reading: Sound, digits: int) -> float:
    """The pace of one reading of a number, its group pauses included (rules N3, A8)."""
    return digits / reading.seconds * 60
