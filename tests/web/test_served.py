"""The line on its real server: clients that stop halfway, texts that wait, proxies that keep their connections."""

import http.client
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from ..numbers import BOTH
from ..served import Served

pytestmark = pytest.mark.slow

HALF_A_HEAD = b"POST /voice HTTP/1.1\r\nHost: x\r\nContent-Le"
HALF_A_BODY = b"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nBody="
DEADLINE = 12 + 1  # seconds, and one for the way there and back
KEPT_BY_PROXIES = 8  # seconds: longer than the servers keep a connection by default (gunicorn 2, uvicorn 5)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served")
    served = Served(folder, f"sqlite:///{folder}/t.db")
    yield served
    served.stop()


@pytest.fixture
def sends(line: Served) -> Iterator[Callable[[bytes], socket.socket]]:
    """Opens a connection and sends so much; all are closed in the end."""
    with ExitStack() as stack:

        def send(part: bytes) -> socket.socket:
            client = stack.enter_context(socket.create_connection(("127.0.0.1", line.port), timeout=30))
            client.sendall(part)
            return client

        yield send


def seconds_of_a_call(line: Served) -> float:
    begun = time.monotonic()
    assert "<Gather" in line.post("/voice")[1]
    return time.monotonic() - begun


def test_three_hundred_halves_of_requests_hold_up_no_call(
    line: Served, sends: Callable[[bytes], socket.socket]
) -> None:
    for _ in range(150):
        sends(HALF_A_HEAD)
        sends(HALF_A_BODY)
    # A busy machine may be slow once; the halves would hold up every call.
    assert min(seconds_of_a_call(line) for _ in range(5)) < 1


def test_half_a_body_is_let_go(sends: Callable[[bytes], socket.socket]) -> None:
    for part in (HALF_A_BODY, HALF_A_BODY.removesuffix(b"Body=")):
        client = sends(part)
        told = b"".join(iter(lambda client=client: client.recv(4096), b""))  # type: ignore[misc]
        assert told.startswith(b"HTTP/1.1 408 ")


def test_texts_that_wait_for_the_database_get_both_numbers_in_time_and_hold_up_no_call(line: Served) -> None:
    def text(number: int) -> tuple[str, float]:
        begun = time.monotonic()
        _, reply = line.post("/sms", seconds=30, From=f"+4477009{number:05}", MessageSid=f"SM{number}", Body="menu")
        return reply, time.monotonic() - begun

    assert "\n1 " in text(99)[0]  # makes the tables
    database = next(line.log.parent.glob("t.db"))
    with closing(sqlite3.connect(database, isolation_level=None)) as other, ThreadPoolExecutor(30) as crowd:
        other.execute("BEGIN EXCLUSIVE")
        waiting = [crowd.submit(text, number) for number in range(30)]
        assert min(seconds_of_a_call(line) for _ in range(5)) < 1
        for reply, seconds in (each.result() for each in waiting):
            assert all(number in reply for number in BOTH)
            assert "\n1 " not in reply
            assert seconds < DEADLINE
    assert "\n1 " in text(100)[0]


def test_one_connection_may_bring_many_requests(sends: Callable[[bytes], socket.socket]) -> None:
    client = sends(b"")
    with client.makefile("rb") as answers:
        for _ in range(3):
            client.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\n\r\n")
            head = b"".join(iter(answers.readline, b"\r\n"))
            assert head.startswith(b"HTTP/1.1 200 ")
            length = next(int(line[15:]) for line in head.lower().splitlines() if line.startswith(b"content-length:"))
            assert answers.read(length).startswith(b"<svg")


def test_a_connection_that_a_proxy_keeps_is_still_open(line: Served) -> None:
    """No key press meets a closed connection: this one rests as long as a proxy would keep it."""
    with closing(http.client.HTTPConnection("127.0.0.1", line.port, timeout=30)) as proxy:
        proxy.request("GET", "/static/icon.svg")
        proxy.getresponse().read()
        kept = proxy.sock
        time.sleep(KEPT_BY_PROXIES)
        proxy.request("GET", "/static/icon.svg")
        assert proxy.getresponse().read().startswith(b"<svg")
        assert proxy.sock is kept
