"""The servers and applications of the benchmark: how each is started, and when it gave its first answer."""

import atexit
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from ..conftest import HERE, TOKEN
from ..postgres import free_port
from ..served import FORM, KEY
from .load import ADDRESS, requests

HOME = HERE.parent
BIN = Path(sys.executable).parent
SAME = "gunicorn asgi"  # the line's server: the Procfile's options, and the line's adapter in front of Flask
# Beside it, each of gunicorn's own workers for WSGI. Eight threads served a constant faster than 2 or 32.
WSGI = {"gunicorn gthread": ("--worker-class", "gthread", "--threads", "8"), "gunicorn sync": ()}
LINE, FLASK, TUTORIAL, EXPRESS = "the line", "bare Flask", "tutorial", "express"
STORED, TUNED = "tutorial, Flask-SQLAlchemy", "tutorial, Flask-SQLAlchemy, SQLite tuned"
# The maker of each application in Flask; for the line's server its name ends in "_whole".
MAKERS = {
    FLASK: "tests.benchmarks.apps:constant",
    TUTORIAL: "tests.benchmarks.apps:tutorial",
    STORED: "tests.benchmarks.stored_tutorial:create",
    TUNED: "tests.benchmarks.stored_tutorial:tuned",
}


@dataclass(frozen=True)
class Rival:
    """An application on a server, and the channel that is measured: voice or sms."""

    channel: str
    app: str
    server: str = SAME

    def __str__(self) -> str:
        return f"/{self.channel}, {self.app}, {self.server}"


def rivals() -> list[Rival]:
    """The line and all its rivals."""
    found = [Rival("voice", LINE), Rival("voice", EXPRESS, "node")]
    found += [Rival("voice", app, server) for app in (FLASK, TUTORIAL) for server in (SAME, *WSGI)]
    found += [Rival("sms", LINE), Rival("sms", TUNED)]
    return found + [Rival("sms", STORED, server) for server in (SAME, *WSGI)]


def why_not(rival: Rival) -> str:
    """The reason why a rival cannot be measured here; empty when it can."""
    if rival.app == EXPRESS and not express_folder():
        return "npm is not here, or could not install express"
    if rival.app in (STORED, TUNED) and not find_spec("flask_sqlalchemy"):
        return 'Flask-SQLAlchemy is not here (pip install -e ".[benchmark]")'
    return ""


@cache
def express_folder() -> Path | None:
    """A folder with express and the carrier's package, gone at the end; None where npm is missing or cannot."""
    if not shutil.which("npm"):
        return None
    folder = Path(tempfile.mkdtemp(prefix="express"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "express", "twilio"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603
    shutil.copy(Path(__file__).with_name("express.js"), folder)
    return folder if done.returncode == 0 else None


@dataclass
class Running:
    """A rival that runs: its port, its process, and the seconds from its start to its first answer."""

    port: int
    process: "subprocess.Popen[bytes]"
    first_answer: float

    def worker_megabytes(self) -> float:
        """Memory of a worker in MB, the mean of all: its own, and its share of what it has in common (PSS)."""
        rolled = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self._workers()]
        shares = [int(kb) for text in rolled for kb in re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)]
        return sum(shares) / len(rolled) / 1024

    def processor_seconds(self) -> float:
        """Seconds of processor time that it has used: user and system time of all its processes (proc(5), stat)."""
        stats = [Path(f"/proc/{pid}/stat").read_text() for pid in (self.process.pid, *self._workers())]
        ticks = sum(int(field) for stat in stats for field in stat.rpartition(")")[2].split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def running(rival: Rival, home: Path = HOME) -> Iterator[Running]:
    """A rival with two workers on a port of its own, with an empty database, until the end of the block.

    `home` has the line's code and its Procfile.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = os.environ | {
            "TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": KEY, "PUBLIC_URL": ADDRESS, "HELPLINE_VOICE": "say",
            "DATABASE_URL": f"sqlite:///{folder}/t.db", "PORT": str(port), "PYTHONPATH": str(home),
        }  # fmt: skip
        cwd = express_folder() if rival.app == EXPRESS else folder
        begun = time.monotonic()
        with Path(folder, "log.txt").open("wb") as log:
            process = subprocess.Popen(_command(rival, port, home), cwd=cwd, env=env, start_new_session=True,  # noqa: S603
                                       stdout=log, stderr=log)  # fmt: skip
        try:
            if not _answers(rival.channel, port):
                raise TimeoutError(f"{rival} did not start: {Path(log.name).read_text()}")
            yield Running(port, process, time.monotonic() - begun)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _command(rival: Rival, port: int, home: Path) -> list[str]:
    if rival.app == EXPRESS:
        return ["node", "express.js"]
    _, *options, line = shlex.split((home / "Procfile").read_text().removeprefix("web: ").replace("$PORT", str(port)))
    if rival.server != SAME:
        bind = f"127.0.0.1:{port}"
        options = ["--preload", "--no-control-socket", *WSGI[rival.server], "--workers", "2", "--bind", bind]
    maker = line if rival.app == LINE else f"{MAKERS[rival.app]}{'_whole' if rival.server == SAME else ''}()"
    return [str(BIN / "gunicorn"), *options, "--log-level", "error", maker]


def _answers(channel: str, port: int, seconds: float = 60) -> bool:
    """Wait for the first answer to a signed request. Raises HTTPError when it is refused."""
    (first,) = requests(channel, 1)
    headers = {"Host": urlsplit(ADDRESS).netloc, "X-Twilio-Signature": first.signature, "Content-Type": FORM}
    target = urllib.request.Request(f"http://127.0.0.1:{port}{first.path}", first.body.encode(), headers)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(target, timeout=5).close()  # noqa: S310
            return True
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.01)
    return False
