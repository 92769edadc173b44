"""Figures for Prometheus: how many requests, how fast, how many refused. Not served when no token is set.

They say how the program does and nothing of what people did: counts of steps are on the report page,
where small ones are not shown. With several processes each answers for itself, unless
PROMETHEUS_MULTIPROC_DIR (prometheus-client's own setting) names an empty folder that they share.
"""

import time
from collections.abc import Iterable
from hmac import compare_digest
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, abort, request

from helpline.web.webhooks import ANSWERS, SPARE, TEXTS

DOORS = {path: "sms" if path == TEXTS else "voice" for path in ANSWERS}
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15)  # seconds; the carrier waits 15


class Figures:
    """The figures of this process, or of all that share `folder` (empty: none)."""

    def __init__(self, folder: str):
        # Imported here: a line without metrics need not carry it.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._folder, self._own = folder, CollectorRegistry()
        self.requests = Counter("helpline_requests", "The carrier's.", ["door", "status"], registry=self._own)
        self.seconds = Histogram("helpline_seconds", "To answer.", ["door"], buckets=BUCKETS, registry=self._own)
        self.spare = Counter("helpline_spare", "Both numbers, as something broke.", ["door"], registry=self._own)

    def written(self) -> bytes:
        """The figures as Prometheus reads them."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        if not self._folder:
            return generate_latest(self._own)
        shared = CollectorRegistry()
        MultiProcessCollector(shared, self._folder)  # type: ignore[no-untyped-call]
        return generate_latest(shared)


def measure(app: Flask, token: str, folder: str) -> None:
    """Measure every request to the webhooks, and answer GET /metrics for whoever brings the token."""
    figures = Figures(folder)

    answers: WSGIApplication = app.wsgi_app

    def measured(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        door, status = DOORS.get(environ["PATH_INFO"]), ""

        def begin(line: str, *more: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start(line, *more)

        begun = time.perf_counter()
        answer = answers(environ, begin)
        if door:
            figures.requests.labels(door, status).inc()
            figures.seconds.labels(door).observe(time.perf_counter() - begun)
            if SPARE in environ:
                figures.spare.labels(door).inc()
        return answer

    app.wsgi_app = measured  # type: ignore[method-assign,assignment]

    @app.get("/metrics")
    def metrics() -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not compare_digest(given.encode("utf-8", "replace"), token.encode()):
            abort(403)
        return Response(figures.written(), content_type="text/plain; version=0.0.4; charset=utf-8")
