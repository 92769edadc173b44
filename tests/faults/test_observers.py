"""Those that only watch the line: figures, the log, the counts. When one fails no caller notices, and /health says so."""

import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.store.step_counts import StepCounter
from helpline.web.monitoring import ARRIVED

from ..conftest import opened
from ..numbers import BOTH
from ..served import Served
from ..store.test_trial_turn import CANNOT_OPEN
from ..web.test_log_handler import Pipe

pytestmark = pytest.mark.slow

TOKEN = "a token for metrics"
NO_CONVERSATION = f"{CANNOT_OPEN} A text gets both numbers, but no conversation."
NO_LOG = "The log cannot be written, so what goes wrong is told nowhere. No caller or texter notices."
NO_COUNTS = "Counts cannot be written, or some were lost. No caller or texter notices."
NO_FIGURES = "Some requests were not measured. No caller or texter notices."


class Logging(Served):
    """A line whose log goes where `output` says; its standard output too, unless it would wait there for ever."""

    def __init__(self, folder: Path, output: str, **settings: str):
        self._output = output
        super().__init__(folder, f"sqlite:///{folder}/no/such/t.db", METRICS_TOKEN=TOKEN, **settings)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.log.touch()
        with self._opened() as (out, err):
            close = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh"] if self._output == "closed" else []
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*close, *self._command], cwd=self._folder, env=self._env, stdout=out, stderr=err, start_new_session=True
            )  # fmt: skip
        self.wait()

    @contextmanager
    def _opened(self) -> Iterator[tuple[int, int]]:
        with ExitStack() as stack:
            if self._output in ("a reader that is gone", "a reader that has stopped"):
                pipe = Pipe()
                stack.callback(pipe.writer.close)
                if self._output == "a reader that is gone":
                    os.close(pipe.reader)
                    yield pipe.writer.fileno(), pipe.writer.fileno()
                else:
                    pipe.fill()
                    yield subprocess.DEVNULL, pipe.writer.fileno()
            else:
                path = "/dev/full" if self._output == "a full disk" else os.devnull
                output = stack.enter_context(Path(path).open("wb"))
                yield output.fileno(), output.fileno()


def reasons(line: Served) -> list[str]:
    told: list[str] = json.loads(line.get("/health")[1])["reasons"]
    return told


def all_are_answered(line: Served) -> None:
    """Calls and texts, each with its number, and soon."""
    begun = time.monotonic()
    for number in range(20):
        assert "<Gather" in line.post("/voice", CallSid=f"CA{number}", From=CALLER)[1]
        status, reply = line.post("/sms", MessageSid=f"SM{number}", From=CALLER, Body="menu")
        assert status == 200
        assert all(number in reply for number in BOTH)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("a file", []),
        ("closed", [NO_LOG]),
        ("a full disk", [NO_LOG]),
        ("a reader that is gone", [NO_LOG]),
        ("a reader that has stopped", [NO_LOG]),
    ],
)
def test_a_log_that_cannot_be_written(tmp_path: Path, output: str, told: list[str]) -> None:
    """There is much to tell: the database is away, and every text says so in the log."""
    line = Logging(tmp_path, output)
    try:
        all_are_answered(line)
        assert reasons(line) == [NO_CONVERSATION, *told]
    finally:
        line.stop()


def deleted_while_it_runs(folder: Path) -> None:
    shutil.rmtree(folder / "figures")


@pytest.mark.parametrize(
    ("folder", "then"),
    [("missing", None), ("a file", None), ("figures", None), ("figures", deleted_while_it_runs), ("/dev/full", None)],
)
def test_figures_need_no_folder(tmp_path: Path, folder: str, then: Callable[[Path], None] | None) -> None:
    """prometheus-client's own way of adding processes up writes files; the line's figures stand in memory."""
    (tmp_path / "a file").write_text("")
    (tmp_path / "figures").mkdir()
    line = Logging(tmp_path, "a file", PROMETHEUS_MULTIPROC_DIR=str(tmp_path / folder))
    try:
        all_are_answered(line)
        if then:
            then(tmp_path)
        all_are_answered(line)
        figures = line.get("/metrics", Authorization=f"Bearer {TOKEN}")[1]
        assert 'helpline_requests_total{channel="voice",status="200"} 40.0' in figures  # of both processes
        assert reasons(line) == [NO_CONVERSATION]
    finally:
        line.stop()


def away(line: Carrier) -> None:
    path = Path(line.settings.database_url.removeprefix("sqlite:///"))
    path.mkdir()


def not_ours(line: Carrier) -> None:
    line.text("menu")
    with closing(sqlite3.connect(line.settings.database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("DROP TABLE step_counts")


@pytest.mark.parametrize(("spoils", "texts"), [(away, False), (not_ours, True)])
def test_counts_that_cannot_be_written(settings: Settings, spoils: Callable[[Carrier], None], texts: bool) -> None:
    with opened(settings) as line:
        spoils(line)
        assert line.press(line.call().next_path or "", "1").next_path
        assert all(number in (line.text("numbers") or "") for number in BOTH)
        line.app.extensions["helpline"].step_counter.flush()
        told = line.app.test_client().get("/health").json or {}
        assert told["texts"] is texts
        assert told["reasons"][-1] == NO_COUNTS


def test_counts_that_find_no_room(settings: Settings) -> None:
    with opened(settings) as line:
        running = line.app.extensions["helpline"]
        full = StepCounter(running.database, limit=0)
        line.app.extensions["helpline"] = replace(running, step_counter=full)
        assert line.call().next_path
        assert full.lost
        assert (line.app.test_client().get("/health").json or {})["reasons"] == [NO_COUNTS]


def test_a_request_that_cannot_be_measured(settings: Settings) -> None:
    with opened(replace(settings, metrics_token=TOKEN)) as line:
        line.app.test_client().post("/voice", environ_overrides={ARRIVED: "no time"})
        assert line.call().next_path
        assert (line.app.test_client().get("/health").json or {})["reasons"] == [NO_FIGURES]
