"""Sound in memory: read it, cut it, join it, change its rate, measure and set its level.

One channel, samples from -1 to 1. Levels are in dB below full scale (dBFS).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FRAME_MS = 10
# Louder than this below the loudest frame counts as speech: it keeps the breath of an "f", drops hiss.
QUIET_DB = -40.0
EDGE_MS = 10  # left around a stretch, so that no consonant is clipped
SPEECH_DB = -30.0  # a frame this far below the loudest is still part of a word (RFC 7874: speech frames only)
PASS_HZ = 300.0  # RFC 7874, section 4
OVERSAMPLING = 4  # true peak: what the wave does between samples
NOTHING_DB = -120.0
LEVEL_DB = -22.0  # A2
CEILING_DB = -4.0  # one below A4's -3, because telephone samples are rounded to µ-law's steps
CLOSE_DB = 0.1  # nearer than anybody hears
ROUNDS = 4  # holding peaks lowers the level a little, so level again
BLOCK_MS = 1  # how finely the gain follows; it lets go over two blocks, too short to hear as pumping


@dataclass(frozen=True, eq=False)
class Sound:
    """Samples and how many of them make a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def read(source: Path | BinaryIO) -> Sound:
    """One channel of a sound file of any kind that libsndfile reads. Raises soundfile.LibsndfileError."""
    samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
    return Sound(samples.mean(axis=1), rate)


def from_int16(data: bytes, rate: int) -> Sound:
    """Sound from 16-bit samples in the machine's order, as speech engines give them."""
    return Sound((np.frombuffer(data, np.int16) / 32768).astype(np.float32), rate)


def silence(ms: float, rate: int) -> Samples:
    """Exactly `ms` milliseconds of nothing, to the nearest sample."""
    return np.zeros(max(0, round(ms * rate / 1000)), np.float32)


def frame_levels(sound: Sound) -> NDArray[np.float64]:
    """The level of each 10 ms, in dB below full scale; the last, broken frame is left out."""
    size = sound.rate * FRAME_MS // 1000
    count = len(sound.samples) // size
    frames = sound.samples[: count * size].reshape(count, size).astype(np.float64)
    return np.asarray(20 * np.log10(np.sqrt((frames**2).mean(axis=1)) + 1e-9))


def loud_frames(sound: Sound, below: float = QUIET_DB) -> NDArray[np.bool_]:
    """Which 10 ms frames hold speech: those within `below` dB of the loudest."""
    levels = frame_levels(sound)
    return np.asarray(levels > levels.max(initial=-120.0) + below)


def trimmed(sound: Sound, below: float = QUIET_DB) -> Sound:
    """The sound without the silence around it, but for 10 ms on each side.

    Silence is what lies more than `below` dB under the loudest (a negative number).
    """
    loud = np.flatnonzero(loud_frames(sound, below))
    if not len(loud):
        return Sound(silence(0, sound.rate), sound.rate)
    size, edge = sound.rate * FRAME_MS // 1000, sound.rate * EDGE_MS // 1000
    start, end = max(0, loud[0] * size - edge), (loud[-1] + 1) * size + edge
    return Sound(_faded(sound.samples[start:end], edge), sound.rate)


def _faded(samples: Samples, edge: int) -> Samples:
    """Ends brought to nothing, so that a splice does not click."""
    edge = min(edge, len(samples) // 2)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)
    faded = samples.copy()
    faded[:edge] *= ramp
    faded[len(faded) - edge :] *= ramp[::-1]
    return faded


def joined(parts: Iterable[Samples], rate: int) -> Sound:
    """Stretches one after the other."""
    return Sound(np.concatenate([silence(0, rate), *parts]), rate)


def high_passed(sound: Sound, pitch: float, order: int = 2) -> Sound:
    """The sound without what lies below `pitch` Hz: a Butterworth filter that shifts nothing in time."""
    size = 1 << max(1, len(sound.samples).bit_length())  # a power of two: an awkward length takes seconds
    ratio = (np.fft.rfftfreq(size, 1 / sound.rate) / pitch) ** order
    passed = np.fft.irfft(np.fft.rfft(sound.samples, size) * ratio / np.sqrt(1 + ratio**2), size)
    return Sound(passed[: len(sound.samples)].astype(np.float32), sound.rate)


def resampled(sound: Sound, rate: int) -> Sound:
    """The same sound at another number of samples a second."""
    if rate == sound.rate:
        return sound
    return Sound(soxr.resample(sound.samples, sound.rate, rate, quality="VHQ").astype(np.float32), rate)


def speech_level(sound: Sound) -> float:
    """Active speech level: RMS of speech frames after a 300 Hz high-pass (rule A2, RFC 7874)."""
    passed = high_passed(sound, PASS_HZ)
    levels = frame_levels(passed)
    speech = levels[loud_frames(passed, SPEECH_DB)]
    return 10 * float(np.log10((10 ** (speech / 10)).mean())) if len(speech) else NOTHING_DB


def noise_floor(sound: Sound) -> float:
    """The level when nobody speaks: that of the quietest tenth of the frames (rule A5)."""
    levels = frame_levels(sound)
    return float(np.percentile(levels, 10)) if len(levels) else NOTHING_DB


def oversampled(sound: Sound) -> Samples:
    """The wave with four samples for each one, so that peaks between samples show."""
    return resampled(sound, sound.rate * OVERSAMPLING).samples


def levelled(sound: Sound) -> Sound:
    """The sound with its speech at -22 dBFS and its peaks held."""
    missing = LEVEL_DB - speech_level(sound)
    for _ in range(ROUNDS):
        sound = _held(Sound((sound.samples * 10 ** (missing / 20)).astype(np.float32), sound.rate))
        missing = LEVEL_DB - speech_level(sound)
        if abs(missing) < CLOSE_DB:
            break
    return sound


def _held(sound: Sound) -> Sound:
    """Turned down just around each peak that is too high, between samples too."""
    size = sound.rate * BLOCK_MS // 1000
    peaks = _block_peaks(sound, size)
    ceiling = 10 ** (CEILING_DB / 20)
    if peaks.max(initial=0) <= ceiling:
        return sound
    gains = np.minimum(1, ceiling / np.maximum(peaks, ceiling))
    around = np.pad(gains, 1, mode="edge")
    lowest = np.minimum(np.minimum(around[:-2], around[1:-1]), around[2:])  # so no slope cuts into a peak
    middles = np.arange(len(lowest)) * size + size / 2
    slope = np.interp(np.arange(len(sound.samples)), middles, lowest)
    return Sound((sound.samples * slope).astype(np.float32), sound.rate)


def _block_peaks(sound: Sound, size: int) -> Samples:
    wave = np.abs(oversampled(sound))
    wide = size * OVERSAMPLING
    return np.asarray(np.pad(wave, (0, -len(wave) % wide)).reshape(-1, wide).max(axis=1))
