"""How fast the line is, beside others on the same machine: `python -m tests.benchmarks`."""

import os
import platform
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import click

from . import load
from .before import main as before
from .load import Load, Result
from .rivals import EXPRESS, LINE, STORED, TUNED, TUTORIAL, Rival, rivals, running, why_not
from .scale import main as scale

OF_TOP = 0.8
RESTING, TRIES, NEAR = 64, 3, 0.05  # connections that rest between two requests, until the load is near 80 %
# The goals: the ratio of the line's requests a second to a rival's, and p99 in milliseconds at 80 % of top load.
AT_LEAST = {
    Rival("voice", EXPRESS, "node"): 1.0,
    Rival("voice", TUTORIAL): 1.5,
    Rival("sms", STORED): 1.5,
    Rival("sms", TUNED): 1.5,
}
BELOW_MS = {"voice": 25, "sms": 50}


@dataclass(frozen=True)
class Round:
    """The figures of one rival in one round: at top load, and for the line also at 80 % of it."""

    top: Result
    calm: Result | None
    first_answer: float
    megabytes: float
    processor_ms: float  # for a request


Measured = dict[Rival, list[Round]]


@click.group(invoke_without_command=True)
@click.option("--rounds", default=3, show_default=True, help="How often each rival has its turn.")
@click.option("--seconds", default=5, show_default=True, help="How long a rival is under load in each round.")
@click.option("--only", default="", help='Only rivals whose line in the table holds this: "sms", "express", "asgi".')
@click.pass_context
def main(context: click.Context, rounds: int, seconds: int, only: str) -> None:
    """Measure the line beside others on this machine, with `scale` how its cost grows, or with `before` an
    earlier revision of itself.

    The line is started as the Procfile says. Its rivals are express with Twilio's middleware, bare Flask,
    the app of Twilio's tutorials, and one that keeps a row a texter with Flask-SQLAlchemy: once with SQLite's
    own settings, and once with those of the line, so that not only the disk is compared. Those in Flask stand
    on the line's own server, and on gunicorn's WSGI workers. Each has two processes.

    wrk sends each of them the same signed requests, one rival after the other, round after round: calls
    from 32 connections, and texts of which none comes twice. The tables tell:

    \b
    1. Each rival: requests a second, processor time of one, milliseconds,
       memory of a worker after the load (PSS: its own, and its share of what
       it has in common with others), seconds from start to first answer.
    2. The line to each rival, as a ratio of requests a second: the median of
       the rounds, and the lowest and highest.
    3. The line's p50 and p99 at 80 % of its own top load.

    Goals are told beside the figures, and whether they are met.

    Ratios say more than requests a second, which differ from machine to machine and from minute to minute.
    Nothing else may run meanwhile: a load average above 0.5 at the beginning spoils the figures, and only
    the processor time of a request can then be trusted. The default takes some ten minutes, a smoke test
    with `--rounds 1 --seconds 1` less than two.

    It needs wrk, npm (express and twilio are installed into a temporary folder, with no scripts run) and
    `pip install -e ".[benchmark]"`. A rival that cannot be had is left out, and that is said.
    """
    if context.invoked_subcommand:
        return
    if why := load.why_not():
        click.echo(f"Not measured: {why}.")
        sys.exit(1)
    chosen = [rival for rival in rivals() if only in str(rival)]
    for rival in chosen:
        if why := why_not(rival):
            click.echo(f"Left out: {rival}: {why}.")
    click.echo(
        f"{date.today()}, {os.cpu_count()} processors ({platform.machine()}), load average {os.getloadavg()[0]:.1f} before, "
        f"Python {platform.python_version()}, gunicorn {version('gunicorn')}, Flask {version('flask')}, "
        f"--rounds {rounds} --seconds {seconds}\n"
    )
    measured = measure([rival for rival in chosen if not why_not(rival)], rounds, seconds)
    tell_rivals(measured)
    tell_ratios(measured)
    tell_calm(measured)


