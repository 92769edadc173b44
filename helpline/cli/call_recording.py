"""The sound of a whole call, from the keys that are pressed in it to a file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from helpline.cli.carrier import CALLER
from helpline.engine.reply import Dial, EndCall
from helpline.speech.call_sound import CallPart, Tone, Wait, call_sound, write_call
from helpline.speech.clips import Prompt
from helpline.web import calls
from helpline.web.calls import Caller
from helpline.web.line import Line

LONGEST_WAIT = 2.0  # seconds; a real call waits up to half a minute
HANGS_UP = ("q", "quit")


def record(line: Line, keys: Sequence[str], path: Path) -> None:
    """Write the sound of a call in which these keys are pressed, and then none, and tell what is in it.

    Raises click.FileError when the file cannot be written.
    """
    parts = list(call_parts(line, keys))
    sound = call_sound(parts, line.clips, line.library.service.pronounce)
    try:
        write_call(sound, path)
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error
    for part in parts:
        if not isinstance(part, Wait):
            click.echo(f"(Key {part.key})\n" if isinstance(part, Tone) else f"{part.words}\n")
    minutes, seconds = divmod(round(sound.seconds), 60)
    click.echo(f"{path} written: {minutes} min {seconds} s. Each wait for a key is cut to {LONGEST_WAIT:g} seconds.")


def call_parts(line: Line, keys: Sequence[str]) -> Iterator[CallPart]:
    """Everything in a call, in order. When the keys are used up, the caller presses nothing until the line ends it."""
    caller, left = Caller(CALLER), list(keys)
    turn = calls.begin(line, caller)
    while True:
        reply = turn.reply
        yield Prompt(reply.step, turn.script, reply.slow, reply.language)
        if isinstance(reply, EndCall):
            return
        yield Wait(min(LONGEST_WAIT, reply.wait_seconds))
        if isinstance(reply, Dial):
            turn = calls.come_back(line, turn.after, "no-answer", caller)
            continue
        key = left.pop(0) if left else ""
        if key in HANGS_UP:
            return
        if key:
            yield Tone(key)
        turn = calls.answer(line, turn.after, {"Digits": key}, caller)
