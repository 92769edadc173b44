"""A line that is really served: `helpline serve` in processes of its own, over real sockets."""

import http.client
import os
import resource
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from twilio.request_validator import RequestValidator

from .conftest import HERE, TOKEN
from .postgres import free_port

KEY = "a-key-for-the-tests"
FORM = "application/x-www-form-urlencoded"
SERVE = (sys.executable, "-m", "helpline", "serve", "--port", "{port}", "--workers", "{workers}")
PROCFILE = ("sh", "-c", "exec " + (HERE.parent / "Procfile").read_text().partition(": ")[2])
SETTINGS = ("TWILIO", "PUBLIC", "DATABASE", "SECRET", "HELPLINE_", "METRICS", "REPORT")


def clean_environment() -> dict[str, str]:
    """The environment of this process without the settings of any line."""
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds, which fails the test when it takes too long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class Served:
    """`helpline serve` on a port of its own, with a database; its log is kept in a file."""

    def __init__(
        self,
        folder: Path,
        database: str,
        *,
        workers: int = 2,
        file_bytes: int = 0,
        host: str = "127.0.0.1",
        command: Sequence[str] = SERVE,
        **settings: str,
    ):
        self.port, self.log = free_port(), folder / "log.txt"
        self.url = f"http://127.0.0.1:{self.port}"
        self._host = host
        self._folder, self._file_bytes = folder, file_bytes
        self._command = [word.format(port=self.port, workers=workers) for word in command]
        self._env = clean_environment() | {
            "TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": KEY, "DATABASE_URL": database, "HELPLINE_VOICE": "say",
            "PYTHONPATH": str(HERE.parent), "PYTHONUNBUFFERED": "1", "PORT": str(self.port), "PUBLIC_URL": self.url,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        } | settings  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, cwd=self._folder, env=self._env, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=self._limit,
            )  # fmt: skip
        self.wait()

    def wait(self, seconds: float = 60) -> None:
        """Wait until it answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if self.get("/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(f"the line did not start: {self.log.read_text()}")

    def _limit(self) -> None:
        if self._file_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._file_bytes, self._file_bytes))

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def commands(self) -> dict[int, str]:
        """The command line of each process of the line, by process id."""
        running = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended meanwhile
                state, _, _, session = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(session) == self._process.pid and state != "Z":  # Z: it has ended
                    running[int(folder.name)] = (folder / "cmdline").read_text()
        return running

    def hang_up(self) -> None:
        """Send SIGHUP to the first process, which reads changed flow files."""
        self._process.send_signal(signal.SIGHUP)

    def wait_for_workers(self, number: int, seconds: float = 30) -> None:
        """Wait until so many workers run."""
        until = time.monotonic() + seconds
        while len(self.workers()) != number:
            assert time.monotonic() < until, f"{len(self.workers())} workers, not {number}"
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill all of it at once, as a power cut would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Stop it as an operator would."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body of a page."""
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, seconds: float = 15, **fields: str) -> tuple[int, str]:
        """Post a signed form as the carrier does, which waits 15 seconds; gives status and document."""
        signature = RequestValidator(TOKEN).compute_signature(self.url + path, fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": FORM}
        return self._ask("POST", path, urllib.parse.urlencode(fields).encode(), headers, seconds)

    def _ask(self, how: str, path: str, body: bytes, headers: dict[str, str], seconds: float = 15) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self._host, self.port, timeout=seconds)
        try:
            connection.request(how, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
