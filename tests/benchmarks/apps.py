"""The rivals in Flask, but for the one with a database: a constant, and the app that Twilio's tutorials teach."""

import gc
import os
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

CONSTANT = b'<?xml version="1.0" encoding="UTF-8"?><Response><Say>' + b"Hello. " * 120 + b"</Say></Response>"


def signed(view: Callable[..., Any]) -> Callable[..., Any]:
    """The decorator of Twilio's Flask tutorials: 403 for a request that the carrier did not sign."""

    @wraps(view)
    def decorated(*args: Any, **kwargs: Any) -> Any:
        validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
        if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        return view(*args, **kwargs)

    return decorated


def constant() -> Flask:
    """Bare Flask: two routes that answer with the same bytes, and no signature."""
    app = Flask(__name__)

    @app.post("/voice")
    @app.post("/voice/answer")
    def voice() -> Response:
        return Response(CONSTANT, mimetype="text/xml")

    return app


def tutorial() -> Flask:
    """The tutorial: the signature is checked, and TwiML is built anew for each request."""
    app = Flask(__name__)

    @app.post("/voice")
    @app.post("/voice/answer")
    @signed
    def voice() -> Response:
        answer = VoiceResponse()
        gather = Gather(num_digits=1, action="/voice/answer", timeout=10)
        gather.say("Hello. " * 30, voice="Polly.Amy-Neural", language="en-GB")
        answer.append(gather)
        answer.redirect("/voice")
        return Response(str(answer), mimetype="text/xml")

    return app


def whole_requests(make: Callable[[], Flask]) -> Callable[[], Callable[..., Any]]:
    """The maker of a rival that stands behind the adapter of the line, and is treated as the line is."""

    def create() -> Callable[..., Any]:
        from helpline.web.serving import WholeRequests  # here: rivals on other servers must not load the line

        app = make()
        gc.collect()
        gc.freeze()
        return WholeRequests(app)

    return create


constant_whole, tutorial_whole = whole_requests(constant), whole_requests(tutorial)
