"""Human voices: the sound files of the recordings folder, judged, and said as an engine says its words."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from helpline.content.source import suggest
from helpline.content.timing import Stopwatch
from helpline.speech.clips import write_whole
from helpline.speech.recording_script import SHEET, SLOW, Sentence, sentence_name, sound_on, written
from helpline.speech.sound import (
    LEVEL_DB,
    NOTHING_DB,
    QUIET_DB,
    Samples,
    Sound,
    frame_levels,
    levelled,
    noise_floor,
    read,
    resampled,
    speech_level,
    trimmed,
)
from helpline.speech.voices import SpeechError

ENDINGS = frozenset({".wav", ".flac", ".mp3", ".ogg", ".opus", ".aif", ".aiff"})
NOT_SOUND = frozenset({SHEET, ".md"})
UNREADABLE = "It cannot be read as sound. Save it as a WAV file."
OTHER_ENDING = (
    "Such a file, as phones make them, cannot be read here. Export it as WAV or MP3. iPhone: record with an app that "
    "saves WAV. Android: choose WAV in the settings of the recorder. Computer: open it in Audacity, then File, "
    "Export Audio."
)
UNKNOWN, NAMES = "No sentence has this name.", "helpline audio --script gives the names."
RATE = 24000  # of every recording once it is read, whatever it was recorded at
TOP = 0.999  # of full scale: a wave that stays there was cut off
CUT_SAMPLES = 3  # in a row
NEAR_DB, FAR_DB = 3.0, 20.0  # around A2's level; farther than that, most of it is not the voice
NOISE_DB, QUIET_ROOM_DB = 20.0, 40.0  # A5
ABOVE_NOISE_DB = 10.0  # of the room: what is louder is part of a word
APART = 0.9  # two channels that match less than this are two different things
LOWEST_RATE = 8000
# How far a recording may be from the seconds that its words take at the reader's pace: a share of them, and a little
# that is free, because short sentences differ most. Farther than NEAR is told, farther than FAR is not played.
NEAR_SHARE, FAR_SHARE, FREE_SECONDS = 0.35, 0.7, 0.3
ENOUGH = 10  # recordings tell the pace of their reader

Verdict = tuple[tuple[str, ...], tuple[str, ...]]  # faults, remarks


@dataclass(frozen=True)
class Recording:
    """One file among the recordings: its sentence, whether it can be played, and what is to be said about it.

    `name` is the file's name without its ending, `sound` the hash of the file. `seconds` is how long it speaks,
    `expected` how long its words should take.
    """

    path: Path
    name: str
    sentence: Sentence | None = None
    sound: str = ""
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0
    expected: float = 0.0

    @property
    def playable(self) -> bool:
        """Whether it says a sentence of the line well enough for a telephone."""
        return not self.faults

    @property
    def state(self) -> str:
        """One word for people: refused or noted."""
        return "refused" if self.faults else "noted"


def take_in(sentences: Mapping[str, Sentence], folder: Path, watch: Stopwatch, write: bool = True) -> list[Recording]:
    """Look at every file in the folder, and write the sheet of each recording that is good.

    `watch` tells how long words should take. With `write=False` it only looks.
    """
    files = sorted(path for path in folder.glob("[!.]*") if path.is_file() and path.suffix.lower() not in NOT_SOUND)
    twice = {stem for stem, count in Counter(path.stem for path in files).items() if count > 1}
    found = [_twin(path) if path.stem in twice else _take(path, sentences, watch) for path in files]
    pace = _pace(found)
    found = [_with_length(one, pace) if one.playable else one for one in found]
    for one in filter(lambda one: write and one.playable, found):
        _write_sheet(one)
    return found


def _write_sheet(recording: Recording) -> None:
    sheet, sentence = recording.path.with_suffix(SHEET), recording.sentence
    if sentence and sound_on(sheet) != recording.sound:
        text = written(recording.sound, sentence.segment.text)
        write_whole(sheet, lambda part: part.write_text(text, encoding="utf-8"))


def _twin(path: Path) -> Recording:
    return Recording(path, path.stem, faults=("Two files have this name. Take one of them away.",))


def _take(path: Path, sentences: Mapping[str, Sentence], watch: Stopwatch) -> Recording:
    name = unicodedata.normalize("NFC", path.stem)
    sentence = sentences.get(name.removesuffix(SLOW))
    if path.suffix.lower() not in ENDINGS:
        return Recording(path, name, sentence, faults=(OTHER_ENDING,))
    if sentence is None:
        return Recording(path, name, faults=(f"{UNKNOWN} {suggest(name, sentences, NAMES)}",))
    sound = hashlib.sha256(path.read_bytes()).hexdigest()[:24]
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return Recording(path, name, sentence, sound, (UNREADABLE,))
    said = _spoken(Sound(samples.mean(axis=1), rate))
    expected = watch.seconds((sentence.segment,), slow=name.endswith(SLOW))
    return Recording(path, name, sentence, sound, *complaints(samples, rate), said.seconds, expected)


def _spoken(sound: Sound) -> Sound:
    """The sound without what lies around the words, the noise of the room too."""
    loudest = float(frame_levels(sound).max(initial=NOTHING_DB))
    return trimmed(sound, max(QUIET_DB, noise_floor(sound) + ABOVE_NOISE_DB - loudest))


def _pace(recordings: Iterable[Recording]) -> float:
    """How much longer than expected the reader takes, as most of the recordings tell; 1 where there are few."""
    shares = [one.seconds / one.expected for one in recordings if one.playable]
    return median(shares) if len(shares) >= ENOUGH else 1.0


def _with_length(one: Recording, pace: float) -> Recording:
    """The recording, with what its length tells: one that is much shorter or longer may be of other words."""
    wanted = one.expected * pace
    off = abs(one.seconds - wanted) - FREE_SECONDS
    if off <= NEAR_SHARE * wanted:
        return one
    says = f"It lasts {one.seconds:.1f} seconds; its words take about {wanted:.1f}. Are they the right words?"
    if off > FAR_SHARE * wanted:
        return replace(one, faults=(f"{says} Record it again.",))
    return replace(one, remarks=(*one.remarks, f"{says} Listen to it."))


class Recorded:
    """The engine of a human voice: it says a sentence that was recorded, and nothing else."""

    def __init__(self, recordings: Iterable[Recording]):
        self._files = {one.name: one.path for one in recordings if one.playable}

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        """See `Engine.say`. Every sentence comes at the same level and rate."""
        name = sentence_name(text, language)
        path = (self._files.get(name + SLOW) if slow else None) or self._files.get(name)
        if path is None:
            raise SpeechError(f"{name} is not recorded.")
        return levelled(_spoken(resampled(read(path), RATE)))


def complaints(channels: Samples, rate: int) -> Verdict:
    """What is wrong with a recording (it is not played) and what is remarked on (it was put right).

    `channels` has a column for each channel.
    """
    sound = Sound(channels.mean(axis=1), rate)
    if rate < LOWEST_RATE:
        return (f"It has {rate} samples a second; record with at least 16000.",), ()
    level = speech_level(sound)
    if level < LEVEL_DB - 3 * FAR_DB:
        return ("There is no speech in it.",), ()
    found = [_channels(channels), _clipped(channels), _level(level), _noise(sound, level)]
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
