"""`helpline call`: phone the line from a terminal."""

from pathlib import Path

import click

from helpline.checks.calls import KEYS
from helpline.cli.carrier import Carrier, Spoken, own_line, typed
from helpline.cli.options import at_option, flows_option
from helpline.content.library import Library
from helpline.errors import SettingError

NO_KEY = "A phone has the keys 0 to 9, * and #."


@click.command()
@click.argument("keys", nargs=-1)
@flows_option
@at_option
@click.option(
    "--record",
    "sound",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the sound of the whole call to this WAV file. After KEYS nothing is pressed; q among them hangs up.",
)
@click.option("--language", metavar="CODE", help="Choose this language first, with its key.")
@click.option(
    "--drafts", is_flag=True, help='Hear translations that nobody has checked, too. "DRAFT" stands before each.'
)
def call(
    keys: tuple[str, ...], flows: Path, at: float | None, sound: Path | None, language: str | None, drafts: bool
) -> None:
    """Phone the line from this terminal, through the real webhooks.

    Type a key and Enter: 0 to 9, * (back) or # (more time). Enter alone is silence, q hangs up.
    KEYS given on the command line are pressed first: helpline call 1 3

    helpline call 1 3 --record call.wav   the same as a sound file, with keys as tones and waits cut to 2 seconds
    helpline call --language pl --drafts  in Polish, as far as it is translated
    """
    with own_line(flows, at, drafts) as phone:
        keys = (*_way_into(phone.app.extensions["helpline"].library, language), *keys)
        if sound:
            _record(phone, keys, sound)
            return
        click.echo("(The line answers. Type a key and Enter; Enter alone is silence; q hangs up.)\n")
        _hold(phone, phone.call(), list(keys))


def _way_into(english: Library, code: str | None) -> tuple[str, ...]:
    """The key that chooses a language. Raises SettingError where none does."""
    if code in (None, english.language):
        return ()
    if code not in english.live:
        known = ", ".join(english.live) or "none"
        cure = "Drafts are heard with --drafts. How far a language is: helpline languages."
        raise SettingError(f"{code} cannot be chosen in a call. Other languages that can: {known}. {cure}")
    key = english.translations[code].settings.key
    if not key:
        raise SettingError(f"No key chooses {code}: it has a number of its own.")
    return (str(key),)


def _record(phone: Carrier, keys: tuple[str, ...], sound: Path) -> None:
    from helpline.cli.call_recording import HANGS_UP, record  # sound takes a second to load

    if not {*keys} <= {*KEYS, "", *HANGS_UP}:
        raise click.UsageError(NO_KEY)
    record(phone.app.extensions["helpline"], keys, sound)


def _hold(phone: Carrier, now: Spoken, waiting: list[str]) -> None:
    """Speak and press in turn until one side ends the call."""
    while True:
        click.echo(now.words + "\n")
        path = now.next_path
        if path is None:
            click.echo("(The line ends the call.)")
            return
        if now.dialled:
            click.echo(f"(The line calls {now.dialled}. From a terminal nobody picks up.)\n")
            now = phone.comes_back(path)
        elif (key := _next_key(now, waiting)) is not None:
            now = phone.press(path, key)
        else:
            click.echo("(You hang up.)")
            return


def _next_key(now: Spoken, waiting: list[str]) -> str | None:
    """The next key, "" for silence, None to hang up."""
    while True:
        key = waiting.pop(0) if waiting else typed(f"Key ({now.wait_seconds} s):")
        if key is None or key.lower() in ("q", "quit"):
            return None
        if key == "" or key in KEYS:
            return key
        click.echo(f"({NO_KEY} Type one of them; Enter alone is silence.)")
