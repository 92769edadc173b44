"""The audio folder, compared with the prompts of a line: clips that are missing, stale or no longer needed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

import soundfile

from helpline.content.script import Pause, Script
from helpline.content.timing import Stopwatch
from helpline.speech.build import Made, Task, build, sweep
from helpline.speech.clip_library import CHOICE
from helpline.speech.clips import NAME, TAIL_MS, Prompt, clip_file, clip_name, spoken, write_whole
from helpline.speech.recording_script import as_recorded, human_voice, sentences_in
from helpline.speech.recordings import Recorded, Recording, take_in
from helpline.speech.voices import EMBEDDED, Voice, opened

INDEX = "index.txt"  # which prompt each clip was built for, a line each: for people, and to tell stale from missing


class AudioFolder:
    """`folder` with its clips/ and recordings/, and every prompt of a line.

    `names` are the prompts to work on, all of them when empty; `pronounce` says how names sound in `voice`.
    With `write=False` recordings are looked at and nothing is made of them.
    """

    def __init__(
        self,
        folder: Path,
        every: Iterable[Prompt],
        voice: Voice,
        pronounce: Mapping[str, str],
        names: Iterable[str] = (),
        *,
        write: bool = True,
    ):
        self.clips, self.recordings, self.voice = folder / "clips", folder / "recordings", voice
        self.every, self._pronounce, self._names, self._write = list(every), pronounce, set(names), write
        self.sentences = sentences_in(self.every)
        self.prompts = [prompt for prompt in self.every if not self._names or prompt.name in self._names]
        self.unknown = sorted(self._names - {prompt.name for prompt in self.every})

    def names_of(self, prompt: Prompt) -> tuple[str, ...]:
        """The names of the clips to build of a prompt: the telephone's, and of an online voice the page's too.

        The page's clip of an embedded voice is made when it is first opened (`PageClips`), which needs no network.
        """
        script = spoken(prompt.script, self._pronounce)
        kinds = (False,) if self.voice.engine in EMBEDDED else (False, True)
        return tuple(clip_name(script, self.voice, prompt.slow, web=web, language=prompt.language) for web in kinds)

    def recorded_names_of(self, prompt: Prompt) -> tuple[str, ...]:
        """The names of the clips to join of a prompt, for the telephone and the page: none unless all is recorded."""
        voice = human_voice(self._sounds, prompt.script, prompt.slow, prompt.language)
        if voice is None:
            return ()
        return tuple(
            clip_name(prompt.script, voice, prompt.slow, web=web, language=prompt.language) for web in (False, True)
        )

    def missing(self) -> list[Prompt]:
        """The prompts to build, nearest to the start of a call first: new ones, changed ones, broken files."""
        return [one for one in self.prompts if not all(clip_file(self.clips, name) for name in self.names_of(one))]

    def build(self, prompts: Iterable[Prompt], workers: int) -> Iterator[Made]:
        """Build those prompts, giving each when it is done. Raises SpeechError.

        The voice that needs a network has one worker only: it is to be used gently.
        """
        self.clips.mkdir(parents=True, exist_ok=True)
        sweep(self.clips)
        if not (self.clips / CHOICE).exists():
            self.choose()  # the first voice is played from its first clip on
        tasks = [self._task(one, spoken(one.script, self._pronounce), self.names_of(one)) for one in prompts]
        return build(tasks, partial(opened, self.voice), workers if self.voice.engine in EMBEDDED else 1)

    def unjoined(self) -> list[Prompt]:
        """The prompts of which every sentence is recorded, and that are not joined yet."""
        named = ((one, self.recorded_names_of(one)) for one in self.prompts)
        return [one for one, names in named if not all(clip_file(self.clips, name) for name in names)]

    def join(self, prompts: Iterable[Prompt], workers: int) -> Iterator[Made]:
        """Join recordings into the clips of those prompts, giving each when it is done. Raises SpeechError."""
        self.clips.mkdir(parents=True, exist_ok=True)
        tasks = [self._task(one, as_recorded(one.script), self.recorded_names_of(one)) for one in prompts]
        return build(tasks, lambda: nullcontext(Recorded(self.recordings_found)), workers)

    def _task(self, prompt: Prompt, script: Script, names: Iterable[str]) -> Task:
        return Task(replace(prompt, script=script), tuple(self.clips / name for name in names))

    def states(self) -> list[tuple[Prompt, str]]:
        """Each prompt with how it stands: recorded, built, stale (its words have changed since), or missing."""
        before = set(self.index().values())
        how = {prompt.name: "stale" if prompt.name in before else "missing" for prompt in self.missing()}
        how |= {prompt.name: "recorded" for prompt in self.prompts if self.recorded_names_of(prompt)}
        return [(prompt, how.get(prompt.name, "built")) for prompt in self.prompts]

    def recording_lines(self) -> list[str]:
        """A line for each recording that is not good enough or was put right, and each joined prompt that is long."""
        told = [
            f"{one.state:<10} {one.path.name}: {text}"
            for one in self.recordings_found
            for text in (*one.faults, *one.remarks)
        ]
        return told + [
            f"noted      {prompt.name}: It lasts {seconds:.1f} seconds; {prompt.longest:.0f} is the most (rule V21)."
            for prompt, seconds in self._joined_seconds()
            if seconds > prompt.longest
        ]

    def _joined_seconds(self) -> Iterator[tuple[Prompt, float]]:
        """The seconds from the first word to the last of each joined prompt; a slow rendering has no limit."""
        for prompt in self.prompts:
            names = () if prompt.slow else self.recorded_names_of(prompt)[:1]
            for clip in filter(None, (clip_file(self.clips, name) for name in names)):
                lead = prompt.script[0].ms if isinstance(prompt.script[0], Pause) else 0
                yield prompt, soundfile.info(clip).duration - (lead + TAIL_MS) / 1000

    def recorded_counts(self) -> tuple[int, int]:
        """How many of `sentences` are recorded, and how many prompts can be joined of them."""
        joined = [prompt for prompt in self.every if self.recorded_names_of(prompt)]
        return len(self._sounds.keys() & self.sentences.keys()), len(joined)

    def orphans(self) -> dict[str, str]:
        """Clips that no prompt needs, in this voice or joined from recordings, with the prompt that each was of."""
        needed = {name for prompt in self.every for name in self.names_of(prompt)}
        needed |= {name for prompt in self.every for name in self.recorded_names_of(prompt)}
        there = (path.name for path in sorted(self.clips.glob("*")) if NAME.fullmatch(path.name))
        was = self.index()
        return {name: was.get(name, "") for name in there if name not in needed}

    def prune(self) -> int:
        """Remove the orphans. Gives how many there were."""
        orphans = self.orphans()
        for name in orphans:
            (self.clips / name).unlink()
        return len(orphans)

    def finish(self) -> None:
        """Keep which prompt each clip is of, and play the clips of this voice from now on."""
        named = self.index()
        for prompt in self.every:
            named |= dict.fromkeys((*self.names_of(prompt), *self.recorded_names_of(prompt)), prompt.name)
        there = {name: prompt for name, prompt in named.items() if (self.clips / name).is_file()}
        text = "".join(f"{name} {prompt}\n" for name, prompt in there.items())
        write_whole(self.clips / INDEX, lambda part: part.write_text(text))
        self.choose()

    def choose(self) -> None:
        """Write the voice to play into a file beside the clips: what was built last is played."""
        write_whole(self.clips / CHOICE, lambda part: part.write_text(f"{self.voice.engine}\n"))

    def index(self) -> dict[str, str]:
        """Which prompt each clip was built for: clip name to prompt name."""
        try:
            lines = (self.clips / INDEX).read_text().splitlines()
        except (OSError, ValueError):
            return {}
        return dict(line.split(" ", 1) for line in lines if " " in line)

    @cached_property
    def recordings_found(self) -> list[Recording]:
        """Every file among the recordings."""
        return take_in(self.sentences, self.recordings, Stopwatch(self._pronounce), self._write)

    @cached_property
    def _sounds(self) -> dict[str, str]:
        return {one.name: one.sound for one in self.recordings_found if one.playable}
