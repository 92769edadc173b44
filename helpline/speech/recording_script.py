"""The sheet beside a recording: it holds the script that was read, so that a change of the words shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpline.content.script import Pause, Script
from helpline.speech.clips import Prompt, script_hash
from helpline.speech.voices import Voice

HEADING = "The words of the recording beside this file, kept by helpline audio. Do not edit."
SHEET = ".txt"
_FIELD = re.compile(r"^(script|sound|slow|language): (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """The script and the sound file that a recording was made from, as hashes."""

    script: str
    sound: str
    slow: bool
    language: str

    @property
    def key(self) -> tuple[str, bool, str]:
        """A prompt must match this for the recording to be played."""
        return self.script, self.slow, self.language


def human_voice(sheet: Sheet) -> Voice:
    """The voice of one recording: another file is another voice, and so another clip."""
    return Voice("recording", sheet.sound)


def sheet_of(prompt: Prompt, sound: str) -> Sheet:
    """The sheet for a new recording of `prompt`; `sound` is the hash of its file."""
    return Sheet(script_hash(prompt.script), sound, prompt.slow, prompt.language)


def sheets(folder: Path) -> Iterator[Sheet]:
    """Every readable sheet in the folder. One that cannot be read counts as not there."""
    for path in sorted(folder.glob(f"*{SHEET}")):
        if found := read_sheet(path):
            yield found


def read_sheet(path: Path) -> Sheet | None:
    """The sheet in that file, or None."""
    try:
        fields: dict[str, str] = dict(_FIELD.findall(path.read_text().partition("\n\n")[0]))
        return Sheet(fields["script"], fields["sound"], fields["slow"] == "yes", fields["language"])
    except (OSError, ValueError, KeyError):
        return None


def written(sheet: Sheet, script: Script) -> str:
    """The sheet as a text file: figures for the program, then the words for people (rule A12)."""
    slow = "yes" if sheet.slow else "no"
    fields = f"script: {sheet.script}\nsound: {sheet.sound}\nslow: {slow}\nlanguage: {sheet.language}"
    return f"{HEADING}\n{fields}\n\n{as_lines(script)}\n"


def as_lines(script: Script) -> str:
    """The script one stretch a line, its pauses in brackets."""
    return "\n".join(f"(pause {part.ms / 1000:g} seconds)" if isinstance(part, Pause) else part.text for part in script)
