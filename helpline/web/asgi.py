"""The line as an ASGI application: a request waits here until all of it has come, and only then is it answered.

All requests wait in one loop, so a client that sends half of one and stops holds up nobody. A call is
answered in the loop itself; whatever has to wait for something is answered in a thread, texts in threads
of their own: so a text that waits for its database holds up no call.
"""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

from helpline.config import Settings
from helpline.web import create_app
from helpline.web.late import late
from helpline.web.security import without_host
from helpline.web.waiting import PATIENCE_SECONDS, MustWait, at_once
from helpline.web.webhooks import ANSWERS, TEXTS

LATEST_SECONDS = 12  # until an answer that is still being waited for is given up: the carrier gives up after 15
TEXT_THREADS, OTHER_THREADS = 3, 16  # more texts at once would only wait for each other, and take longer

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, body

TOO_SLOW: Answer = (408, [(b"content-length", b"0"), (b"connection", b"close")], b"")


class Whole:
    """An ASGI application that hands whole requests to a WSGI application: bodies of up to `largest` bytes.

    `late` is another WSGI application, which has its answer at hand: for when the first has none in time.
    """

    def __init__(self, app: WSGIApplication, largest: int, late: WSGIApplication):
        self._app, self._largest, self._late = app, largest, late
        # No thread is started before the first request: none lives through a fork.
        self._texts = ThreadPoolExecutor(TEXT_THREADS, "texts")
        self._others = ThreadPoolExecutor(OTHER_THREADS, "others")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. The server's other questions, and WebSockets, are declined."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        if scope["type"] != "http":
            return
        try:
            body, more = await _part(receive)  # gunicorn waits for it as long as for a worker that hangs
            if more:  # mostly that was all
                async with asyncio.timeout(PATIENCE_SECONDS):
                    body += await self._rest(receive, len(body))
        except TimeoutError:
            await _give(send, TOO_SLOW)
        except ConnectionError:
            return
        else:
            await _give(send, await self._answer(environ_of(scope, body), body))

    async def _rest(self, receive: Receive, so_far: int) -> bytes:
        """What is still to come of a body, or as much of it as shows that it is too large."""
        body, more = b"", True
        while more and so_far + len(body) <= self._largest:
            part, more = await _part(receive)
            body += part
        return body

    async def _answer(self, environ: WSGIEnvironment, body: bytes) -> Answer:
        def asked(app: WSGIApplication) -> Answer:
            # Who is asked after another must find the body unread, and nothing that the other wrote down.
            return _run(app, environ | {"wsgi.input": BytesIO(body)})

        path = environ["PATH_INFO"]
        if path in ANSWERS and path != TEXTS:
            with suppress(MustWait), at_once():
                return asked(self._app)
        pool, loop = self._texts if path == TEXTS else self._others, asyncio.get_running_loop()
        answer = loop.run_in_executor(pool, asked, self._app)
        timer = loop.call_later(LATEST_SECONDS, answer.cancel)  # as asyncio.timeout would do, for less
        try:
            return await answer
        except asyncio.CancelledError:
            if loop.time() < timer.when():  # not by the timer: the client has gone
                raise
            return asked(self._late)
        finally:
            timer.cancel()


def create(settings: Settings | None = None) -> Whole:
    """The line as it is served. Raises as `create_app` does."""
    app = create_app(settings)
    # What was loaded stays: the collector never touches it, and processes that are forked go on sharing it.
    gc.collect()
    gc.freeze()
    largest: int = app.config["MAX_CONTENT_LENGTH"]
    return Whole(app, largest, late(app, largest))


def environ_of(scope: Scope, body: bytes) -> WSGIEnvironment:
    """An ASGI request as WSGI has it (PEP 3333): bytes stand in strings as Latin-1. Its length is what came."""
    raw, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    path = raw if raw.startswith("/") else without_host(raw)
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1") if "%" in path else path,
        "QUERY_STRING": query,
        "RAW_URI": f"{raw}?{query}" if query else raw,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key, text = _key(name), value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ | {"CONTENT_LENGTH": str(len(body))}


@lru_cache(maxsize=256)
def _key(header: bytes) -> str:
    name = header.decode("latin-1").upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def _run(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """What a WSGI application answers, all of it: nothing of ours is larger than a clip."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        told.append((status, headers))
        return bytes

    chunks = app(environ, start)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = told[-1]
    return int(status[:3]), [(name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in headers], body


async def _part(receive: Receive) -> tuple[bytes, bool]:
    """The next part of a body, and whether more is to come. Raises ConnectionError when the client has gone."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ConnectionError
    return message.get("body", b""), message.get("more_body", False)


async def _give(send: Send, answer: Answer) -> None:
    status, headers, body = answer
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
