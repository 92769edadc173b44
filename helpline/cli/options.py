"""Options that several commands share."""

from datetime import date
from pathlib import Path

import click

from helpline.checks.run import Measuring
from helpline.config import HOME
from helpline.speech.clip_library import ClipLibrary

flows_option = click.option(
    "--flows",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=HOME / "flows",
    show_default="the flows folder of this project",
    help="The folder with the words.",
)

audio_option = click.option(
    "--audio",
    type=click.Path(file_okay=False, path_type=Path),
    default=HOME / "audio",
    show_default="the audio folder of this project",
    help="The folder with clips/ and recordings/. Lengths are measured there, and estimated where a clip is missing.",
)


day_option = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, given: given.date() if given else date.today(),
    help="The day to check review dates against, as 2026-11-23 (default: today).",
)


def clip_lengths(audio: Path) -> Measuring:
    """A function that measures the clips in the folder `audio` for a library."""
    return lambda library: ClipLibrary(audio, library.service.pronounce).marks
