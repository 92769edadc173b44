"""Can the line answer, and how fast does it: /health for people and monitors, /metrics for Prometheus.

The figures say how the program does and nothing of what people did: step counts are on a page of their own.
They stand in memory that processes forked from one share, so that no folder and no full disk can spoil an answer.
"""

import logging
import time
from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, datetime
from hmac import compare_digest
from itertools import accumulate, product
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request

import helpline
from helpline.web.counters import Counters
from helpline.web.line import Line, the_line
from helpline.web.log_handler import log_fails
from helpline.web.signature import Signatures
from helpline.web.webhooks import CHANNELS, FALLBACK

if TYPE_CHECKING:
    from prometheus_client import Metric

log = logging.getLogger(__name__)
monitoring = Blueprint("monitoring", __name__)

ARRIVED = "helpline.arrived"  # in a request's environ: when it came, by time.perf_counter
COUNTED = "helpline.counted"  # there too: set by the pass that gives the answer, so that no request is counted twice
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, float("inf"))  # s; the carrier waits 15
STATUSES = ("200", "403", "other")
KINDS = (*STATUSES, "fallbacks", "seconds", *map(str, BUCKETS))


class Figures:
    """The figures of this process and of all that are forked from it, by channel and kind."""

    def __init__(self, signatures: Counters) -> None:
        self._counters, self._signatures = Counters(product(("voice", "sms"), KINDS)), signatures
        self.failing = False

    def add(self, channel: str, status: str, seconds: float, fallback: bool) -> None:
        """Count one request to a webhook."""
        kind, bucket = status if status in STATUSES else "other", str(BUCKETS[bisect_left(BUCKETS, seconds)])
        counted = ((kind, 1), (bucket, 1), ("seconds", seconds), ("fallbacks", fallback))
        self._counters.add(*(((channel, name), number) for name, number in counted))

    def total(self, channel: str, kind: str) -> float:
        """One figure of all processes."""
        return self._counters.total((channel, kind))

    def collect(self) -> "Iterable[Metric]":
        """The figures as prometheus-client's registry collects them."""
        from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily  # a line without metrics has none

        requests = CounterMetricFamily("helpline_requests", "Twilio's requests.", labels=["channel", "status"])
        fallbacks = CounterMetricFamily("helpline_fallbacks", "Answered with both numbers.", labels=["channel"])
        seconds = HistogramMetricFamily("helpline_seconds", "Seconds to answer.", labels=["channel"])
        for channel in ("voice", "sms"):
            for status in STATUSES:
                requests.add_metric([channel, status], self.total(channel, status))
            fallbacks.add_metric([channel], self.total(channel, "fallbacks"))
            up_to = accumulate(self.total(channel, str(bucket)) for bucket in BUCKETS)
            names = ("+Inf" if bucket == BUCKETS[-1] else str(bucket) for bucket in BUCKETS)
            seconds.add_metric([channel], list(zip(names, up_to, strict=True)), self.total(channel, "seconds"))
        refused = CounterMetricFamily("helpline_refused", "Requests with a signature that does not fit.")
        refused.add_metric([], self._signatures.total("refused"))
        before = CounterMetricFamily("helpline_token_before", "Requests that the former auth token signed.")
        before.add_metric([], self._signatures.total("token before"))
        return requests, fallbacks, seconds, refused, before


def measure(app: Flask, token: str) -> None:
    """Measure every request to the webhooks, and answer GET /metrics for a client that brings the token."""
    figures = app.extensions["helpline_figures"] = Figures(app.extensions["helpline_signatures"].counters)

    @app.before_request
    def begin() -> None:
        request.environ.setdefault(ARRIVED, time.perf_counter())

    @app.after_request
    def count(response: Response) -> Response:
        environ, channel = request.environ, CHANNELS.get(request.path)
        if channel and environ.setdefault(COUNTED, "answered") == "answered":
            try:
                seconds = time.perf_counter() - environ[ARRIVED]
                figures.add(channel, str(response.status_code), seconds, FALLBACK in environ)
            except Exception as error:  # noqa: BLE001 - the answer matters more
                figures.failing = True
                log.warning("A request was not measured: %s", type(error).__name__)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        from prometheus_client import CollectorRegistry, generate_latest

        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not compare_digest(given.encode("utf-8", "replace"), token.encode()):
            abort(403)
        registry = CollectorRegistry()
        registry.register(figures)
        return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


@monitoring.get("/health")
def health() -> Response:
    """200 while calls are answered, which needs no database; `reasons` say what else is amiss.

    `status` is ok or degraded; `texts` says whether conversations by text are kept.
    """
    line, signatures = the_line(), current_app.extensions["helpline_signatures"]
    line.step_counter.start()
    trouble = line.trial_turn.trouble_lately()
    kept, reasons = trouble is None, [f"{trouble} A text gets both numbers, but no conversation."] if trouble else []
    if line.step_counter.failing or line.step_counter.lost:
        reasons.append("Counts cannot be written, or some were lost. No caller or texter notices.")
    if getattr(current_app.extensions.get("helpline_figures"), "failing", False):
        reasons.append("Some requests were not measured. No caller or texter notices.")
    if log_fails():
        reasons.append("The log cannot be written, so what goes wrong is told nowhere. No caller or texter notices.")
    if signatures.refuses_all:
        reasons.append("Every signed request was refused: no call and no text is answered. The log says why.")
    says = " ".join(["The line answers." if kept else "Calls are answered.", *reasons])
    status = "degraded" if reasons else "ok"
    told = {"status": status, "ready": True, "voice": True, "texts": kept, "reasons": reasons, "says": says}
    return jsonify(told | running(line, signatures))


def running(line: Line, signatures: Signatures) -> dict[str, Any]:
    """What runs: the version, the words and when they were loaded, the key, and whose requests were accepted."""
    before = signatures.counters.highest("token before at")
    return {
        "version": helpline.__version__,
        "words": line.library.fingerprint,
        "loaded": _at(line.loaded),
        "secret_key": line.settings.secret_fingerprint,
        "staff": line.settings.staff,
        "refused": int(signatures.counters.total("refused")),
        "token_before": int(signatures.counters.total("token before")),
        "token_before_at": _at(before) if before else None,
    }


def _at(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
