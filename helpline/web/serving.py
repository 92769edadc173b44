"""The line as an ASGI application, for gunicorn's own `asgi` worker: it hands whole requests to Flask.

A client that sends half a request waits in the loop and holds up nobody. Calls, texts and pages have threads of their
own: no page, and no text that waits for the database, holds up a call.
"""

import asyncio
import gc
import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from wsgiref.types import WSGIEnvironment

from flask import Flask

from helpline.config import Settings
from helpline.engine.classifier import classifier_of
from helpline.web import LARGEST_REQUEST, create_app
from helpline.web.log_handler import StandardError
from helpline.web.monitoring import ARRIVED, COUNTED
from helpline.web.signature import without_host
from helpline.web.webhooks import CHANNELS, DEADLINE_PASSED

BODY_SECONDS = 5  # for a body to come: a few thousand bytes, from a data centre
DEADLINE_SECONDS = 12  # until a webhook's answer is given up: the carrier gives up after 15
THREADS = {"voice": 4, "sms": 3, "page": 4, "fallback": 1}


class WholeRequests:
    """An ASGI application that hands whole requests to a Flask application."""

    def __init__(self, app: Flask, body_seconds: float = BODY_SECONDS, deadline_seconds: float = DEADLINE_SECONDS):
        self._app, self._body_seconds, self._deadline_seconds = app, body_seconds, deadline_seconds
        # No thread is started before the first request: none lives through a fork.
        self._pools = {name: ThreadPoolExecutor(number, name) for name, number in THREADS.items()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one HTTP request. A WebSocket, or a server's question about its own life, is declined."""
        if scope["type"] != "http":
            return
        body, more, arrived = b"", True, time.perf_counter()
        try:
            async with asyncio.timeout(self._body_seconds):
                while more and len(body) <= LARGEST_REQUEST:  # the rest of a body that is too large is not read
                    event = await receive()
                    if event["type"] == "http.disconnect":
                        return
                    body, more = body + event.get("body", b""), event.get("more_body", False)
            status, headers, content = await self._answer(environ_of(scope, body) | {ARRIVED: arrived}, body)
        except TimeoutError:
            status, headers, content = 408, [(b"content-length", b"0"), (b"connection", b"close")], b""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, environ: WSGIEnvironment, body: bytes) -> Any:
        """Flask's answer. A webhook that has none at the deadline is handed to Flask again, for the fallback."""
        loop, channel = asyncio.get_running_loop(), CHANNELS.get(environ["PATH_INFO"])
        answer = loop.run_in_executor(self._pools[channel or "page"], run, self._app, environ)
        await asyncio.wait([answer], timeout=self._deadline_seconds if channel else None)
        if answer.done() or environ.setdefault(COUNTED, "abandoned") == "answered":
            return await answer
        answer.cancel()  # a text that was not begun is not taken later: the texter was told something else by then
        again = environ | {DEADLINE_PASSED: True, COUNTED: "answered", "wsgi.input": BytesIO(body)}
        return await loop.run_in_executor(self._pools["fallback"], run, self._app, again)


def create(settings: Settings | None = None) -> WholeRequests:
    """The line as it is served. Raises as `create_app` does."""
    logging.basicConfig(handlers=[StandardError()])
    app = create_app(settings)
    app.extensions["helpline"].try_database()
    classifier_of(app.extensions["helpline"].library)  # half a second, here and not in somebody's first text
    gc.collect()
    gc.freeze()  # what was loaded stays: processes that are forked go on sharing it
    return WholeRequests(app)


def environ_of(scope: Any, body: bytes) -> WSGIEnvironment:
    """An ASGI request as WSGI has it (PEP 3333): bytes stand in strings as Latin-1. Its length is what came."""
    raw, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    environ = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "", "PATH_INFO": unquote(without_host(raw), "latin-1"),
        "RAW_URI": f"{raw}?{query}" if query else raw, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "QUERY_STRING": query, "wsgi.version": (1, 0), "wsgi.url_scheme": scope["scheme"], "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
        "wsgi.input_terminated": True,  # a body that came in chunks has no length of its own, and is whole
    }  # fmt: skip
    for name, value in scope["headers"]:
        key, text = "HTTP_" + name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ | {"CONTENT_TYPE": environ.get("HTTP_CONTENT_TYPE", "")}


def run(app: Flask, environ: WSGIEnvironment) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of an application's answer: nothing of ours is larger than a clip."""
    head: list[Any] = []
    chunks = app(environ, lambda *given: head.extend(given) or bytes)  # type: ignore[func-returns-value]
    try:
        body = b"".join(chunks)
    finally:
        getattr(chunks, "close", bytes)()
    return int(head[0][:3]), [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in head[1]], body
