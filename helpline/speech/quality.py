"""Is a recording good enough? Each complaint names its figure and what to do."""

import numpy as np

from helpline.speech.clips import Prompt
from helpline.speech.measure import edges, noise_floor, speech_level
from helpline.speech.sound import Samples, Sound

TOP = 0.999  # of full scale: a wave that stays there was cut off
CUT_SAMPLES = 3  # in a row
LEVEL_DB, NEAR_DB, FAR_DB = -22.0, 3.0, 20.0  # A2; farther than that, what was recorded is mostly not the voice
NOISE_DB, QUIET_ROOM_DB = 20.0, 40.0  # A5
APART = 0.9  # two channels that match less than this are two different things
LOWEST_RATE = 8000

Verdict = tuple[tuple[str, ...], tuple[str, ...]]


def complaints(channels: Samples, rate: int, prompt: Prompt) -> Verdict:
    """What is wrong with a recording (it is not played) and what is remarked on (it was put right).

    `channels` has a column for each channel.
    """
    sound = Sound(channels.mean(axis=1), rate)
    if rate < LOWEST_RATE:
        return (f"It has {rate} samples a second; record with at least 16000.",), ()
    level = speech_level(sound)
    if level < LEVEL_DB - 3 * FAR_DB:
        return ("There is no speech in it.",), ()
    found = [_channels(channels), _clipped(channels), _level(level), _noise(sound, level), _length(sound, prompt)]
    return (
        tuple(text for fatal, text in filter(None, found) if fatal),
        tuple(text for fatal, text in filter(None, found) if not fatal),
    )


def _channels(channels: Samples) -> tuple[bool, str] | None:
    """Two channels of one voice can be made one; two of different things cannot."""
    if channels.shape[1] == 1:
        return None
    left, right = channels[:, 0], channels[:, 1]
    if min(np.abs(left).max(), np.abs(right).max()) < 0.001:
        return False, "It is stereo with one side silent: made mono."
    alike = float(np.corrcoef(left, right)[0, 1])
    if alike < APART:
        return True, f"It is stereo and its sides differ (they match {alike:.2f} of 1). Record in mono."
    return False, f"It is stereo ({channels.shape[1]} channels): made mono."


def _clipped(channels: Samples) -> tuple[bool, str] | None:
    top = (np.abs(channels) >= TOP).all(axis=1)
    runs = np.convolve(top, np.ones(CUT_SAMPLES), mode="valid") == CUT_SAMPLES
    steps = int(np.count_nonzero(np.diff(np.concatenate([[False], runs]).astype(np.int8)) == 1))
    if not steps:
        return None
    return True, f"It was too loud for the microphone: cut off in {steps} places. Move back and record it again."


def _level(level: float) -> tuple[bool, str] | None:
    off = level - LEVEL_DB
    if abs(off) <= NEAR_DB:
        return None
    way = "loud" if off > 0 else "quiet"
    if abs(off) > FAR_DB:
        return True, f"It is far too {way}: {level:.0f} dBFS, where -22 is wanted. Record it again."
    return False, f"It was too {way}: {level:.0f} dBFS, put at -22."


def _noise(sound: Sound, level: float) -> tuple[bool, str] | None:
    below = level - noise_floor(sound)
    if below >= QUIET_ROOM_DB:
        return None
    text = f"The background is {below:.0f} dB below the voice; 40 is wanted and 20 is the least."
    return below < NOISE_DB, text + (" Record it in a quieter room." if below < NOISE_DB else "")


def _length(sound: Sound, prompt: Prompt) -> tuple[bool, str] | None:
    seconds = sound.seconds - sum(edges(sound))
    if seconds <= prompt.longest:
        return None
    return False, f"It lasts {seconds:.1f} seconds; {prompt.longest:.0f} is the most (rule V21)."
