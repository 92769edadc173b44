"""Make the clips that are missing. What is there stays; what is half done is not there."""

import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from helpline.speech.clips import NAME, Prompt, clip_name, spoken
from helpline.speech.engines import open_engine, opened
from helpline.speech.files import UNFINISHED, write_clip, write_whole
from helpline.speech.shelf import CHOICE
from helpline.speech.splice import Splicer
from helpline.speech.voices import EMBEDDED, Voice

INDEX = "index.txt"
STALE_PART = 3600  # seconds; an unfinished file this old belongs to nobody any more


@dataclass(frozen=True)
class Made:
    """One prompt's clips: their bytes, and how many seconds they say."""

    name: str
    bytes: int
    speech: float


@dataclass(frozen=True)
class Task:
    """What a builder process is asked to make."""

    prompt: Prompt
    files: tuple[Path, ...]
    pronounce: tuple[tuple[str, str], ...]


def names_of(prompt: Prompt, voice: Voice, pronounce: Mapping[str, str]) -> tuple[str, str]:
    """The names of a prompt's clips in a voice: for the telephone, for the web page."""
    script = spoken(prompt.script, pronounce)
    return (
        clip_name(script, voice, prompt.slow, language=prompt.language),
        clip_name(script, voice, prompt.slow, web=True, language=prompt.language),
    )


def missing(prompts: Iterable[Prompt], folder: Path, voice: Voice, pronounce: Mapping[str, str]) -> list[Prompt]:
    """The prompts that lack a clip in this voice: never built, or their words have changed."""
    return [p for p in prompts if not all((folder / name).is_file() for name in names_of(p, voice, pronounce))]


def build(
    prompts: Iterable[Prompt], folder: Path, voice: Voice, pronounce: Mapping[str, str], workers: int = 1
) -> Iterator[Made]:
    """Make each prompt's clips in `folder`, giving each as it is done.

    Uses `workers` processes, but only one for the voice that needs a network: it is to be asked
    gently. Raises SpeechError; whatever was made before then is whole and stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    table = tuple(pronounce.items())
    tasks = [
        Task(prompt, tuple(folder / name for name in names_of(prompt, voice, pronounce)), table) for prompt in prompts
    ]
    if workers > 1 and len(tasks) > 1 and voice.engine in EMBEDDED:
        yield from _together(tasks, voice, min(workers, len(tasks)))
    else:
        with opened(voice) as engine:
            splicer = Splicer(engine)
            yield from (_make(splicer, task) for task in tasks)


def choose(folder: Path, voice: Voice) -> None:
    """Keep beside the clips which voice's they are: the one that calls and the page take."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / CHOICE, lambda part: part.write_text(f"{voice.engine}\n"))


def index(folder: Path) -> dict[str, str]:
    """Which prompt each clip was built for, as kept by `keep_index`: clip name to prompt name."""
    try:
        lines = (folder / INDEX).read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split(" ", 1) for line in lines if " " in line)


def keep_index(folder: Path, named: Mapping[str, str]) -> None:
    """Keep which prompt each clip is of, for people and for telling a stale clip from a missing one."""
    there = {name: prompt for name, prompt in {**index(folder), **named}.items() if (folder / name).is_file()}
    text = "".join(f"{name} {prompt}\n" for name, prompt in there.items())
    write_whole(folder / INDEX, lambda part: part.write_text(text))


def prune(keep: Iterable[str], folder: Path) -> list[Path]:
    """Remove every clip whose name is not among `keep`; gives what was removed."""
    wanted = set(keep)
    orphans = [path for path in sorted(folder.glob("*")) if NAME.fullmatch(path.name) and path.name not in wanted]
    for path in orphans:
        path.unlink()
    return orphans


def _make(splicer: Splicer, task: Task) -> Made:
    prompt = task.prompt
    sound = splicer.sound(spoken(prompt.script, dict(task.pronounce)), prompt.slow, prompt.language)
    for file in task.files:
        write_clip(sound, file)
    return Made(prompt.name, sum(file.stat().st_size for file in task.files), sound.seconds)


def _together(tasks: list[Task], voice: Voice, workers: int) -> Iterator[Made]:
    """Several processes at once. An interruption lets each finish its file and starts no other."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_open, initargs=(voice,))
    try:
        for done in as_completed([pool.submit(_make_here, task) for task in tasks]):
            yield done.result()
    finally:
        pool.shutdown(cancel_futures=True)


_here: list[Splicer] = []  # in a builder process: the one engine it has open


def _open(voice: Voice) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that hands out the work
    _here.append(Splicer(open_engine(voice)))  # closed by the end of this process


def _make_here(task: Task) -> Made:
    return _make(_here[0], task)


def _sweep(folder: Path) -> None:
    for part in folder.glob(f".*{UNFINISHED}"):
        if time.time() - part.stat().st_mtime > STALE_PART:
            part.unlink(missing_ok=True)
