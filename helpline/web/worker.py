"""gunicorn's worker with one loop, taught to share and to lose its patience."""

import asyncio
from typing import Any

from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.workers import gasgi


class Connection(ASGIProtocol):  # type: ignore[misc]
    """gunicorn waits for ever for a first request and `keepalive` seconds for the next: here, for each as long."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Someone has connected."""
        super().connection_made(transport)
        self._arm_keepalive_timer()  # gunicorn takes it away when a request has come


class FairLoop(asyncio.SelectorEventLoop):
    """Takes one new connection at a time. asyncio takes all that wait, and the other processes get none."""

    def _accept_connection(
        self, factory: Any, sock: Any, sslcontext: Any = None, server: Any = None, _backlog: int = 1, *more: Any
    ) -> None:
        super()._accept_connection(factory, sock, sslcontext, server, 1, *more)  # type: ignore[misc]


class Worker(gasgi.ASGIWorker):  # type: ignore[misc]
    """Serves the line with a loop and with connections of our kinds, for which gunicorn has no settings."""

    def init_process(self) -> None:
        """Begin, in a process of its own."""
        gasgi.ASGIProtocol = Connection
        super().init_process()

    def _setup_event_loop(self) -> None:
        self.loop = FairLoop()
        asyncio.set_event_loop(self.loop)
