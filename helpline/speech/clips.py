"""Clips as files: the name of each, and whether it is whole. No sound is loaded here."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpline.content.phrases import DIGIT_WORDS
from helpline.content.script import Digits, Pause, Script, Segment, Speech
from helpline.content.wording import pronounced_names
from helpline.speech.voices import Voice

# Bump when sound is made differently, so that every clip is built again.
EDITION = 1
TELEPHONE, WIDE = ".wav", ".mp3"
NAME = re.compile(r"[0-9a-f]{24}\.(wav|mp3)")
UNFINISHED = ".part"
TAIL_MS = 500  # rule A7: silence at the end of a clip, which is no part of the speech
HEADER_BYTES = 32  # enough of a file to hold the length that its header gives


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


def spoken(script: Script, pronounce: Mapping[str, str]) -> Script:
    """The script with the names that a voice would stumble over spelled out for it (rule C9)."""
    names = pronounced_names(pronounce)
    return tuple(
        Speech(names.sub(lambda found: pronounce[found[1]], part.text)) if isinstance(part, Speech) else part
        for part in script
    )


def script_hash(script: Script) -> str:
    """A short name for exactly these words and pauses. Another word, digit or pause: another name."""
    return hashlib.sha256("\n".join(map(_line, script)).encode()).hexdigest()[:24]


def _line(part: Segment) -> str:
    match part:
        case Pause(ms):
            return f"pause {ms}"
        case Digits(digits, names):
            return f"digits {digits}" if names == DIGIT_WORDS else f"digits {digits}: {part.text}"
        case Speech(text):
            return f"say {text}"


def clip_name(script: Script, voice: Voice, slow: bool, *, web: bool = False, language: str = "en") -> str:
    """The file name of a clip: a hash of its spoken script, voice, engine and rendering."""
    extension = WIDE if web else TELEPHONE
    parts = (EDITION, script_hash(script), voice, "slow" if slow else "normal", language, extension)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24] + extension


def clip_file(folder: Path, name: str) -> Path | None:
    """The clip of that name. None unless `folder` itself holds it and it is whole."""
    if not NAME.fullmatch(name):
        return None
    path = folder / name
    try:
        found = path.lstat()  # a link could lead out of the folder
    except OSError:
        return None
    return path if stat.S_ISREG(found.st_mode) and _is_whole(path, found.st_size, found.st_mtime_ns) else None


@lru_cache(maxsize=4096)
def _is_whole(path: Path, size: int, _changed: int) -> bool:
    """Whether a file is as long as its header says. Its size and time are part of the key: a changed file is read."""
    head = b""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if path.suffix == TELEPHONE:  # RIFF, the number of bytes that follow, WAVE
        return head[:4] == b"RIFF" and head[8:12] == b"WAVE" and int.from_bytes(head[4:8], "little") + 8 == size
    # LAME's first frame, one channel, below 32 kHz: Xing or Info, flags, number of frames, number of bytes.
    return head[13:17] in (b"Xing", b"Info") and int.from_bytes(head[25:29], "big") == size


def changed_at(path: Path) -> int:
    """When a file or folder last changed, in nanoseconds since 1970; 0 when it is not there (any more)."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Call `write` with a temporary name and rename it when done; nothing is left if it fails."""
    part = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
