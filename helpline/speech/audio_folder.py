"""The audio folder, compared with the prompts of a line: clips that are missing, stale or no longer needed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from helpline.speech.build import Made, Task, build, sweep
from helpline.speech.clip_library import CHOICE
from helpline.speech.clips import NAME, Prompt, clip_file, clip_name, spoken, write_whole
from helpline.speech.recordings import Recording, take_in
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
        self._every, self._pronounce, self._names, self._write = list(every), pronounce, set(names), write
        self.prompts = [prompt for prompt in self._every if not self._names or prompt.name in self._names]
        self.unknown = sorted(self._names - {prompt.name for prompt in self._every})

    def names_of(self, prompt: Prompt) -> tuple[str, ...]:
        """The names of the clips to build of a prompt: the telephone's, and of an online voice the page's too.

        The page's clip of an embedded voice is made when it is first opened (`PageClips`), which needs no network.
        """
        script = spoken(prompt.script, self._pronounce)
        kinds = (False,) if self.voice.engine in EMBEDDED else (False, True)
        return tuple(clip_name(script, self.voice, prompt.slow, web=web, language=prompt.language) for web in kinds)

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
        tasks = [
            Task(
                replace(one, script=spoken(one.script, self._pronounce)),
                tuple(self.clips / name for name in self.names_of(one)),
            )
            for one in prompts
        ]
        return build(tasks, partial(opened, self.voice), workers if self.voice.engine in EMBEDDED else 1)

    def states(self) -> list[tuple[Prompt, str]]:
        """Each prompt with how it stands: recorded, built, stale (its words have changed since), or missing."""
        before = set(self.index().values())
        how = {prompt.name: "stale" if prompt.name in before else "missing" for prompt in self.missing()}
        how |= {one.prompt.name: "recorded" for one in self._recordings if one.prompt and one.playable}
        return [(prompt, how.get(prompt.name, "built")) for prompt in self.prompts]

    def recording_lines(self) -> list[str]:
        """A sentence for each recording that is stale, not good enough, or was put right."""
        return [
            f"{one.state:<10} {one.path.name}: {text}"
            for one in self._recordings
            for text in (*one.faults, *one.remarks)
        ]

    def orphans(self) -> dict[str, str]:
        """Clips that no prompt needs in this voice and no recording was made into, with the prompt each was of."""
        needed = {name for prompt in self._every for name in self.names_of(prompt)}
        needed |= {name for one in self._recordings for name in one.clips}
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
        named = self.index() | {name: prompt.name for prompt in self._every for name in self.names_of(prompt)}
        there = {name: prompt for name, prompt in named.items() if (self.clips / name).is_file()}
        text = "".join(f"{name} {prompt}\n" for name, prompt in there.items())
        write_whole(self.clips / INDEX, lambda part: part.write_text(text))
        self.choose()

    def choose(self) -> None:
        """Write the voice to play into a file beside the clips, unless only some prompts were to be built."""
        if not self._names:
            write_whole(self.clips / CHOICE, lambda part: part.write_text(f"{self.voice.engine}\n"))

    def index(self) -> dict[str, str]:
        """Which prompt each clip was built for: clip name to prompt name."""
        try:
            lines = (self.clips / INDEX).read_text().splitlines()
        except (OSError, ValueError):
            return {}
        return dict(line.split(" ", 1) for line in lines if " " in line)

    @cached_property
    def _recordings(self) -> list[Recording]:
        return take_in(self._every, self.recordings, self.clips, self._write)
