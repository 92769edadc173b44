"""`helpline text`: text the line from a terminal."""

import os
from pathlib import Path

import click

from helpline.channels.segments import measure
from helpline.cli.carrier import Carrier, as_text, own_line, typed
from helpline.cli.options import at_option, flows_option


@click.command()
@click.argument("messages", nargs=-1)
@flows_option
@at_option
def text(messages: tuple[str, ...], flows: Path, at: float | None) -> None:
    """Text the line from this terminal, through the real webhooks.

    Type a message and Enter. Ctrl-D ends. MESSAGES given on the command line are sent instead:
    helpline text menu 1 "we met twice"
    """
    with own_line(flows, at) as phone:
        for message in messages:
            words = as_text(os.fsencode(message))
            click.echo(f"> {words}")
            _send(phone, words)
        while not messages and (line := typed(">")) is not None:
            _send(phone, line)


def _send(phone: Carrier, message: str) -> None:
    reply = phone.text(message)
    if reply is None:
        click.echo("(No reply is sent.)\n")
        return
    size = measure(reply)
    click.echo(f"{reply}\n({size.segments} message segment{'s' * (size.segments > 1)}, {size.encoding})\n")
