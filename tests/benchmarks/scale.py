"""How cost grows: `python -m tests.benchmarks scale`. With the number of steps, and of stored conversations.

A turn that is remembered should cost the same whatever the size of the flow, and a text however many
conversations are kept. Loading, and the first turn on a path, which starts a machine, should grow with the
number of steps and not faster.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy import insert

from helpline.content.library import Library
from helpline.content.load import load
from helpline.engine.inputs import Key
from helpline.engine.machine import replay
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import sessions

from .check import generate

STEPS = (10, 30, 100, 300, 1_000, 3_000, 10_000)
STORED = (1_000, 10_000, 100_000, 1_000_000)
NOW, DOCUMENT = 1_800_000_000.0, "<Response><Message>What shape is it?</Message></Response>"
Curve = list[tuple[int, float]]


@click.command()
@click.option("--steps", default=STEPS[-1], show_default=True, help="The largest flow.")
@click.option("--stored", default=STORED[-1], show_default=True, help="The most conversations.")
@click.option("--plot", type=click.Path(path_type=Path), help="Write the curves as SVG.")
def main(steps: int, stored: int, plot: Path | None) -> None:
    """Measure cost against size, and draw it."""
    loads: Curve = []
    first: Curve = []
    turns: Curve = []
    for size in (size for size in STEPS if size <= steps):
        library, seconds = loaded(size)
        loads.append((size, seconds * 1000))
        first.append((size, one_turn(library, fresh=True)))
        turns.append((size, one_turn(library, fresh=False)))
        click.echo(
            f"{size:>9,} steps   loaded in {seconds:7.2f} s   first turn {first[-1][1]:8.3f} ms   a turn {turns[-1][1]:.4f} ms"
        )
    texts: Curve = []
    with tempfile.TemporaryDirectory() as folder:
        for size in (size for size in STORED if size <= stored):
            texts.append((size, text_turn(Path(folder), size)))
            click.echo(f"{size:>9,} stored conversations   a text {texts[-1][1]:.3f} ms")
    if plot:
        draw(plot, [("loading a flow", loads), ("a turn, never taken before", first), ("a turn", turns)], texts)


def loaded(size: int) -> tuple[Library, float]:
    """A flow of so many steps, and the seconds to load it."""
    with tempfile.TemporaryDirectory() as home:
        generate(Path(home) / "flows", size)
        begun = time.process_time()
        return load(Path(home) / "flows"), time.process_time() - begun


def one_turn(library: Library, fresh: bool) -> float:
    """The median milliseconds of a turn from the first question; `fresh`: with no replay remembered."""
    take_turn(library, Session(begun=True), Key("1"))  # builds the machine's class, once for a process

    def turn() -> None:
        if fresh:
            replay.cache_clear()
        take_turn(library, Session(begun=True), Key("1"))

    return median_ms(turn, 300)


def text_turn(folder: Path, stored: int) -> float:
    """The median milliseconds of a text's turn with so many conversations kept."""
    with closing(Database(f"sqlite:///{folder}/{stored}.db")) as database:
        texts = Conversations(database, KeyedHash("a key"))
        for rows in _rows(stored):
            with database.begin() as connection:
                connection.execute(insert(sessions), rows)
        numbers = iter(range(10**9))

        def turn() -> None:
            number = next(numbers)
            texts.turn(
                f"+4477009{number % 50:05}",
                f"SM{number}",
                NOW,
                lambda session, _: (session._replace(begun=True), DOCUMENT),
            )

        return median_ms(turn, 300)


def _rows(number: int, batch: int = 10_000) -> Iterator[list[dict[str, object]]]:
    for begun in range(0, number, batch):
        yield [
            {
                "texter": f"{i * 2654435761 % 2**64:064x}",
                "session": '[["who", "council"], ["begun", "yes"]]',
                "kept_at": int(NOW),
            }
            for i in range(begun, min(begun + batch, number))
        ]


def median_ms(what: Callable[[], None], times: int) -> float:
    """The median of so many times, in milliseconds."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        what()
        found.append((time.perf_counter() - begun) * 1000)
    return statistics.median(found)


def draw(path: Path, by_steps: list[tuple[str, Curve]], texts: Curve) -> None:
    """Two pictures side by side: cost by steps, and by stored conversations."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams |= {"svg.hashsalt": "scale", "svg.fonttype": "none"}
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for (label, curve), mark in zip(by_steps, "so^", strict=True):
        left.plot(*zip(*curve, strict=True), marker=mark, label=label)
    left.set(xscale="log", yscale="log", xlabel="steps in the flow", ylabel="milliseconds")
    left.legend()
    right.plot(*zip(*texts, strict=True), marker="o", label="a text, with its database (SQLite)")
    right.set(xscale="log", xlabel="stored conversations", ylabel="milliseconds", ylim=(0, None))
    right.legend()
    figure.savefig(path, metadata={"Date": None})
