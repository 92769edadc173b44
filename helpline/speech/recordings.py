"""Human voices: what a person dropped into the recordings folder, looked at and made ready to play."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import soundfile

from helpline.content.script import Pause
from helpline.speech.clips import Prompt, clip_name
from helpline.speech.files import read, write_clip, write_whole
from helpline.speech.quality import complaints
from helpline.speech.sheets import SHEET, human_voice, read_sheet, sheet_of, written
from helpline.speech.sound import Sound, joined, silence, trimmed
from helpline.speech.splice import TAIL_MS

ENDINGS = frozenset({".wav", ".flac", ".mp3", ".ogg"})


@dataclass(frozen=True)
class Heard:
    """One recording: whether it can be played, and what is to be said about it, with figures."""

    path: Path
    prompt: Prompt | None
    stale: bool = False
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()

    @property
    def playable(self) -> bool:
        """Whether it says the words as they are now, well enough to be heard on a telephone."""
        return self.prompt is not None and not self.stale and not self.faults


def take_in(prompts: Iterable[Prompt], recordings: Path, clips: Path, write: bool = True) -> list[Heard]:
    """Look at every recording, write the sheet of a new one, and make the clips of those that are good.

    `recordings` is where people put files, `clips` where clips go. With `write=False` it only looks.
    """
    named = {prompt.name: prompt for prompt in prompts}
    return [_take(path, named, clips if write else None) for path in sound_files(recordings)]


def sound_files(folder: Path) -> list[Path]:
    """The sound files that people have put there."""
    return [path for path in sorted(folder.glob("*")) if path.suffix.lower() in ENDINGS and path.is_file()]


def _take(path: Path, named: Mapping[str, Prompt], clips: Path | None) -> Heard:
    prompt = named.get(path.stem)
    if prompt is None:
        return Heard(path, None, faults=("No prompt has this name. helpline audio --script gives the names.",))
    sound_hash = hashlib.sha256(path.read_bytes()).hexdigest()[:24]
    now, kept = sheet_of(prompt, sound_hash), read_sheet(path.with_suffix(SHEET))
    if kept and kept.sound == sound_hash and kept.key != now.key:
        return Heard(path, prompt, stale=True, faults=("Its words have changed since. Please record it again.",))
    faults, remarks = _judged(path, prompt)
    if faults:
        return Heard(path, prompt, faults=faults, remarks=remarks)
    names = tuple(
        clip_name(prompt.script, human_voice(now), prompt.slow, web=web, language=prompt.language)
        for web in (False, True)
    )
    if clips:
        _write(path, prompt, [clips / name for name in names])
        if kept != now:
            write_whole(path.with_suffix(SHEET), lambda part: part.write_text(written(now, prompt.script)))
    return Heard(path, prompt, remarks=remarks, clips=names)


def _judged(path: Path, prompt: Prompt) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return ("It cannot be read as sound. Save it as a WAV file.",), ()
    return complaints(samples, rate, prompt)


def _write(path: Path, prompt: Prompt, targets: list[Path]) -> None:
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            write_clip(ready(read(path), prompt), target)


def ready(sound: Sound, prompt: Prompt) -> Sound:
    """A recording with the silences that every prompt has in front and behind (rules A7, V23)."""
    lead = prompt.script[0].ms if prompt.script and isinstance(prompt.script[0], Pause) else 0
    said = trimmed(sound)
    return joined([silence(lead, said.rate), said.samples, silence(TAIL_MS, said.rate)], said.rate)
