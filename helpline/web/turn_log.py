"""The log of turns: one line for each answered turn, with its step, kind and milliseconds, and nothing personal."""

import logging
import time

from flask import Flask, Response, g, request

from helpline.engine.reply import Reply

log = logging.getLogger(__name__)

# Two marks in a request's environ, set by the first to see it: the server's adapter or a hook.
ARRIVED = "helpline.arrived"  # when it came, by time.perf_counter
COUNTED = "helpline.counted"  # the pass that gives the answer, so that no request is counted twice


def note_turn(channel: str, reply: Reply) -> None:
    """Keep what the log tells of the turn that this request takes."""
    g.turn = {"channel": channel, "step": reply.step, "kind": type(reply).__name__, "why": reply.why.name}


def note_fallback(channel: str) -> None:
    """Keep that this request is answered without a turn."""
    g.turn = {"channel": channel, "kind": "Fallback"}


def log_turns(app: Flask) -> None:
    """From now on, log each turn when it is answered. A message that was answered before has no turn."""

    @app.before_request
    def begin() -> None:
        request.environ.setdefault(ARRIVED, time.perf_counter())

    @app.after_request
    def tell(response: Response) -> Response:
        turn = g.pop("turn", None)
        if turn and request.environ.get(COUNTED) != "abandoned":
            milliseconds = (time.perf_counter() - request.environ[ARRIVED]) * 1000
            log.info("turn", extra={"fields": {**turn, "ms": round(milliseconds, 1)}})
        return response
