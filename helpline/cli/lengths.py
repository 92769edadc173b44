"""How long the clips that are there last, for the checks and the figures."""

from pathlib import Path

import click

from helpline.config import HOME
from helpline.content.library import Library
from helpline.content.script import Script
from helpline.content.timing import Measured
from helpline.speech.shelf import ClipShelf

TAIL_SECONDS = 0.5  # rule A7: silence at the end of a clip, which is no part of what is said

audio_option = click.option(
    "--audio",
    type=click.Path(file_okay=False, path_type=Path),
    default=HOME / "audio",
    show_default="the audio folder of this project",
    help="The folder with clips/ and recordings/: lengths are measured there, and estimated where a clip is missing.",
)


def clip_lengths(library: Library, audio: Path) -> Measured:
    """The seconds of a script's clip, or None where there is none that says exactly this script."""
    shelf = ClipShelf(audio / "clips", audio / "recordings", library.service.pronounce)

    def measured(script: Script, slow: bool) -> float | None:
        name = shelf.name_for(script, slow)
        path = shelf.path_of(name) if name else None
        return _seconds(path) - TAIL_SECONDS if path else None

    return measured


def _seconds(path: Path) -> float:
    import soundfile  # late: a check without clips needs no sound library

    return float(soundfile.info(path).duration)
