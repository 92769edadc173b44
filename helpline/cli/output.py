"""Output that several commands share: a table for the terminal, and a file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click


def as_table(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Lines under `heads`, each column as wide as its widest cell."""
    lines = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


out_option = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not to the screen."
)


def give(text: str, out: Path | None) -> None:
    """Write to the file of `out_option`, or to the screen."""
    if out:
        write(out, text)
    else:
        click.echo(text)


def write(path: Path, text: str) -> None:
    """Write a file and say so. Raises click.FileError when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error
    click.echo(f"{path} written.")
