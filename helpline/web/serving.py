"""The line as an ASGI application, for gunicorn's own `asgi` worker.

A request waits in the loop until all of it has come, so that a client that sends half of one holds up nobody.
Then a thread hands it to Flask. Calls, texts and pages have threads of their own: neither a page nor a text that
waits for the database holds up a call.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

from helpline.config import Settings
from helpline.web import create_app
from helpline.web.monitoring import ARRIVED, COUNTED
from helpline.web.signature import without_host
from helpline.web.webhooks import CHANNELS, DEADLINE_PASSED

BODY_SECONDS = 5  # for a body to come: a few thousand bytes, from a data centre
DEADLINE_SECONDS = 12  # until a webhook's answer is given up: the carrier gives up after 15
THREADS = {"voice": 4, "sms": 3, "page": 4, "fallback": 1}

Receive, Send = Callable[[], Awaitable[dict[str, Any]]], Callable[[dict[str, Any]], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, body


class WholeRequests:
    """An ASGI application that hands whole requests, with bodies of up to `largest` bytes, to a WSGI application."""

    def __init__(self, app: WSGIApplication, largest: int, body_seconds: float = BODY_SECONDS,
                 deadline_seconds: float = DEADLINE_SECONDS):  # fmt: skip
        self._app, self._largest, self._body, self._deadline = app, largest, body_seconds, deadline_seconds
        # No thread is started before the first request: none lives through a fork.
        self._pools = {name: ThreadPoolExecutor(number, name) for name, number in THREADS.items()}

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; a WebSocket, or a server's question about its own life, is declined."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        if scope["type"] != "http":
            return
        arrived = time.perf_counter()
        try:
            async with asyncio.timeout(self._body):
                body = await self._read(receive)
            status, headers, content = await self._answer(environ_of(scope, body) | {ARRIVED: arrived}, body)
        except TimeoutError:
            status, headers, content = 408, [(b"content-length", b"0"), (b"connection", b"close")], b""
        except ConnectionError:
            return
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _read(self, receive: Receive) -> bytes:
        """A body, or as much as shows that it is too large. Raises ConnectionError when the client has gone."""
        body, more = b"", True
        while more and len(body) <= self._largest:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            body, more = body + message.get("body", b""), message.get("more_body", False)
        return body

    async def _answer(self, environ: WSGIEnvironment, body: bytes) -> Answer:
        """Flask's answer. A webhook that has none at the deadline is handed to Flask again, for the fallback."""
        loop, channel = asyncio.get_running_loop(), CHANNELS.get(environ["PATH_INFO"])
        answer = loop.run_in_executor(self._pools[channel or "page"], run, self._app, environ)
        await asyncio.wait([answer], timeout=self._deadline if channel else None)
        if answer.done() or environ.setdefault(COUNTED, "abandoned") == "answered":
            return await answer
        answer.cancel()  # a text that was not begun is not taken later: the texter was told something else by then
        again = {name: value for name, value in environ.items() if name != COUNTED} | {DEADLINE_PASSED: True}
        again["wsgi.input"] = BytesIO(body)
        return await loop.run_in_executor(self._pools["fallback"], run, self._app, again)


def create(settings: Settings | None = None) -> WholeRequests:
    """The line as it is served. Raises as `create_app` does."""
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # what was loaded stays: processes that are forked go on sharing it
    return WholeRequests(app, app.config["MAX_CONTENT_LENGTH"])


def environ_of(scope: dict[str, Any], body: bytes) -> WSGIEnvironment:
    """An ASGI request as WSGI has it (PEP 3333): bytes stand in strings as Latin-1. Its length is what came."""
    raw, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    path = raw if raw.startswith("/") else without_host(raw)
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "", "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query,
        "RAW_URI": f"{raw}?{query}" if query else raw, "SERVER_NAME": host, "SERVER_PORT": str(port),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0], "wsgi.version": (1, 0), "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in scope["headers"]:
        key, text = "HTTP_" + name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ | {"CONTENT_TYPE": environ.get("HTTP_CONTENT_TYPE", ""), "CONTENT_LENGTH": str(len(body))}


def run(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """All of the answer of a WSGI application: nothing of ours is larger than a clip."""
    started: list[Any] = []
    chunks = app(environ, lambda status, headers, _error=None: started.append((status, headers)) or bytes)
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", bytes)()
    status, headers = started[-1]
    return int(status[:3]), [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers], body
