"""The line killed with -9, again and again, while texters and callers are being answered."""

import os
import random
import signal
from collections.abc import Callable
from pathlib import Path

from ..served import Served
from .crowd import Crowd, Told

BETWEEN = 15  # answers between one kill and the next: there must be something to lose


def killed_at_random(
    folder: Path, database: str, kills: int, seed: int = 1, tell: Callable[[str], None] = lambda _: None
) -> Told:
    """Kill a worker, or sometimes the whole line, `kills` times under load. Gives what the crowd was told."""
    order, line = random.Random(seed), Served(folder, database)  # noqa: S311 - not a secret
    try:
        with Crowd([line], seed=seed) as crowd:
            for number in range(kills):
                crowd.wait_for(BETWEEN + order.randrange(BETWEEN))
                if order.random() < 0.2:
                    line.kill()
                    line.start()
                else:
                    kill_a_worker(line, order)
                if (number + 1) % 20 == 0:
                    tell(f"  {number + 1} kills: {crowd.told}")
            crowd.wait_for(BETWEEN)
        return crowd.told
    finally:
        line.stop()


def kill_a_worker(line: Served, order: random.Random, sign: int = signal.SIGKILL) -> int | None:
    """Send a signal to one worker; gives its process id, or None when there was none just then."""
    for pid in order.sample(workers := line.workers(), len(workers)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            continue
        return pid
    return None


def one_of_two_killed(folder: Path, database: str, answers: int = 150) -> Told:
    """Two lines behind one database; one is killed for good in the middle of every conversation."""
    (folder / "other").mkdir()
    lines = [Served(folder, database), Served(folder / "other", database)]
    try:
        with Crowd(lines, seed=7) as crowd:
            crowd.wait_for(answers)
            lines[0].kill()
            crowd.wait_for(answers)
        return crowd.told
    finally:
        for line in lines:
            line.stop()
