"""The sound of a whole call: its prompts as a caller hears them, its keys as tones, and its waits."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from helpline.speech.build import TELEPHONE_RATE, Splicer, as_telephone
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.clips import Prompt, spoken, write_whole
from helpline.speech.sound import Samples, Sound, joined, read, silence
from helpline.speech.voices import embedded_voice, opened

# The two pitches of each key, in Hz (ITU-T Q.23), and how long and how loud a phone sends them.
ROWS, COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)
PITCHES = {key: (ROWS[i // 3], COLUMNS[i % 3]) for i, key in enumerate("123456789*0#")}
TONE_MS, TONE_PEAK = 150, 0.12


@dataclass(frozen=True)
class Tone:
    """A key that is pressed."""

    key: str


@dataclass(frozen=True)
class Wait:
    """A time in which nobody says or presses anything, in seconds."""

    seconds: float


CallPart = Prompt | Tone | Wait


def call_sound(parts: Iterable[CallPart], clips: ClipLibrary, pronounce: Mapping[str, str]) -> Sound:
    """The parts of a call one after the other, as the telephone carries them. Raises SpeechError.

    A prompt is its clip where there is one, and otherwise said by the embedded voice.
    """
    with opened(embedded_voice()) as engine:
        splicer = Splicer(engine)

        def said(prompt: Prompt) -> Samples:
            name = clips.name_for(prompt.script, prompt.slow, prompt.language)
            if name and (clip := clips.open(name)):
                return read(clip).samples
            script = spoken(prompt.script, pronounce)
            return as_telephone(splicer.sound(script, prompt.slow, prompt.language)).samples

        return joined((said(part) if isinstance(part, Prompt) else _unsaid(part) for part in parts), TELEPHONE_RATE)


def _unsaid(part: Tone | Wait) -> Samples:
    return tone(part.key) if isinstance(part, Tone) else silence(part.seconds * 1000, TELEPHONE_RATE)


def tone(key: str) -> Samples:
    """The tone of a key."""
    at = np.arange(TONE_MS * TELEPHONE_RATE // 1000) / TELEPHONE_RATE
    return np.asarray(sum(TONE_PEAK * np.sin(2 * np.pi * pitch * at) for pitch in PITCHES[key]), np.float32)


def write_call(sound: Sound, path: Path) -> None:
    """Write it as a WAV file that everything plays: one channel of 16 bits. Raises OSError."""
    wave = io.BytesIO()
    soundfile.write(wave, sound.samples, sound.rate, "PCM_16", format="WAV")
    write_whole(path, lambda part: part.write_bytes(wave.getvalue()))
