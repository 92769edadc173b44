"""How fast prompts become sound, and how well a machine reads the numbers back from the telephone.

    pip install -e ".[benchmark]"       (pocketsphinx, used nowhere else)
    python -m tests.benchmarks.speech build                     seconds, seconds of speech per second, bytes
    python -m tests.benchmarks.speech digits                    digits read back right, for each voice here
    python -m tests.benchmarks.speech lengths                   every prompt measured and held to its rules

The recogniser is PocketSphinx with its own US English model and a grammar of ten digits. Its model was made
of 16 kHz speech, so telephone sound is hard for it; it compares voices and says nothing about people.
All numbers are Ofcom's drama numbers.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import soundfile

from helpline.checks.prompts import prompts
from helpline.config import FLOWS
from helpline.content.load import load
from helpline.content.phrases import DIGIT_WORDS
from helpline.content.script import Digits, Pause, Script
from helpline.speech.audio_folder import AudioFolder
from helpline.speech.build import Splicer, write_clip
from helpline.speech.clips import Prompt
from helpline.speech.sound import Sound, levelled, read, resampled
from helpline.speech.voices import ESPEAK, FLITE, VOICES, SpeechError, Voice, embedded_voice, opened

from ..speech.figures import Figures, figures, holds_number

GRAMMAR = f"""#JSGF V1.0;
grammar digits;
public <number> = <digit>+;
<digit> = {" | ".join(DIGIT_WORDS)};
"""
HEARD_RATE = 16000  # what the recogniser's model was made of


@click.group()
def main() -> None:
    """Measure the speech room."""


def _numbers(count: int) -> list[tuple[str, ...]]:
    """Drama numbers, spread over the ranges, in the groups they are read in."""
    ranges = [("01632", "960", 3), ("07700", "900", 3), ("020", "7946", 4)]
    found = []
    for i in range(count):
        code, middle, left = ranges[i % 3]
        tail = f"{(i * 37 + 13) % 1000:0{left}d}"
        found.append((code, middle, tail))
    return found


def _candidates() -> Iterator[Voice]:
    """Each voice of this machine that might be the embedded one, at several paces."""
    paces = {"en-gb": (130, 150, 170), "en-gb+f1": (130, 150, 170)}
    for name in ("en-gb", "en-gb+f1", "en-gb+f2", "en-gb-x-rp", "en-gb-scotland", "en-us+f1"):
        yield from (replace(ESPEAK, name=name, digits=speed) for speed in paces.get(name, (150,)))
    for name, stretches in {"awb": (1.0, 1.1), "rms": (1.0,), "slt": (1.0,)}.items():
        yield from (replace(FLITE, name=name, digits=stretch) for stretch in stretches)


class Recogniser:
    """Hears digits and nothing else."""

    def __init__(self, folder: Path):
        import pocketsphinx

        grammar = folder / "digits.gram"
        grammar.write_text(GRAMMAR)
        self._decoder = pocketsphinx.Decoder(jsgf=str(grammar), loglevel="FATAL", lm=None)

    def hears(self, sound: Sound) -> str:
        """The digits that were heard."""
        samples = np.clip(resampled(sound, HEARD_RATE).samples, -1, 1)
        self._decoder.start_utt()
        self._decoder.process_raw((samples * 32767).astype(np.int16).tobytes(), False, True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        words = heard.hypstr.split() if heard else []
        return "".join(str(DIGIT_WORDS.index(word.partition("(")[0])) for word in words)


def _errors(wanted: str, heard: str) -> int:
    """Digits missed, added or mistaken."""
    row = list(range(len(heard) + 1))
    for i, digit in enumerate(wanted, 1):
        above, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (digit != other)))
    return row[-1]


def _script(groups: tuple[str, ...]) -> Script:
    return tuple(part for group in groups for part in (Pause(900), Digits(group)))


@main.command()
@click.option("--numbers", default=30, show_default=True, help="How many numbers each voice reads.")
def digits(numbers: int) -> None:
    """How many digits are read back right from the 8 kHz µ-law clip, and from the same sound unnarrowed."""
    click.echo("voice                       digit pace   telephone  whole numbers   wide   seconds a reading")
    with tempfile.TemporaryDirectory() as folder:
        ear = Recogniser(Path(folder))
        for voice in _candidates():
            try:
                click.echo(_row(voice, ear, _numbers(numbers), Path(folder)))
            except SpeechError as error:
                click.echo(f"{voice!s:<26} {error}")


def _row(voice: Voice, ear: Recogniser, numbers: list[tuple[str, ...]], folder: Path) -> str:
    wrong = wide_wrong = whole = 0
    seconds = 0.0
    with opened(voice) as engine:
        splicer = Splicer(engine)
        for groups in numbers:
            sound, wanted = splicer.sound(_script(groups)), "".join(groups)
            write_clip(sound, folder / "clip.wav")
            errors = _errors(wanted, ear.hears(read(folder / "clip.wav")))
            wrong, whole = wrong + errors, whole + (errors == 0)
            wide_wrong += _errors(wanted, ear.hears(levelled(sound)))
            seconds += sound.seconds - 0.9 - 0.5  # without the pause in front and the silence behind
    asked = sum(len("".join(groups)) for groups in numbers)
    return (
        f"{voice!s:<26} {voice.digits:>10g} {1 - wrong / asked:>10.1%} {whole:>9} of {len(numbers)} "
        f"{1 - wide_wrong / asked:>8.1%} {seconds / len(numbers):>10.1f}"
    )


def _folder(path: str, engine: str) -> AudioFolder:
    """The shipped line's prompts and an empty folder."""
    library = load(FLOWS)
    voice = embedded_voice() if engine == "auto" else VOICES[engine]
    return AudioFolder(Path(path), prompts(library), voice, library.service.pronounce)


