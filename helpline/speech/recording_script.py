"""The script of people who record: each sentence once, its name, and the sheet that is kept beside its recording."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.clips import Prompt
from helpline.speech.voices import Voice

HEADING = "The words of the recording beside this file, kept by helpline audio. Do not edit."
SHEET = ".txt"
SLOW = "_slow"  # ends the name of a sentence that was read again, more slowly
_FIELD = re.compile(r"^(sound): (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Sentence:
    """One stretch of a prompt, as a person reads it aloud, and the prompts that need it, in order of use."""

    name: str
    segment: Speech | Digits
    prompts: tuple[str, ...]


def sentence_name(text: str, language: str = "en") -> str:
    """The name of a recording: its words, whatever stands between them. Other words have another name."""
    plain = re.sub(r"['\u2019]", "", unicodedata.normalize("NFC", text).lower())
    return "-".join(re.findall(r"\w+", plain)) + ("" if language == "en" else f"_{language}")


def sentences_in(prompts: Iterable[Prompt]) -> dict[str, Sentence]:
    """Every sentence of these prompts by its name, once, in the order in which a call comes to them."""
    segments: dict[str, Speech | Digits] = {}
    needed: dict[str, dict[str, None]] = {}
    for prompt in prompts:
        for part in prompt.script:
            if not isinstance(part, Pause):
                name = sentence_name(part.text, prompt.language)
                segments.setdefault(name, part)
                needed.setdefault(name, {})[prompt.name] = None
    return {name: Sentence(name, segment, tuple(needed[name])) for name, segment in segments.items()}


def as_recorded(script: Script) -> Script:
    """The script as a person reads it: a group of digits is a sentence like any other."""
    return tuple(Speech(part.text) if isinstance(part, Digits) else part for part in script)


def human_voice(sounds: Mapping[str, str], script: Script, slow: bool, language: str = "en") -> Voice | None:
    """The voice of a script of which every sentence is recorded, else None.

    `sounds` are the hashes of the recordings by their names: another recording is another voice, and so another
    clip. A slow prompt takes a slower reading where there is one.
    """
    names = [sentence_name(part.text, language) for part in script if not isinstance(part, Pause)]
    found = [(slow and sounds.get(name + SLOW)) or sounds.get(name) for name in names]
    if not found or None in found:
        return None
    return Voice("recording", hashlib.sha256(" ".join(map(str, found)).encode()).hexdigest()[:24])


def sounds_in(folder: Path) -> dict[str, str]:
    """The hash of each recording in the folder that was found good, by its name, as its sheet says."""
    sheets = sorted(folder.glob(f"*{SHEET}"))
    return {unicodedata.normalize("NFC", path.stem): sound for path in sheets if (sound := sound_on(path))}


def sound_on(sheet: Path) -> str | None:
    """The hash of the sound file that a sheet was written for; None when it cannot be read."""
    try:
        head, _, _ = sheet.read_text(encoding="utf-8").partition("\n\n")
        return dict(_FIELD.findall(head)).get("sound")
    except (OSError, ValueError):
        return None


def written(sound: str, words: str) -> str:
    """The sheet of a recording as a text file: a figure for the program, then the words for people (rule A12)."""
    return f"{HEADING}\nsound: {sound}\n\n{words}\n"
