"""`helpline audio`: make the sound of every prompt, and look after recordings."""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpline.cli.options import audio_option, flows_option
from helpline.content.load import load
from helpline.speech.voices import VOICES, embedded_voice

if TYPE_CHECKING:
    from helpline.speech.audio_folder import AudioFolder


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
    A file that a person recorded and put into audio/recordings is checked, levelled and used instead.

    \b
    helpline audio                      make what is missing, in the best voice of this machine
    helpline audio --engine gtts        in the online voice; only the prompts' own words are sent
    helpline audio --only who           just the first thing that callers hear
    helpline audio --list               what is missing, stale or no longer needed
    helpline audio --prune              and remove what is no longer needed
    helpline audio --script > read.html what to read aloud, for people who record
    """
    from helpline.checks.prompts import prompts
    from helpline.speech.audio_folder import AudioFolder

    library = load(flows)
    voice = embedded_voice() if engine == "auto" else VOICES[engine]
    folder = AudioFolder(audio, prompts(library), voice, library.service.pronounce, names, write=not show)
    if folder.unknown:
        click.echo(f"No prompt is called {', '.join(folder.unknown)}. helpline audio --list gives the names.", err=True)
        sys.exit(2)
    if script:
        from helpline.reports.pages import page

        click.echo(page("read_aloud.html", title=library.service.name, prompts=folder.prompts))
    elif show:
        _list(folder)
    else:
        try:
            _build(folder, prune)
        except OSError as error:
            click.echo(f"A clip could not be written to {folder.clips}: {error.strerror}.", err=True)
            sys.exit(1)


def _list(folder: "AudioFolder") -> None:
    """One line for each prompt, then what is wrong."""
    states = folder.states()
    for prompt, state in states:
        click.echo(f"{state:<10} {prompt.name}")
    for line in folder.recording_lines():
        click.echo(line)
    orphans = folder.orphans()
    for name, was in orphans.items():
        click.echo(f"{'orphaned':<10} {name}" + (f" (was {was})" if was else ""))
    counts = Counter(state for _, state in states)
    told = ", ".join(f"{count} {state}" for state, count in counts.items())
    click.echo(f"{len(states)} prompts in the voice {folder.voice}: {told}. {len(orphans)} clips orphaned.")


def _build(folder: "AudioFolder", prune: bool) -> None:
    started, speech, size = time.monotonic(), 0.0, 0
    todo = folder.missing()
    making = folder.build(todo, os.cpu_count() or 1)
    with click.progressbar(making, length=len(todo), label="Making clips", file=sys.stderr) as bar:
        for made in bar:
            speech, size = speech + made.speech, size + made.bytes
    for line in folder.recording_lines():
        click.echo(line)
    removed = folder.prune() if prune else 0
    folder.finish()
    seconds = time.monotonic() - started
    click.echo(
        f"{len(todo)} built, {len(folder.prompts) - len(todo)} kept, {removed} removed, "
        f"in the voice {folder.voice}: {speech:.0f} seconds of speech in {seconds:.1f} seconds, {size:,} bytes."
    )
