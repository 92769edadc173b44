"""The clips that can be played now: a recording first, then a clip of the chosen voice, then none."""

import time
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from helpline.content.script import Script
from helpline.content.timing import Marks
from helpline.speech.clips import changed_at, clip_file, clip_name, spoken
from helpline.speech.page_clips import PageClips
from helpline.speech.recording_script import human_voice, sounds_in
from helpline.speech.voices import EMBEDDED, VOICES, Voice, embedded_voice

CHOICE = "voice.txt"  # which engine's clips were built last, kept beside them
JUST_NOW = 2_000_000_000  # ns; a folder that changed this lately may change again within one tick of its clock


def chosen_voice(clips: Path) -> Voice:
    """The voice whose clips were built last; the better embedded one where nothing says."""
    try:
        return VOICES[(clips / CHOICE).read_text().strip()]
    except (OSError, ValueError, KeyError):
        return embedded_voice()


class ClipLibrary:
    """The clips of an audio folder. Cheap in every turn of a call: names are remembered, files only looked at.

    `folder` has built clips in clips/, human voices and their sheets in recordings/; `pronounce` says how
    names sound; `pages` makes the page's clips (by default from clips/page).
    """

    def __init__(self, folder: Path, pronounce: Mapping[str, str] | None = None, pages: PageClips | None = None):
        self.clips, self.recordings = folder / "clips", folder / "recordings"
        self._pronounce = pronounce or {}
        self.pages = pages or PageClips(self.clips / "page")
        self._seen, self._looked = (-1, -1), 0
        self._voice = embedded_voice()
        self._sounds: dict[str, str] = {}
        self._names = lru_cache(maxsize=4096)(self._find_names)
        self._marks = lru_cache(maxsize=4096)(self._find_marks)

    def name_for(self, script: Script, slow: bool, language: str = "en", embedded: bool = True) -> str | None:
        """The name of a whole telephone clip that says exactly `script`, or None: then <Say> must say all of it.

        With `embedded=False` a clip of a voice that comes with the line is left out: on a real call
        the carrier's own voice sounds better.
        """
        self._look()
        return self._whole(self._names(script, slow, language, embedded, web=False))

    def page_clip(self, script: Script, slow: bool, language: str = "en") -> str | None:
        """The name of the web page's clip of `script`, built or not: one that is not is built when it is opened.

        None when nothing can be kept on this machine. Give it only what the line itself says, never a number
        that a caller keyed in: the words are kept on disk until the clip is built.
        """
        self._look()
        built = self._whole(self._names(script, slow, language, embedded=False, web=True))
        voice = self._voice if self._voice.engine in EMBEDDED else embedded_voice()
        return built or self.pages.name_for(spoken(script, self._pronounce), voice, slow, language)

    def open(self, name: str) -> Path | None:
        """The whole clip of that name; None for any other name, and for anything outside the folder.

        A page's clip that was named and is not there yet is built first. Raises ClipNotReady when that takes long.
        """
        return clip_file(self.clips, name) or self.pages.open(name)

    def marks(self, script: Script, slow: bool, language: str = "en") -> Marks:
        """When parts of the telephone clip of `script` begin, and when its speech ends; none where there is no clip."""
        name = self.name_for(script, slow, language)
        return self._marks(name, script) if name else ()

    def _find_marks(self, name: str, script: Script) -> Marks:
        from helpline.speech.clip_timing import clip_marks  # here, because a line without clips needs no sound library

        return clip_marks(self.clips / name, script)

    def _whole(self, names: Iterable[str]) -> str | None:
        return next((name for name in names if clip_file(self.clips, name)), None)

    def _find_names(self, script: Script, slow: bool, language: str, embedded: bool, web: bool) -> list[str]:
        """The names of the clips that may say a script, the best first."""
        human = human_voice(self._sounds, script, slow, language)
        names = [clip_name(script, human, slow, web=web, language=language)] if human else []
        if embedded or self._voice.engine not in EMBEDDED:
            names.append(clip_name(spoken(script, self._pronounce), self._voice, slow, web=web, language=language))
        return names

    def _look(self) -> None:
        """See which voice is chosen and what was recorded, again only after a change."""
        stamp = (changed_at(self.clips / CHOICE), changed_at(self.recordings))
        if stamp == self._seen and self._looked - max(stamp) > JUST_NOW:
            return
        self._looked, self._seen = time.time_ns(), stamp
        self._voice = chosen_voice(self.clips)
        self._sounds = sounds_in(self.recordings)
        self._names.cache_clear()
