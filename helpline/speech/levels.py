"""Every clip as loud as the next: active speech at -22 dBFS, no peak above -3 dBFS (rules A2 to A4)."""

import numpy as np

from helpline.speech.measure import OVERSAMPLING, oversampled, speech_level
from helpline.speech.sound import Samples, Sound

LEVEL_DB = -22.0  # A2
CEILING_DB = -4.0  # one below A4's -3, because telephone samples are rounded to µ-law's steps
CLOSE_DB = 0.1  # nearer than anybody hears
ROUNDS = 4  # holding peaks lowers the level a little, so level again
BLOCK_MS = 1  # how finely the gain follows; it lets go over two blocks, too short to hear as pumping


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
