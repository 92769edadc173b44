"""The web page's clips: noted when the line says them, built in a child process when they are first opened."""

import atexit
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.clips import NAME, WIDE, changed_at, clip_file, clip_name, write_whole
from helpline.speech.voices import VOICES, Voice, opened

log = logging.getLogger(__name__)

BUILDER = (sys.executable, "-m", "helpline.speech.page_clips")
PATIENCE = 10.0  # seconds that a request waits for its clip; the page then goes on with the words
WAITING = 2  # requests of one process that may wait at a time: its other threads are for calls
BUILDERS = 2  # child processes of one process at a time
BUILD_SECONDS = 300  # a child that takes longer hangs, and ends itself; a clip takes one or two
NICENESS = 5  # calls go first
KEPT = 600  # clips, and notes, that are kept at most: about the line's own prompts, 80 MB
NOTE = ".json"
KINDS = {kind.__name__: kind for kind in (Speech, Digits, Pause)}


class ClipNotReady(Exception):
    """The clip is being built, or others are in front of it. It may be there in a moment."""


class PageClips:
    """The page's clips in `folder`. One process of the line may name a clip and another open it.

    `builder` is the command of the child process, given the folder and a clip's name. A request waits
    `patience` seconds for it, and `waiting` requests of this process do so at a time.
    """

    def __init__(
        self, folder: Path, builder: Iterable[str] = BUILDER, patience: float = PATIENCE, waiting: int = WAITING
    ):
        self.patience = patience
        self._folder, self._builder = folder, tuple(builder)
        self.builders: dict[str, subprocess.Popen[bytes]] = {}
        self._lock, self._seats = threading.Lock(), threading.Semaphore(waiting)
        self._told = False

    def name_for(self, script: Script, voice: Voice, slow: bool, language: str) -> str | None:
        """The name of the clip of a spoken script. None when its words cannot be kept here."""
        name = clip_name(script, voice, slow, web=True, language=language)
        try:
            if not clip_file(self._folder, name) and not self._note(name).exists():
                self._write_note(name, script, voice, slow, language)
        except OSError as error:
            self._tell(f"{self._folder}: {error.strerror}")
            return None
        return name

    def open(self, name: str) -> Path | None:
        """The clip of that name, built now if it was noted. Raises ClipNotReady when that takes too long."""
        # The note is looked for first, because it goes when its clip is there.
        noted = NAME.fullmatch(name) and self._note(name).is_file()
        found = clip_file(self._folder, name)
        if found or not noted:
            return found
        if not self._seats.acquire(blocking=False):
            raise ClipNotReady
        try:
            self._child(name).wait(self.patience)
        except subprocess.TimeoutExpired:
            raise ClipNotReady from None
        except OSError as error:
            self._tell(str(error.strerror))
        finally:
            self._seats.release()
        found = clip_file(self._folder, name)
        if not found:
            self._tell("no embedded voice could say it; helpline audio tells why")
        return found

    def close(self) -> None:
        """End the child processes, so that none goes on when the line is told to stop. Half a clip is never kept."""
        with self._lock:
            for child in self.builders.values():
                child.kill()

    def _child(self, name: str) -> "subprocess.Popen[bytes]":
        """The child process that builds the clip: the one that is at it already, or a new one."""
        with self._lock:
            self.builders = {one: child for one, child in self.builders.items() if child.poll() is None}
            if name not in self.builders:
                if len(self.builders) >= BUILDERS:
                    raise ClipNotReady
                command = [*self._builder, str(self._folder), name]
                atexit.unregister(self.close)  # so that it is registered once
                atexit.register(self.close)
                self.builders[name] = subprocess.Popen(  # noqa: S603
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            return self.builders[name]

    def _note(self, name: str) -> Path:
        return self._folder / f"{name}{NOTE}"

    def _write_note(self, name: str, script: Script, voice: Voice, slow: bool, language: str) -> None:
        segments = [[type(part).__name__, *vars(part).values()] for part in script]
        text = json.dumps({"engine": voice.engine, "slow": slow, "language": language, "script": segments})
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._note(name), lambda part: part.write_text(text))
        prune(self._folder, NOTE)

    def _tell(self, why: str) -> None:
        if not self._told:
            log.warning("The practice phone goes without sound: %s.", why)
        self._told = True


def prune(folder: Path, ending: str, kept: int = KEPT) -> None:
    """Remove the oldest files with that ending, until `kept` are left."""
    names = [name for name in os.listdir(folder) if name.endswith(ending) and not name.startswith(".")]
    if len(names) > kept:
        for path in sorted((folder / name for name in names), key=changed_at)[:-kept]:
            path.unlink(missing_ok=True)


def build_noted(folder: Path, name: str) -> None:
    """Build the clip from its note, which then goes.

    Raises SpeechError, and ValueError for a note that holds other words than its name was made of.
    """
    from helpline.speech.build import Splicer, sweep, write_clip  # here, because answering a call loads no sound

    note = json.loads((folder / f"{name}{NOTE}").read_text())
    script: Script = tuple(KINDS[kind](*map(_kept, values)) for kind, *values in note["script"])
    voice, slow, language = VOICES[note["engine"]], note["slow"], note["language"]
    if clip_name(script, voice, slow, web=True, language=language) != name:
        raise ValueError(f"{name} is not the name of what its note says")
    with opened(voice) as engine:
        write_clip(Splicer(engine).sound(script, slow, language), folder / name)
    (folder / f"{name}{NOTE}").unlink(missing_ok=True)
    prune(folder, WIDE)
    sweep(folder)


def _kept(value: Any) -> Any:
    """A field of a segment as it was: JSON makes lists of tuples."""
    return tuple(value) if isinstance(value, list) else value


if __name__ == "__main__":
    signal.alarm(BUILD_SECONDS)
    os.nice(NICENESS)
    build_noted(Path(sys.argv[1]), sys.argv[2])