def measure(chosen: list[Rival], rounds: int, seconds: int) -> Measured:
    """Each rival in turn, round after round."""
    measured: Measured = {rival: [] for rival in chosen}
    for number in range(1, rounds + 1):
        for rival in chosen:
            click.echo(f"round {number} of {rounds}: {rival}", err=True)
            measured[rival].append(one_round(rival, seconds))
    return measured


def one_round(rival: Rival, seconds: int) -> Round:
    """One rival in one round: warm, then top load, then 80 % of it for the line."""
    with running(rival) as run:
        sender = Load(rival.channel, run.port)
        sender.send(1)
        before = run.processor_seconds()
        top = sender.send(seconds)
        processor_ms = (run.processor_seconds() - before) / top.number * 1000
        calm = at_80(sender, top, seconds) if rival.app == LINE else None
        return Round(top, calm, run.first_answer, run.worker_megabytes(), processor_ms)


def at_80(sender: Load, top: Result, seconds: int) -> Result:
    """The figures near 80 % of top load: connections rest between two requests, longer or shorter until it is that."""
    wanted = RESTING / (top.rate * OF_TOP) * 1000  # ms from one request of a connection to its next
    rest = wanted - top.p50 * 0.5
    for _ in range(TRIES):
        result = sender.send(seconds, RESTING, max(1, round(rest)))
        if abs(result.rate / top.rate - OF_TOP) < NEAR:
            break
        rest += wanted - RESTING / result.rate * 1000
    return result


def tell_rivals(measured: Measured) -> None:
    """Print a line for each rival."""
    click.echo(
        "| | Application | Server | Requests/s | Processor ms a request | p50 ms | p99 ms | MB a worker | First answer s | Failed |"
    )
    click.echo("|---|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for rival, own in measured.items():
        click.echo(
            f"| /{rival.channel} | {rival.app} | {rival.server} | {median(own, lambda one: one.top.rate):,.0f} "
            f"| {median(own, lambda one: one.processor_ms):.2f} | {median(own, lambda one: one.top.p50):.1f} | {median(own, lambda one: one.top.p99):.1f} "
            f"| {median(own, lambda one: one.megabytes):.0f} | {median(own, lambda one: one.first_answer):.2f} "
            f"| {sum(one.top.failed for one in own)} |"
        )


def tell_ratios(measured: Measured) -> None:
    """Print the line's requests a second as a ratio to those of each rival, round by round."""
    click.echo("\n| The line to | Ratio (lowest to highest) | Goal | |\n|---|--:|---|---|")
    for rival, theirs in measured.items():
        if rival.app == LINE or not (ours := measured.get(Rival(rival.channel, LINE))):
            continue
        ratios = [own.top.rate / other.top.rate for own, other in zip(ours, theirs, strict=True)]
        ratio, least = statistics.median(ratios), AT_LEAST.get(rival)
        goal = f"at least {least:g} | {met(ratio >= least)}" if least else "|"
        click.echo(f"| {rival} | {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {goal} |")


def tell_calm(measured: Measured) -> None:
    """Print the line's milliseconds at 80 % of its own top load."""
    click.echo("\n| The line, at 80 % of its top load | p50 ms | p99 ms | Goal for p99 | |\n|---|--:|--:|---|---|")
    for channel, below in BELOW_MS.items():
        if own := measured.get(Rival(channel, LINE)):
            p50, p99 = (median(own, lambda one, name=name: getattr(one.calm, name)) for name in ("p50", "p99"))
            reached = median(own, lambda one: one.calm.rate / one.top.rate)
            click.echo(
                f"| /{channel} (was {reached:.0%}) | {p50:.1f} | {p99:.1f} | under {below} | {met(p99 < below)} |"
            )


def median(rounds: list[Round], figure: Callable[[Round], float]) -> float:
    """The median of a figure over the rounds."""
    return statistics.median(map(figure, rounds))


def met(is_met: bool) -> str:
    """The word for a goal."""
    return "met" if is_met else "**not met**"


main.add_command(scale, "scale")
main.add_command(before, "before")

if __name__ == "__main__":
    main()
