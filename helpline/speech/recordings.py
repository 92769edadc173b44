"""Human voices: the sound files of the recordings folder, judged and made ready to play."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from helpline.content.script import Pause
from helpline.speech.build import write_clip
from helpline.speech.clips import TAIL_MS, Prompt, clip_file, clip_name, write_whole
from helpline.speech.recording_script import SHEET, human_voice, read_sheet, sheet_of, written
from helpline.speech.sound import (
    LEVEL_DB,
    Samples,
    Sound,
    edges,
    joined,
    noise_floor,
    read,
    silence,
    speech_level,
    trimmed,
)

ENDINGS = frozenset({".wav", ".flac", ".mp3", ".ogg"})
TOP = 0.999  # of full scale: a wave that stays there was cut off
CUT_SAMPLES = 3  # in a row
NEAR_DB, FAR_DB = 3.0, 20.0  # around A2's level; farther than that, most of it is not the voice
NOISE_DB, QUIET_ROOM_DB = 20.0, 40.0  # A5
APART = 0.9  # two channels that match less than this are two different things
LOWEST_RATE = 8000

Verdict = tuple[tuple[str, ...], tuple[str, ...]]  # faults, remarks


@dataclass(frozen=True)
class Recording:
    """One recording: whether it can be played, and what is to be said about it, with figures."""

    path: Path
    prompt: Prompt | None
    stale: bool = False
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()

    @property
    def playable(self) -> bool:
        """Whether it says the words as they are now, well enough for a telephone."""
        return not self.faults

    @property
    def state(self) -> str:
        """One word for people: stale, refused or noted."""
        return "stale" if self.stale else "refused" if self.faults else "noted"


def take_in(prompts: Iterable[Prompt], recordings: Path, clips: Path, write: bool = True) -> list[Recording]:
    """Look at every recording, write the sheet of a new one, and make the clips of those that are good.

    `recordings` is where people put files, `clips` where clips go. With `write=False` it only looks.
    """
    named = {prompt.name: prompt for prompt in prompts}
    files = (path for path in sorted(recordings.glob("*")) if path.suffix.lower() in ENDINGS and path.is_file())
    return [_take(path, named, clips if write else None) for path in files]


def _take(path: Path, named: Mapping[str, Prompt], clips: Path | None) -> Recording:
    prompt = named.get(path.stem)
    if prompt is None:
        return Recording(path, None, faults=("No prompt has this name. helpline audio --script gives the names.",))
    sound_hash = hashlib.sha256(path.read_bytes()).hexdigest()[:24]
    now, kept = sheet_of(prompt, sound_hash), read_sheet(path.with_suffix(SHEET))
    if kept and kept.sound == sound_hash and kept.key != now.key:
        return Recording(path, prompt, stale=True, faults=("Its words have changed since. Please record it again.",))
    faults, remarks = _judged(path, prompt)
    if faults:
        return Recording(path, prompt, faults=faults, remarks=remarks)
    names = tuple(
        clip_name(prompt.script, human_voice(now), prompt.slow, web=web, language=prompt.language)
        for web in (False, True)
    )
    if clips:
        _write(path, prompt, clips, names)
        if kept != now:
            write_whole(path.with_suffix(SHEET), lambda part: part.write_text(written(now, prompt.script)))
    return Recording(path, prompt, remarks=remarks, clips=names)


def _judged(path: Path, prompt: Prompt) -> Verdict:
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return ("It cannot be read as sound. Save it as a WAV file.",), ()
    return complaints(samples, rate, prompt)


def _write(path: Path, prompt: Prompt, clips: Path, names: Iterable[str]) -> None:
    clips.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not clip_file(clips, name):
            write_clip(ready(read(path), prompt), clips / name)


def ready(sound: Sound, prompt: Prompt) -> Sound:
    """A recording with the silences that every prompt has in front and behind (rules A7, V23)."""
    lead = prompt.script[0].ms if prompt.script and isinstance(prompt.script[0], Pause) else 0
    said = trimmed(sound)
    return joined([silence(lead, said.rate), said.samples, silence(TAIL_MS, said.rate)], said.rate)


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
