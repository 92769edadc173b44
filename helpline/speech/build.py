"""Scripts into sound, with exactly the silences that they name, and into clip files, several at once."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import soundfile

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.clips import TAIL_MS, TELEPHONE, UNFINISHED, Prompt, changed_at, write_whole
from helpline.speech.sound import EDGE_MS, Samples, Sound, high_passed, joined, levelled, resampled, silence, trimmed
from helpline.speech.voices import Engine, SpeechError

TELEPHONE_RATE = 8000  # A1
TELEPHONE_BASS = 300.0  # Hz; a call carries nothing below it, so it would only take room from the words (A6)
WIDE_RATES = (16000, 22050, 24000)  # A14: 16 kHz or better; the nearest to what the engine made
SMALL = {"compression_level": 0.7, "bitrate_mode": "VARIABLE"}  # about 3 kB a second: speech needs no more
BETWEEN_DIGITS = 380  # ms; with the voice's own digit speed this gives 45 to 75 digits a minute (rules N3, A8)
ABANDONED = 3_600_000_000_000  # ns, an hour; an unfinished file this old belongs to no program any more


class Splicer:
    """Says scripts with one engine. A stretch that comes back, such as "press one", is made once."""

    def __init__(self, engine: Engine):
        self._engine = engine
        self._stretch = cache(self._made)
        self._rate = 0

    def sound(self, script: Script, slow: bool = False, language: str = "en") -> Sound:
        """The whole script, with silence behind it (rule A7). Raises SpeechError."""
        # The words come first, because they give the rate that a pause in front of them needs.
        said = [part if isinstance(part, Pause) else self._part(part, slow, language) for part in script]
        parts = [_rest(part.ms, self._rate) if isinstance(part, Pause) else part for part in said]
        return joined([*parts, _rest(TAIL_MS, self._rate)], self._rate)

    def _part(self, part: Speech | Digits, slow: bool, language: str) -> Samples:
        if isinstance(part, Digits):
            return self._digits(part.words, slow, language)
        return self._stretch(part.text, slow, False, language)

    def _digits(self, words: list[str], slow: bool, language: str) -> Samples:
        """Each digit a word of its own, so that it sounds the same in every number (rules N6, N7)."""
        parts: list[Samples] = []
        for i, word in enumerate(words):
            # A comma keeps the voice up, a full stop lets it fall: that marks the end of the group.
            said = self._stretch(word + ("." if i == len(words) - 1 else ","), slow, True, language)
            parts += [_rest(BETWEEN_DIGITS, self._rate), said] if parts else [said]
        return np.concatenate(parts)

    def _made(self, text: str, slow: bool, digit: bool, language: str) -> Samples:
        sound = trimmed(self._engine.say(text, slow=slow, digit=digit, language=language))
        if not len(sound.samples):
            raise SpeechError(f'The voice said nothing for "{text}". Write it so that it can be said aloud.')
        self._rate = self._rate or sound.rate
        return resampled(sound, self._rate).samples


def _rest(ms: int, rate: int) -> Samples:
    """A pause as it will be measured: what is left of the stretches on both sides counts too."""
    return silence(ms - 2 * EDGE_MS, rate)


@dataclass(frozen=True)
class Task:
    """A prompt, its script as it is to be spoken, and the clips to make of it."""

    prompt: Prompt
    files: tuple[Path, ...]


@dataclass(frozen=True)
class Made:
    """One prompt's clips: their bytes, and how many seconds they say."""

    name: str
    bytes: int
    speech: float


def build(
    tasks: Sequence[Task], engine: Callable[[], AbstractContextManager[Engine]], workers: int = 1
) -> Iterator[Made]:
    """Make the clips of each task, giving each as it is done.

    `engine` opens one engine; `workers` of them speak at once, each in a program of its own, and this
    process joins and levels what they say. Raises SpeechError; what was made before then is whole and stays.
    A worker is given its next task only when one is done, so that whatever ends this, Ctrl-C too, lets each
    finish its file and begins no other.
    """
    if not tasks:
        return
    workers, left, running = min(workers, len(tasks)), iter(tasks), set[Future[Made]]()
    with ExitStack() as stack:
        free: SimpleQueue[Splicer] = SimpleQueue()
        for _ in range(workers):
            free.put(Splicer(stack.enter_context(engine())))
        pool = stack.enter_context(ThreadPoolExecutor(workers))

        def begin(count: int) -> None:
            running.update(pool.submit(_make, free, task) for task in islice(left, count))

        begin(workers)
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                running.remove(future)
                made = future.result()
                begin(1)
                yield made


def _make(free: SimpleQueue[Splicer], task: Task) -> Made:
    splicer = free.get()
    try:
        sound = splicer.sound(task.prompt.script, task.prompt.slow, task.prompt.language)
    finally:
        free.put(splicer)
    for file in task.files:
        write_clip(sound, file)
    return Made(task.prompt.name, sum(file.stat().st_size for file in task.files), sound.seconds)


def as_telephone(sound: Sound) -> Sound:
    """The sound as the telephone carries it (rule A1), with its speech at the level of all clips (rule A2)."""
    return levelled(high_passed(resampled(sound, TELEPHONE_RATE), TELEPHONE_BASS, order=4))


def wide_rate(rate: int) -> int:
    """The rate of the web page's clip of a sound that has `rate`: never below 16 kHz (rule A14)."""
    return max([wide for wide in WIDE_RATES if wide <= rate], default=WIDE_RATES[0])


def write_clip(sound: Sound, path: Path) -> None:
    """Write a clip by its ending: 8 kHz µ-law for the telephone (rule A1), MP3 for the web page."""
    if path.suffix == TELEPHONE:
        ready = as_telephone(sound)
        write_whole(path, lambda part: soundfile.write(part, ready.samples, ready.rate, "ULAW", format="WAV"))
    else:
        ready = levelled(resampled(sound, wide_rate(sound.rate)))
        write_whole(path, lambda part: soundfile.write(part, ready.samples, ready.rate, format="MP3", **SMALL))


def sweep(folder: Path) -> None:
    """Remove the unfinished files that a killed program left; younger ones may still be written."""
    for part in folder.glob(f".*{UNFINISHED}"):
        if time.time_ns() - changed_at(part) > ABANDONED:
            part.unlink(missing_ok=True)
