"""What a clip is called, and whether there is one. Cheap: asked in every turn of a call."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpline.content.script import Digits, Pause, Script, Segment, Speech
from helpline.speech.voices import Voice

# Bump when sound is made differently, so that every clip is built again.
EDITION = 1
TELEPHONE, WIDE = ".wav", ".mp3"
NAME = re.compile(r"[0-9a-f]{24}\.(wav|mp3)")
CONTENT_TYPES = {TELEPHONE: "audio/wav", WIDE: "audio/mpeg"}
FOR_EVER = "public, max-age=31536000, immutable"  # a name never gets another sound


@dataclass(frozen=True)
class Prompt:
    """Everything said before waiting, with a readable name of its own.

    `longest` is how many seconds it may take (rule V21).
    """

    name: str
    script: Script
    slow: bool = False
    language: str = "en"
    longest: float = 45.0

    @property
    def words(self) -> str:
        """The words alone, as one line."""
        return " ".join(part.text for part in self.script if not isinstance(part, Pause))


@dataclass(frozen=True)
class ClipFile:
    """How to serve a clip: the file, and what the headers of the answer say."""

    path: Path
    content_type: str
    etag: str
    cache_control: str = FOR_EVER


def spoken(script: Script, pronounce: Mapping[str, str]) -> Script:
    """The script with the names that a voice would stumble over spelled out for it (rule C9)."""
    if not pronounce:
        return script
    names = re.compile(rf"\b({'|'.join(map(re.escape, pronounce))})\b")
    return tuple(
        Speech(names.sub(lambda found: pronounce[found[1]], part.text)) if isinstance(part, Speech) else part
        for part in script
    )


def script_hash(script: Script) -> str:
    """A short name for exactly these words and pauses. Another word, digit or pause: another name."""
    return hashlib.sha256("\n".join(map(_written, script)).encode()).hexdigest()[:24]


def _written(part: Segment) -> str:
    match part:
        case Pause(ms):
            return f"pause {ms}"
        case Digits(digits):
            return f"digits {digits}"
        case Speech(text):
            return f"say {text}"


def clip_name(script: Script, voice: Voice, slow: bool, *, web: bool = False, language: str = "en") -> str:
    """The file name of a clip: a hash of its spoken script, voice, engine and rendering."""
    extension = WIDE if web else TELEPHONE
    parts = (EDITION, script_hash(script), voice, "slow" if slow else "normal", language, extension)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24] + extension


def file_of(folder: Path, name: str) -> ClipFile | None:
    """How to serve the clip of that name. None for anything that is not a clip in the folder."""
    if not NAME.fullmatch(name):
        return None
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return None
    return ClipFile(path, CONTENT_TYPES[path.suffix], path.stem)
