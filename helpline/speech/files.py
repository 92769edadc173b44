"""Sound to files and back. A file is whole or it is not there."""

import os
from collections.abc import Callable
from pathlib import Path

import soundfile

from helpline.speech.clips import TELEPHONE
from helpline.speech.levels import levelled
from helpline.speech.sound import Sound, high_passed, resampled

TELEPHONE_RATE = 8000  # A1
TELEPHONE_BASS = 300.0  # Hz; a call carries nothing below it, so it would only take room from the words (A6)
WIDE_RATES = (16000, 22050, 24000)  # A14: 16 kHz or better; the nearest to what the engine made
SMALL = {"compression_level": 0.7, "bitrate_mode": "VARIABLE"}  # about 3 kB a second: speech needs no more
UNFINISHED = ".part"


def read(path: Path) -> Sound:
    """One channel of a sound file of any kind that libsndfile reads."""
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return Sound(samples.mean(axis=1), rate)


def wide_rate(rate: int) -> int:
    """The rate of the web page's clip of a sound that has `rate`: never below 16 kHz (rule A14)."""
    return max([wide for wide in WIDE_RATES if wide <= rate], default=WIDE_RATES[0])


def write_clip(sound: Sound, path: Path) -> None:
    """Write a clip by its ending: 8 kHz µ-law for the telephone (rule A1), MP3 for the web page."""
    if path.suffix == TELEPHONE:
        ready = levelled(high_passed(resampled(sound, TELEPHONE_RATE), TELEPHONE_BASS, order=4))
        write_whole(path, lambda part: soundfile.write(part, ready.samples, ready.rate, "ULAW", format="WAV"))
    else:
        ready = levelled(resampled(sound, wide_rate(sound.rate)))
        write_whole(path, lambda part: soundfile.write(part, ready.samples, ready.rate, format="MP3", **SMALL))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary name and rename it when done; nothing is left if it fails."""
    part = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
