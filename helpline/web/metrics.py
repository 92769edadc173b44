"""Figures for Prometheus: how many requests, how fast, how many refused. Not served when no token is set.

They say how the program does and nothing of what people did: counts of steps are on the report page,
where small ones are not shown. With several processes each answers for itself, unless
PROMETHEUS_MULTIPROC_DIR (prometheus-client's own setting) names an empty folder that they share.
"""

import time
from hmac import compare_digest

from flask import Flask, Response, abort, g, request

DOORS = {"/voice": "voice", "/voice/answer": "voice", "/sms": "sms"}
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15)  # seconds; the carrier waits 15


def measure(app: Flask, token: str, folder: str) -> None:
    """Measure every request to the two doors, and answer GET /metrics for whoever brings the token.

    `folder` is the one that several processes share, or empty.
    """
    # Imported here: a line without metrics need not carry it.
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    requests = Counter(
        "helpline_requests", "Requests of the carrier, by door and status.", ["door", "status"], registry=registry
    )
    seconds = Histogram("helpline_seconds", "Seconds to answer, by door.", ["door"], buckets=BUCKETS, registry=registry)
    broken = Counter(
        "helpline_spare", "Answers with both numbers because something broke.", ["door"], registry=registry
    )

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if door := DOORS.get(request.path):
            requests.labels(door, response.status_code).inc()
            seconds.labels(door).observe(time.perf_counter() - g.begun)
            if g.get("spare"):
                broken.labels(door).inc()
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not compare_digest(given.encode("utf-8", "replace"), token.encode()):
            abort(403)
        if not folder:
            return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
        shared = CollectorRegistry()
        MultiProcessCollector(shared, folder)  # type: ignore[no-untyped-call]
        return Response(generate_latest(shared), content_type=CONTENT_TYPE_LATEST)
