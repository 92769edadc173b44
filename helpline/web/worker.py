"""gunicorn's threaded worker, with an end to its patience.

It gives each request a thread while the request is still coming in. A client that sends half a
request and stops would keep that thread for good, and a few dozen of them would keep a call from
being answered. What has not come in within a few seconds is therefore read no further.
"""

import socket
import time
from concurrent.futures import Future
from contextlib import suppress

from gunicorn.workers.gthread import TConn, ThreadWorker

PATIENCE_SECONDS = 5  # a webhook is a few thousand bytes, from a data centre; the carrier gives up after 15
THREADS = 32


class Worker(ThreadWorker):  # type: ignore[misc]
    """Stops reading from clients that are too slow. An answer that is being written is not cut off."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)
        self._since: dict[TConn, float] = {}

    def enqueue_req(self, conn: TConn) -> None:
        """A connection has something to read."""
        self._since[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: "Future[object]") -> None:
        """Its request was answered, or given up."""
        self._since.pop(conn, None)
        super().finish_request(conn, fs)

    def murder_keepalived(self, force: bool = False) -> None:
        """Called about once a second: also ends the reading of requests that are too slow."""
        super().murder_keepalived(force)
        late = time.monotonic() - PATIENCE_SECONDS
        for conn in [conn for conn, since in self._since.items() if since < late]:
            with suppress(OSError):  # it may have gone by itself
                conn.sock.shutdown(socket.SHUT_RD)
