"""Options that several commands share."""

from pathlib import Path

import click

from helpline.config import HOME
from helpline.content.library import Library
from helpline.content.timing import Measured
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


def clip_lengths(library: Library, audio: Path) -> Measured:
    """The seconds of a script's clip, or None where there is none that says exactly this script."""
    return ClipLibrary(audio, library.service.pronounce).seconds
