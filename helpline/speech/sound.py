"""Sound in memory: cut it, join it, change its rate. One channel, samples from -1 to 1."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FRAME_MS = 10
# Louder than this below the loudest frame counts as speech: it keeps the breath of an "f", drops hiss.
QUIET_DB = -40.0
EDGE_MS = 10  # left around a stretch, so that no consonant is clipped


@dataclass(frozen=True, eq=False)
class Sound:
    """Samples and how many of them make a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


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


def trimmed(sound: Sound) -> Sound:
    """The sound without the silence around it, but for 10 ms on each side."""
    loud = np.flatnonzero(loud_frames(sound))
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
