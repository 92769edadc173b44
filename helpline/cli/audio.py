"""`helpline audio`: make the sound of every prompt, and look after recordings."""

import os
import sys
import time
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.cli.options import audio_option, flows_option
from helpline.content.load import load
from helpline.content.timing import Stopwatch
from helpline.speech.voices import EMBEDDED, VOICES, embedded_voice

if TYPE_CHECKING:
    from helpline.content.library import Library
    from helpline.speech.audio_folder import AudioFolder

NOT_PLAYED_BY_ITSELF = (
    "The practice phone of the page plays this voice. A call plays it when HELPLINE_VOICE is clips; else it hears "
    "Twilio's own voice, which is more natural."
)


@click.command()
@flows_option
@audio_option
@click.option(
    "--engine",
    type=click.Choice(["auto", *VOICES]),
    default="auto",
    show_default=True,
    help="Whose voice. auto: flite where it is installed, else espeak. gtts needs a network.",
)
@click.option("--only", "names", multiple=True, metavar="NAME", help="Only this prompt. Can be given again.")
@click.option("--list", "show", is_flag=True, help="Say what is missing, stale or orphaned, and build nothing.")
@click.option("--prune", is_flag=True, help="Remove the clips that no prompt needs any more.")
@click.option("--script", is_flag=True, help="Print a page (HTML) for people who record, and build nothing.")
def audio(flows: Path, audio: Path, engine: str, names: tuple[str, ...], show: bool, prune: bool, script: bool) -> None:
    """Make the sound of every prompt that a call can say.

    Only what is missing or whose words have changed is made, so it can be stopped and run again.
    Sentences that a person recorded and put into audio/recordings are checked, levelled and joined instead.

    \b
    helpline audio                      make what is missing, in the best voice of this machine
    helpline audio --engine gtts        in the online voice; only the prompts' own words are sent
    helpline audio --only who           just the first thing that callers hear
    helpline audio --list               what is missing, stale or no longer needed
    helpline audio --prune              and remove what is no longer needed
    helpline audio --script > read.html what to read aloud, for people who record
    """
    from helpline.checks.prompts import prompts_of_all
    from helpline.speech.audio_folder import AudioFolder

    library = load(flows)
    voice = embedded_voice() if engine == "auto" else VOICES[engine]
    folder = AudioFolder(
        audio, prompts_of_all(library), voice, library.service.pronounce, names, write=not (show or script)
    )
    if folder.unknown:
        click.echo(f"No prompt is called {', '.join(folder.unknown)}. helpline audio --list gives the names.", err=True)
        sys.exit(2)
    if script:
        _script(folder, library)
    elif show:
        _list(folder)
    else:
        try:
            _build(folder, prune)
        except OSError as error:
            click.echo(f"A clip could not be written to {folder.clips}: {error.strerror}.", err=True)
            sys.exit(1)


def _script(folder: "AudioFolder", library: "Library") -> None:
    """Print the page for people who record."""
    from helpline.reports.pages import page, pages_in_print

    watch = Stopwatch(library.service.pronounce)
    sentences = [(one, watch.seconds((one.segment,))) for one in folder.sentences.values()]
    html = page("read_aloud.html", title=library.service.name, sentences=sentences)
    click.echo(html)
    click.echo(f"In print: {pages_in_print(html)}.", err=True)


def _list(folder: "AudioFolder") -> None:
    """One line for each prompt, then what is wrong."""
    states = folder.states()
    for prompt, state in states:
        click.echo(f"{state:<10} {prompt.name}")
    _tell_recordings(folder)
    orphans = folder.orphans()
    for name, was in orphans.items():
        click.echo(f"{'orphaned':<10} {name}" + (f" (was {was})" if was else ""))
    counts = Counter(state for _, state in states)
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    click.echo(f"{len(states)} prompts in the voice {folder.voice}: {told}. {len(orphans)} clips orphaned.")


def _tell_recordings(folder: "AudioFolder") -> None:
    for line in folder.recording_lines():
        click.echo(line)
    recorded, joined = folder.recorded_counts()
    if folder.recordings_found:
        told = f"{recorded} of {len(folder.sentences)} sentences are recorded"
        click.echo(f"{told}: enough for {joined} of {len(folder.every)} prompts.")


def _build(folder: "AudioFolder", prune: bool) -> None:
    started, speech, size = time.monotonic(), 0.0, 0
    todo, recorded, workers = folder.missing(), folder.unjoined(), os.cpu_count() or 1
    making = chain(folder.join(recorded, workers), folder.build(todo, workers))
    with click.progressbar(making, length=len(todo) + len(recorded), label="Making clips", file=sys.stderr) as bar:
        for made in bar:
            speech, size = speech + made.speech, size + made.bytes
    _tell_recordings(folder)
    removed = folder.prune() if prune else 0
    folder.finish()
    seconds = time.monotonic() - started
    joined = f"{len(recorded)} joined, " if recorded else ""
    click.echo(
        f"{joined}{len(todo)} built, {len(folder.prompts) - len(todo)} kept, {removed} removed, "
        f"in the voice {folder.voice}: {speech:.0f} seconds of speech in {seconds:.1f} seconds, {size:,} bytes."
    )
    _tell_what_plays(folder)


def _tell_what_plays(folder: "AudioFolder") -> None:
    """Say which voice is now played, where that is not what one would think."""
    if others := len(folder.every) - len(folder.prompts):
        click.echo(f"{folder.voice} is played from now on. {others} prompts were left out: helpline audio makes them.")
    if folder.voice.engine in EMBEDDED:
        click.echo(NOT_PLAYED_BY_ITSELF)
