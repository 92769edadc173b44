"""How fast the line is, beside others on the same machine: `python -m tests.benchmarks`.

Every rival serves the same signed load on two processes, one after the other, several rounds over;
each figure is the median of the rounds. Run it when the machine has nothing else to do.
"""

import os
import platform
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path

import click

from .load import Result, send, why_not, write_requests
from .rivals import EXPRESS, LINE, OURS, WORKERS, Rival, Running, rivals, running
from .scale import main as scale

TEXTS, CALLS = 60_000, 3_000
OF_FULL = 0.8
CONNECTIONS_AT_80, TRIES_AT_80, NEAR = 64, 3, 0.05


class Measured:
    """The rounds of one rival."""

    def __init__(self) -> None:
        self.rounds: list[Result] = []
        self.calm: list[Result] = []
        self.ready: list[float] = []
        self.resident: list[float] = []
        self.fair: list[float] = []

    def median(self, name: str, calm: bool = False) -> float:
        """The median of a figure over the rounds, at full load or at 80 % of it."""
        found = [float(getattr(result, name)) for result in (self.calm if calm else self.rounds)]
        return statistics.median(found) if found else float("nan")


@click.group(invoke_without_command=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--seconds", default=5, show_default=True, help="For each rival in each round.")
@click.option("--only", default="", help="Only rivals whose server or name holds this.")
@click.pass_context
def main(context: click.Context, rounds: int, seconds: int, only: str) -> None:
    """Measure speed, and with `scale` how cost grows."""
    if context.invoked_subcommand:
        return
    if why := why_not():
        click.echo(f"Not measured: {why}.")
        sys.exit(1)
    chosen = [rival for rival in rivals() if only in f"{rival.server} {rival.name}"]
    if not any(rival.app == EXPRESS for rival in chosen):
        click.echo("express is not measured: npm is not here, could not install it, or it was not asked for.")
    click.echo(
        f"{date.today()}, {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before, Python {platform.python_version()}\n"
    )
    measured = measure(chosen, rounds, seconds)
    table(measured)
    goals(measured)


def measure(chosen: list[Rival], rounds: int, seconds: int) -> dict[Rival, Measured]:
    """Every rival in turn, round after round."""
    measured = {rival: Measured() for rival in chosen}
    with tempfile.TemporaryDirectory() as name:
        files = {door: Path(name) / door for door in ("voice", "sms", "warm voice", "warm sms")}
        write_requests(files["voice"], "voice", CALLS)
        write_requests(files["sms"], "sms", TEXTS)
        write_requests(files["warm voice"], "voice", CALLS)
        write_requests(files["warm sms"], "sms", TEXTS // 4, after=TEXTS)
        for number in range(rounds):
            click.echo(f"round {number + 1} of {rounds}", err=True)
            for rival in chosen:
                one(rival, measured[rival], files, seconds)
    return measured


def one(rival: Rival, into: Measured, files: dict[str, Path], seconds: int) -> None:
    """One rival in one round: full load, then 80 % of it for the line."""
    with running(rival) as run:
        into.ready.append(run.ready_seconds)
        send(run.port, files[f"warm {rival.door}"], 1)
        full = send(run.port, files[rival.door], seconds)
        into.rounds.append(full)
        resident, fair = run.worker_megabytes()
        into.resident.append(resident)
        into.fair.append(fair)
        if rival.app == LINE and rival.server == OURS:
            into.calm.append(at_80(run, files[rival.door], full, seconds))


def at_80(run: Running, requests: Path, full: Result, seconds: int) -> Result:
    """What comes of 80 % of full load: connections rest between two requests, longer or shorter until it is that."""
    wanted = CONNECTIONS_AT_80 / (full.rate * OF_FULL) * 1000  # ms from one request of a connection to its next
    rest = wanted - full.p50 * 0.5
    for _ in range(TRIES_AT_80):
        result = send(run.port, requests, seconds, CONNECTIONS_AT_80, max(1, round(rest)))
        if abs(result.rate / full.rate - OF_FULL) < NEAR:
            break
        rest += wanted - CONNECTIONS_AT_80 / result.rate * 1000
    return result


def table(measured: dict[Rival, Measured]) -> None:
    """Print a line for each rival. The ratio is to bare Flask on the same server."""
    click.echo(
        "| Server | Application | Requests/s | of bare Flask | p50 ms | p95 ms | p99 ms | MB a worker (own share) | Ready s | Failed |"
    )
    click.echo("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for rival, own in measured.items():
        flask = measured.get(Rival("bare Flask", rival.server))
        ratio = f"{own.median('rate') / flask.median('rate'):.2f}" if flask else "-"
        failed = sum(result.failed for result in own.rounds)
        click.echo(
            f"| {rival.server} | {rival.name} | {own.median('rate'):,.0f} | {ratio} | {own.median('p50'):.1f} | {own.median('p95'):.1f} "
            f"| {own.median('p99'):.1f} | {statistics.median(own.resident):.0f} ({statistics.median(own.fair):.0f}) "
            f"| {statistics.median(own.ready):.2f} | {failed} |"
        )


def goals(measured: dict[Rival, Measured]) -> None:
    """Print what was aimed at, and whether it was met."""

    def rate(app: str, server: str, door: str = "voice") -> float:
        found = measured.get(Rival(app, server, door))
        return found.median("rate") if found else float("nan")

    def stock(app: str) -> float:
        found = [rate(app, server) for server in WORKERS if server != OURS and Rival(app, server) in measured]
        return max(found, default=float("nan"))

    click.echo("\nHeld against each rival with the faster of gunicorn's own workers, and behind the line's own:\n")
    voice, sms = rate(LINE, OURS), rate(LINE, OURS, "sms")
    _goal("/voice to express", voice / rate(EXPRESS, "node"), 1)
    _goal("/voice to bare Flask, gunicorn's own workers", voice / stock("bare Flask"), 0.8)
    _goal("/voice to bare Flask, the line's worker", voice / rate("bare Flask", OURS), 0.8)
    _goal("/voice to the tutorial, gunicorn's own workers", voice / stock("tutorial"), 2)
    _goal("/voice to the tutorial, the line's worker", voice / rate("tutorial", OURS), 2)
    _goal("/sms to bare Flask, gunicorn's own workers", sms / stock("bare Flask"), 0.5)
    _goal("/sms to bare Flask, the line's worker", sms / rate("bare Flask", OURS), 0.5)
    _goal("/voice under granian to express", rate(LINE, "granian") / rate(EXPRESS, "node"), 1)
    _goal("/voice under granian to bare Flask there", rate(LINE, "granian") / rate("bare Flask", "granian"), 0.8)
    for door in ("voice", "sms"):
        if own := measured.get(Rival(LINE, OURS, door)):
            at = own.median("rate", calm=True) / own.median("rate")
            _goal(f"p99 of /{door} in ms at {at:.0%} of full load", own.median("p99", calm=True), 25, below=True)
            _goal(f"MB a worker, /{door}", statistics.median(own.resident), 60, below=True)
            _goal(f"seconds until ready, /{door}", statistics.median(own.ready), 1, below=True)


def _goal(name: str, found: float, target: float, below: bool = False) -> None:
    if found == found:  # not measured is not a number
        met = found < target if below else found >= target
        click.echo(
            f"{'met' if met else 'NOT MET':8} {name}: {found:.2f} (goal: {'under' if below else 'at least'} {target})"
        )


main.add_command(scale, "scale")

if __name__ == "__main__":
    main()
