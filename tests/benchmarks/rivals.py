"""The servers and applications of the benchmark: how each is started, and when it is ready."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..conftest import HERE
from ..postgres import free_port
from ..served import KEY, TOKEN

ADDRESS = "http://line.example"  # what requests are signed for; every rival is told so
LINE, EXPRESS = "the line", "express"
# What makes each application, for servers that speak WSGI and for the line's own, which speaks ASGI.
WSGI = {
    "bare WSGI": "tests.benchmarks.apps:bare", "bare Flask": "tests.benchmarks.apps:flask",
    "tutorial": "tests.benchmarks.apps:tutorial", LINE: "helpline.web:create_app",
}  # fmt: skip
ASGI = {
    "bare ASGI": "tests.benchmarks.apps:bare_asgi", "bare Flask": "tests.benchmarks.apps:flask_asgi",
    "tutorial": "tests.benchmarks.apps:tutorial_asgi", LINE: "helpline.web.serving:create",
}  # fmt: skip
OURS = "gunicorn"  # with its own ASGI worker, as the Procfile and `helpline serve` start it
# Beside it, each of gunicorn's own workers for WSGI. Eight threads served a bare constant faster than 2 or 32.
WORKERS = {
    OURS: ("--worker-class", "asgi", "--keep-alive", "95"),
    "gunicorn gthread": ("--worker-class", "gthread", "--threads", "8"),
    "gunicorn sync": (),
}
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Rival:
    """An application on a server. `door` is what is asked of it: voice or sms."""

    app: str
    server: str
    door: str = "voice"

    @property
    def name(self) -> str:
        """How the table calls it."""
        return f"{self.app}, /{self.door}" if self.app == LINE else self.app


def rivals() -> list[Rival]:
    """All of them; express only where it can be had."""
    found = [Rival(app, OURS) for app in ASGI] + [Rival(LINE, OURS, "sms")]
    for server in (*(name for name in WORKERS if name != OURS), "granian"):
        found += [Rival(app, server) for app in WSGI] + [Rival(LINE, server, "sms")]
    return found + ([Rival(EXPRESS, "node")] if express_folder() else [])


@cache
def express_folder() -> Path | None:
    """A folder with express and the carrier's package, installed once; None where npm is missing or cannot."""
    if not shutil.which("npm"):
        return None
    folder = Path(tempfile.mkdtemp(prefix="express"))
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "express", "twilio"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603
    shutil.copy(Path(__file__).with_name("express.js"), folder)
    return folder if done.returncode == 0 else None


@dataclass
class Running:
    """A rival that runs: its port, its processes, and the seconds until it was ready."""

    port: int
    process: "subprocess.Popen[bytes]"
    ready_seconds: float = 0.0

    def worker_megabytes(self) -> tuple[float, float]:
        """Memory of a worker in MB, the mean of all: resident, and its fair share of what is shared."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        rolled = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in children]
        return (_mean_kb(rolled, "Rss") / 1024, _mean_kb(rolled, "Pss") / 1024)


def _mean_kb(rolled: list[str], name: str) -> float:
    found = [int(match[1]) for text in rolled if (match := re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE))]
    return sum(found) / len(found) if found else 0.0


@contextmanager
def running(rival: Rival, workers: int = 2) -> Iterator[Running]:
    """A rival on a port of its own, with an empty database, until the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = os.environ | {
            "TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": KEY, "PUBLIC_URL": ADDRESS, "HELPLINE_VOICE": "say",
            "DATABASE_URL": f"sqlite:///{folder}/t.db", "PORT": str(port), "PYTHONPATH": str(HERE.parent),
        }  # fmt: skip
        begun = time.monotonic()
        cwd = str(express_folder()) if rival.app == EXPRESS else folder
        process = subprocess.Popen(_command(rival, port, workers), cwd=cwd, env=env, start_new_session=True,  # noqa: S603
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            _wait(port)
            yield Running(port, process, time.monotonic() - begun)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _command(rival: Rival, port: int, workers: int) -> list[str]:
    if rival.app == EXPRESS:
        return ["node", "express.js"]
    made_by = (ASGI if rival.server == OURS else WSGI)[rival.app]
    if rival.server == "granian":
        return [
            str(BIN / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", str(workers),
            "--blocking-threads", "4", "--no-ws", "--log-level", "error", "--factory", made_by,
        ]  # fmt: skip
    return [
        str(BIN / "gunicorn"), "--preload", "--no-control-socket", *WORKERS[rival.server], "--workers", str(workers),
        "--log-level", "error", "--bind", f"127.0.0.1:{port}", f"{made_by}()",
    ]  # fmt: skip


def _wait(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/voice", b"", timeout=2).close()
            return
        except urllib.error.HTTPError as error:  # refused, as it should be: it is there
            error.close()
            return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError("a rival did not start")
