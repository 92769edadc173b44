"""The processes share new connections, and let go of who does not send a request."""

import asyncio
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpline.web.waiting import PATIENCE_SECONDS
from helpline.web.worker import FairLoop

from ..served import Served

GUNICORNS = 10  # its `timeout`: for a body of which nothing comes at all


def test_the_loop_takes_one_connection_at_a_time_so_that_others_get_theirs() -> None:
    taken: list[asyncio.BaseTransport] = []

    class Counting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            taken.append(transport)

    async def turns(loop: FairLoop) -> list[int]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            waiting = [socket.create_connection(listening.getsockname()) for _ in range(4)]
            async with await loop.create_server(Counting, sock=listening):
                seen = []
                while len(taken) < len(waiting):
                    await asyncio.sleep(0)
                    seen.append(len(taken))
            for client, transport in zip(waiting, taken, strict=True):
                client.close()
                transport.close()
            await asyncio.sleep(0)
        return seen

    def run() -> list[int]:
        loop = FairLoop()
        try:
            return loop.run_until_complete(turns(loop))
        finally:
            loop.close()

    with ThreadPoolExecutor(1) as thread:  # the tests of the page leave a loop running in this one
        seen = thread.submit(run).result()
    assert sorted(set(seen) - {0}) == [1, 2, 3, 4]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served")
    served = Served(folder, f"sqlite:///{folder}/t.db")
    yield served
    served.stop()


def test_who_sends_half_a_request_or_nothing_is_let_go(line: Served) -> None:
    begun, halves = time.monotonic(), {
        b"": b"", b"POST /voice HTTP/1.1\r\nHost: x\r\nContent-Le": b"",
        b"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nBody=": b"HTTP/1.1 408 ",
        b"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n": b"",
    }  # fmt: skip
    clients = {half: socket.create_connection(("127.0.0.1", line.port), timeout=30) for half in halves}
    for half, client in clients.items():
        client.sendall(half)
    for half, client in clients.items():
        with client:
            told = b"".join(iter(lambda client=client: client.recv(4096), b""))  # type: ignore[misc]
        assert told.startswith(halves[half])
    assert time.monotonic() - begun < max(PATIENCE_SECONDS, GUNICORNS) + 3


def test_one_connection_may_bring_many_requests(line: Served) -> None:
    with socket.create_connection(("127.0.0.1", line.port), timeout=10) as client, client.makefile("rb") as answers:
        for _ in range(3):
            client.sendall(b"GET /static/icon.svg HTTP/1.1\r\nHost: x\r\n\r\n")
            head = b"".join(iter(answers.readline, b"\r\n"))
            assert head.startswith(b"HTTP/1.1 200 ")
            length = next(int(line[15:]) for line in head.lower().splitlines() if line.startswith(b"content-length:"))
            assert answers.read(length).startswith(b"<svg")
