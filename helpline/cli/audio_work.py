"""What `helpline audio` works on: the prompts, the clips and the recordings, side by side."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpline.cli.prompts import prompts
from helpline.config import HOME
from helpline.content.load import load
from helpline.speech.clips import NAME, Prompt
from helpline.speech.shelf import CHOICE
from helpline.speech.voices import ESPEAK, FLITE, VOICES, Voice

if TYPE_CHECKING:
    from helpline.speech.build import Made
    from helpline.speech.recordings import Heard

AUDIO = HOME / "audio"


def embedded_voice() -> Voice:
    """The better of the two voices that need no network: flite where it is installed (see audio/README.md)."""
    return FLITE if shutil.which("flite") else ESPEAK


class Work:
    """One run of the command.

    `engine` names a voice or is "auto"; `names` are the prompts to work on, all of them when empty;
    with `write=False` recordings are looked at and nothing is made of them.
    Raises ContentError when a flow file is broken.
    """

    def __init__(
        self, flows: Path, folder: Path, engine: str = "auto", names: tuple[str, ...] = (), *, write: bool = True
    ):
        library = load(flows)
        self._library_name = library.service.name
        self._every = prompts(library)
        self.pronounce = library.service.pronounce
        self._partly, self._write = bool(names), write
        self._heard: list[Heard] | None = None
        self.voice = embedded_voice() if engine == "auto" else VOICES[engine]
        self.clips, self.recordings = folder / "clips", folder / "recordings"
        self.prompts = [prompt for prompt in self._every if not names or prompt.name in names]
        self.unknown = sorted(set(names) - {prompt.name for prompt in self._every})

    def page(self) -> str:
        """What to read aloud, as a printable page."""
        from helpline.speech.reading import page

        return page(self._library_name, self.prompts)

    def missing(self) -> list[Prompt]:
        """The prompts to build, nearest to the start of a call first."""
        from helpline.speech.build import missing

        return missing(self.prompts, self.clips, self.voice, self.pronounce)

    def build(self, todo: list[Prompt], workers: int) -> "Iterator[Made]":
        """Build those prompts, giving each when it is done. Raises SpeechError."""
        from helpline.speech.build import build, choose

        if not self._partly and not (self.clips / CHOICE).exists():
            choose(self.clips, self.voice)  # the first voice is played from its first clip on
        return build(todo, self.clips, self.voice, self.pronounce, workers)

    def states(self) -> list[tuple[Prompt, str]]:
        """Each prompt with how it stands: recorded, built, stale (its words have changed since), or missing."""
        from helpline.speech.build import index

        how = {prompt.name: "built" for prompt in self.prompts}
        before = set(index(self.clips).values())
        how |= {prompt.name: "stale" if prompt.name in before else "missing" for prompt in self.missing()}
        how |= {heard.prompt.name: "recorded" for heard in self._recordings() if heard.prompt and heard.playable}
        return [(prompt, how[prompt.name]) for prompt in self.prompts]

    def recording_lines(self) -> list[str]:
        """A sentence for each recording that is stale, not good enough, or was put right."""
        lines = []
        for heard in self._recordings():
            state = "stale" if heard.stale else "refused" if heard.faults else "noted"
            lines += [f"{state:<10} {heard.path.name}: {text}" for text in (*heard.faults, *heard.remarks)]
        return lines

    def orphans(self) -> dict[str, str]:
        """Clips that no prompt needs in this voice and no recording was made into, with the prompt each was of."""
        from helpline.speech.build import index

        needed, was = self._needed(), index(self.clips)
        names = (path.name for path in sorted(self.clips.glob("*")) if NAME.fullmatch(path.name))
        return {name: was.get(name, "") for name in names if name not in needed}

    def prune(self) -> int:
        """Remove the orphans. Gives how many there were."""
        from helpline.speech.build import prune

        return len(prune(self._needed(), self.clips))

    def choose(self) -> None:
        """From now on the clips of this voice are played, unless only some prompts were asked for."""
        from helpline.speech.build import choose, keep_index, names_of

        keep_index(
            self.clips,
            {name: prompt.name for prompt in self._every for name in names_of(prompt, self.voice, self.pronounce)},
        )
        if not self._partly:
            choose(self.clips, self.voice)

    def _needed(self) -> set[str]:
        from helpline.speech.build import names_of

        built = {name for prompt in self._every for name in names_of(prompt, self.voice, self.pronounce)}
        return built | {name for heard in self._recordings() for name in heard.clips}

    def _recordings(self) -> "list[Heard]":
        if self._heard is None:
            from helpline.speech.recordings import take_in

            self._heard = take_in(self._every, self.recordings, self.clips, self._write)
        return self._heard
