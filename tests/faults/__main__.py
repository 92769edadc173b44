"""What the line withstands, tried for real: `python -m tests.faults`.

A hundred kills with -9 under load, on SQLite and on PostgreSQL; one of two lines behind one database
killed for good; then every fault of test_faults.py. Prints a line for each and ends with 1 if one broke it.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from ..postgres import PostgreSQL, postgresql, why_not
from .crowd import Told
from .kills import killed_at_random, one_of_two_killed


class Teller:
    """Prints a line for each test as it ends."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test has ended, or could not begin."""
        if report.when == "call" or report.outcome != "passed":
            said = {"passed": "held", "failed": "BROKEN", "skipped": "not tried"}[report.outcome]
            name = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
            click.echo(f"{said:9} {name} ({report.duration:.0f} s)")


@click.command()
@click.option("--kills", default=100, show_default=True, help="How many times to kill with -9, on each database.")
def main(kills: int) -> None:
    """Try every fault and say what held."""
    broken = []
    with tempfile.TemporaryDirectory() as home:
        broken.append(_run(f"{kills} kills -9 under load, SQLite", home, lambda folder: killed_at_random(
            folder, f"sqlite:///{folder}/t.db", kills, tell=click.echo)))  # fmt: skip
        if why := why_not():
            click.echo(f"not tried PostgreSQL: {why}")
        else:
            with postgresql() as server:
                broken += _on_postgresql(server, kills, home)
    files = ["tests/faults/test_faults.py", "tests/faults/test_privacy.py"]
    quick = pytest.main([*files, "-p", "no:terminal", "-o", "addopts="], [Teller()])
    sys.exit(1 if any(broken) or quick else 0)


def _on_postgresql(server: PostgreSQL, kills: int, home: str) -> list[bool]:
    return [
        _run(f"{kills} kills -9 under load, PostgreSQL", home,
             lambda folder: killed_at_random(folder, server.fresh(), kills, seed=2, tell=click.echo)),
        _run("one of two lines killed for good, PostgreSQL", home,
             lambda folder: one_of_two_killed(folder, server.fresh())),
    ]  # fmt: skip


def _run(name: str, home: str, fault: Callable[[Path], Told]) -> bool:
    begun, folder = time.monotonic(), Path(tempfile.mkdtemp(dir=home))
    told = fault(folder)
    click.echo(f"{'held' if told.well else 'BROKEN':9} {name} ({time.monotonic() - begun:.0f} s): {told}")
    for wrong in told.wrong[:5]:
        click.echo(f"          {wrong}")
    return not told.well


if __name__ == "__main__":
    main()
