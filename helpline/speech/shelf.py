"""Which clip says a script, if any: a recording first, then a clip of the chosen voice, then none."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpline.content.script import Script
from helpline.speech.clips import NAME, ClipFile, clip_name, file_of, script_hash, spoken
from helpline.speech.sheets import human_voice, sheets
from helpline.speech.voices import EMBEDDED, ESPEAK, VOICES, Voice

CHOICE = "voice.txt"  # which engine's clips were built last, kept beside them
JUST_NOW = 2_000_000_000  # ns; a folder that changed this lately may change again within one tick of its clock


def chosen_voice(folder: Path) -> Voice:
    """The voice whose clips were built last; the embedded one where nothing says."""
    try:
        return VOICES[(folder / CHOICE).read_text().strip()]
    except (OSError, KeyError):
        return ESPEAK


@dataclass
class ClipShelf:
    """The clips that can be played now. Cheap to ask: it looks at a folder again only when it changed.

    `folder` holds the built clips, `recordings` the human ones and their sheets; `voice` is the
    engine to take clips of (by default the one that was built last); `pronounce` says how names sound.
    """

    folder: Path
    recordings: Path
    pronounce: Mapping[str, str] = field(default_factory=dict)
    voice: Voice | None = None

    def __post_init__(self) -> None:
        self._seen: tuple[int, int] = (-1, -1)
        self._looked = 0
        self._names: frozenset[str] = frozenset()
        self._voice = self.voice or ESPEAK
        self._humans: dict[tuple[str, bool, str], Voice] = {}
        self._remembered: dict[tuple[object, ...], str | None] = {}

    def name_for(
        self, script: Script, slow: bool, web: bool = False, language: str = "en", embedded: bool = True
    ) -> str | None:
        """The name of a clip that says exactly `script`, or None: then let <Say> say the whole of it.

        With `embedded=False` a clip of a voice that comes with the line is left out: on a real call
        the carrier's own voice sounds better.
        """
        self._look()
        key = (script, slow, web, language, embedded)
        if key not in self._remembered:
            self._remembered[key] = self._find(script, slow, web, language, embedded)
        return self._remembered[key]

    def open(self, name: str) -> ClipFile | None:
        """How to serve the clip of that name; None for any other name, and for anything outside the folder."""
        return file_of(self.folder, name)

    def path_of(self, name: str) -> Path | None:
        """The file of the clip of that name, or None."""
        found = self.open(name)
        return found.path if found else None

    def _find(self, script: Script, slow: bool, web: bool, language: str, embedded: bool) -> str | None:
        human = self._humans.get((script_hash(script), slow, language))
        names = [clip_name(script, human, slow, web=web, language=language)] if human else []
        if embedded or self._voice.engine not in EMBEDDED:
            names.append(clip_name(spoken(script, self.pronounce), self._voice, slow, web=web, language=language))
        return next((name for name in names if name in self._names), None)

    def _look(self) -> None:
        stamp = (_changed(self.folder), _changed(self.recordings))
        if stamp == self._seen and self._looked - max(stamp) > JUST_NOW:
            return
        self._looked, self._seen = time.time_ns(), stamp
        self._names = frozenset(filter(NAME.fullmatch, _listing(self.folder)))
        self._voice = self.voice or chosen_voice(self.folder)
        self._humans = {sheet.key: human_voice(sheet) for sheet in sheets(self.recordings)}
        self._remembered.clear()


def _changed(folder: Path) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0  # not there (yet): nothing to play


def _listing(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
