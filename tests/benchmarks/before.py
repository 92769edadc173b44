"""The line as it is to the line as it was: `python -m tests.benchmarks before REVISION`."""

import statistics
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import click

from .load import Load
from .rivals import HOME, LINE, Rival, running


@dataclass(frozen=True)
class Figures:
    """Of one side in one round: requests a second, processor milliseconds of a request, and how many failed."""

    rate: float
    processor_ms: float
    failed: int


Rounds = list[tuple[Figures, Figures]]  # before, after


@click.command()
@click.argument("revision")
@click.option("--rounds", default=6, show_default=True, help="How often each side has its turn.")
@click.option("--seconds", default=3, show_default=True, help="How long a side is under load in each round.")
def main(revision: str, rounds: int, seconds: int) -> None:
    """Measure a call and a text beside those of an earlier REVISION, on this machine.

    Both sides run as their own Procfile says, with the packages that are installed now. They take turns, and
    begin in turn, so that a machine that gets busier hits both.
    """
    with checked_out(revision) as before:
        click.echo(
            "| | Requests a second, after to before | Processor ms of a request, before | after | after to before |"
        )
        click.echo("|---|--:|--:|--:|--:|")
        for channel in ("voice", "sms"):
            click.echo(row(channel, [one_round(channel, before, number, seconds) for number in range(rounds)]))


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """The files of a revision, in a folder that is gone at the end."""
    packed = subprocess.run(["git", "archive", revision], cwd=HOME, capture_output=True, check=True)  # noqa: S603, S607
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
        yield Path(folder)


def one_round(channel: str, before: Path, number: int, seconds: int) -> tuple[Figures, Figures]:
    """Both sides, one after the other; which is first changes from round to round."""
    homes = [before, HOME]
    found = {home: measured(channel, home, seconds) for home in (homes if number % 2 else reversed(homes))}
    return found[before], found[HOME]


def measured(channel: str, home: Path, seconds: int) -> Figures:
    """One side: warm, then under load."""
    with running(Rival(channel, LINE), home) as run:
        sender = Load(channel, run.port)
        sender.send(1)
        begun = run.processor_seconds()
        result = sender.send(seconds)
        processor_ms = (run.processor_seconds() - begun) / result.number * 1000
        return Figures(result.rate, processor_ms, result.failed)


def row(channel: str, rounds: Rounds) -> str:
    """The medians of the rounds; of a ratio also the lowest and the highest."""
    rates = [after.rate / before.rate for before, after in rounds]
    costs = [after.processor_ms / before.processor_ms for before, after in rounds]
    sides = [statistics.median(one.processor_ms for one in side) for side in zip(*rounds, strict=True)]
    failed = sum(one.failed for both in rounds for one in both)
    told = f" ({failed} failed)" if failed else ""
    return f"| /{channel}{told} | {spread(rates)} | {sides[0]:.2f} | {sides[1]:.2f} | {spread(costs)} |"


def spread(ratios: list[float]) -> str:
    """The median of ratios, and the lowest and highest."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
