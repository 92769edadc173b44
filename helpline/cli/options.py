"""Options that several commands share."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from helpline.checks.run import Measuring
from helpline.config import audio_folder, flows_folder, with_flows
from helpline.content.opening_hours import time_in_england
from helpline.speech.clip_library import ClipLibrary

flows_option = click.option(
    "--flows",
    type=click.Path(file_okay=False, path_type=Path),
    default=flows_folder,
    callback=lambda _context, _option, given: with_flows(given),
    show_default="HELPLINE_FLOWS, or the words that the line came with",
    help="The folder with the words.",
)

audio_option = click.option(
    "--audio",
    type=click.Path(file_okay=False, path_type=Path),
    default=audio_folder,
    show_default="HELPLINE_AUDIO, or the audio folder of this project",
    help="The folder with clips/ and recordings/. Lengths are measured there, and estimated where a clip is missing.",
)


day_option = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, given: given.date() if given else date.today(),
    help="The day to check review dates against, as 2026-11-23 (default: today).",
)


def _time(_context: click.Context, _option: click.Parameter, given: str | None) -> float | None:
    """The time that was given, in seconds since 1970."""
    try:
        return time_in_england(given) if given else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


at_option = click.option(
    "--at",
    metavar="TIME",
    callback=_time,
    help='Try the line as it speaks at this time in England, as "2026-12-25 10:00" (default: now).',
)


def clip_lengths(audio: Path) -> Measuring:
    """A function that measures the clips in the folder `audio` for a library."""
    return lambda library: partial(ClipLibrary(audio, library.service.pronounce).marks, language=library.language)