ENGINE = click.option("--engine", default="auto", type=click.Choice(["auto", "espeak", "flite"]), show_default=True)


@main.command()
@ENGINE
def build(engine: str) -> None:
    """Build the telephone's clip of every prompt of the shipped line, with one engine and with one a core."""
    for workers in (1, os.cpu_count() or 1):
        with tempfile.TemporaryDirectory() as path:
            folder = _folder(path, engine)
            started = time.perf_counter()
            made = list(folder.build(folder.prompts, workers))
            seconds = time.perf_counter() - started
        speech, size = sum(one.speech for one in made), sum(one.bytes for one in made)
        click.echo(
            f"{folder.voice}, {workers} engines: {len(made)} prompts in {seconds:.1f} s; {speech:.0f} s of speech, "
            f"{speech / seconds:.0f} for each second of work; {size:,} bytes, {size / speech * 60:,.0f} a minute"
        )


@main.command()
@ENGINE
@click.option("--all", "every", is_flag=True, help="Every prompt, not only those outside their rules.")
def lengths(engine: str, every: bool) -> None:
    """Measure every telephone clip: seconds, words a minute, level, peak (rules V21, V15, A2 to A8)."""
    levels = []
    with tempfile.TemporaryDirectory() as path:
        folder = _folder(path, engine)
        list(folder.build(folder.prompts, os.cpu_count() or 1))
        for prompt in folder.prompts:
            clip = folder.clips / folder.names_of(prompt)[0]
            found = figures(read(clip), prompt.script)
            levels.append(found.level)
            _told(prompt, found, every, soundfile.info(clip).subtype)
    click.echo(f"{folder.voice}: levels from {min(levels):.2f} to {max(levels):.2f} dBFS")


def _told(prompt: Prompt, found: Figures, every: bool, kind: str) -> None:
    wrong = [
        f"longer than {prompt.longest:g} s" if found.seconds > prompt.longest else "",
        "pace" if not holds_number(prompt.script) and not 110 <= found.words_a_minute <= 150 else "",
        "level" if abs(found.level + 22) > 3 else "",
        "peak" if found.peak > -3 else "",
    ]
    told = ", ".join(filter(None, wrong))
    if every or told:
        click.echo(
            f"{prompt.name:<48} {found.seconds:5.1f} s {found.words_a_minute:5.0f} words/min "
            f"{found.level:6.1f} dBFS peak {found.peak:5.1f} {kind} {told}"
        )


if __name__ == "__main__":
    main()
