"""A real PostgreSQL for the tests, found on the machine and started for them alone."""

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

_NAMES = itertools.count()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    there = found[-1] if found else shutil.which("initdb")
    return Path(there).parent if there else None


def why_not() -> str:
    """Why PostgreSQL cannot be had here; empty when it can."""
    if not programs():
        return "PostgreSQL is not here (Debian: apt-get install postgresql)"
    if os.getuid() == 0 and not _account():
        return "PostgreSQL does not run as root, and there is no account named postgres to run it"
    return ""


class PostgreSQL:
    """A server of its own, in a folder of its own, on the loopback."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self._run("initdb", "-D", self.data, "--auth=trust", "--username=line", "--encoding=UTF8", "--no-sync")
        self.start()

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def url(self, name: str = "postgres") -> str:
        """The address of a database of this server."""
        return f"postgresql://line@127.0.0.1:{self.port}/{name}"

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"line{next(_NAMES)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        # The machine never loses its power in a test, and a busy disk takes minutes for what is never read again.
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-l", str(self.folder / "log"), "-o", options, "-w", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop the server; "immediate" is as if its machine had lost power."""
        self._run("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder
        account = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*account, folder / program, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)  # noqa: S603


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A server until the end of the block; its files are deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp", ignore_cleanup_errors=True) as name:
        if account := _account():
            os.chown(name, account.pw_uid, account.pw_gid)
        server = PostgreSQL(Path(name))
        try:
            yield server
        finally:
            server.stop("immediate")


def why_no_pgbouncer() -> str:
    """Why PgBouncer cannot be had here; empty when it can."""
    return "" if _pgbouncer() else "PgBouncer is not here (Debian: apt-get install pgbouncer)"


@contextmanager
def pgbouncer(server: PostgreSQL, url: str, mode: str = "transaction") -> Iterator[str]:
    """The address of a database of `server` behind PgBouncer, which gives a connection for as long as `mode` says."""
    port, name = free_port(), url.rpartition("/")[2]
    config, users = server.folder / "pgbouncer.ini", server.folder / "users.txt"
    users.write_text('"line" ""\n')
    config.write_text(
        f"[databases]\n{name} = host=127.0.0.1 port={server.port} dbname={name}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {users}\n"
        f"pool_mode = {mode}\ndefault_pool_size = 2\n"
    )
    account = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    process = subprocess.Popen([*account, str(_pgbouncer()), "-q", config], stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(port)
        yield f"postgresql://line@127.0.0.1:{port}/{name}"
    finally:
        process.terminate()
        process.wait(10)


def _pgbouncer() -> str | None:
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _wait_for(port: int, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError("PgBouncer did not start")


def _account() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres") if os.getuid() == 0 else None
    except KeyError:
        return None
