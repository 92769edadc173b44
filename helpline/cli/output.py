"""Output that several commands share: a table for the terminal, and a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click


def as_table(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Lines under `heads`, each column as wide as its widest cell."""
    lines = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def write(path: Path, text: str) -> None:
    """Write a file and say so. Raises click.FileError when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error
    click.echo(f"{path} written.")
