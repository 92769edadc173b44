"""Asking the person at the terminal."""

import click


def ask(question: str) -> str | None:
    """The line that is typed, without the spaces around it; None when the input has ended (Ctrl-D)."""
    click.echo(f"{question} ", nl=False)
    line: str = click.get_text_stream("stdin").readline()
    return line.strip() if line else None
