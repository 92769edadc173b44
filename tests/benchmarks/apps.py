"""What the line is held against: a constant, a constant through Flask, and the app that tutorials teach."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

CONSTANT = b'<?xml version="1.0" encoding="UTF-8"?><Response><Say>' + b"Hello. " * 120 + b"</Say></Response>"
DOORS = ("/voice", "/voice/answer", "/sms")


def bare() -> Callable[..., Any]:
    """A WSGI constant: what the server alone can do."""

    def constant(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/xml"), ("Content-Length", str(len(CONSTANT)))])
        return [CONSTANT]

    return constant


def bare_asgi() -> Callable[..., Any]:
    """An ASGI constant."""

    async def constant(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        length = str(len(CONSTANT)).encode()
        headers = [(b"content-type", b"text/xml"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": CONSTANT})

    return constant


def flask() -> Flask:
    """A Flask constant."""
    app = Flask(__name__)
    for door in DOORS:
        app.add_url_rule(door, door, lambda: Response(CONSTANT, mimetype="text/xml"), methods=["POST"])
    return app


def tutorial() -> Flask:
    """Flask, the carrier's own validator, and TwiML built anew for each request."""
    app, validator = Flask(__name__), RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])

    @app.before_request
    def check() -> None:
        if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)

    @app.post("/voice")
    @app.post("/voice/answer")
    def voice() -> Response:
        answer = VoiceResponse()
        gather = Gather(num_digits=1, action="/voice/answer", timeout=10)
        gather.say("Hello. " * 30, voice="Polly.Amy-Neural", language="en-GB")
        answer.append(gather)
        answer.redirect("/voice")
        return Response(str(answer), mimetype="text/xml")

    @app.post("/sms")
    def text() -> Response:
        answer = MessagingResponse()
        answer.message("Hello. " * 20)
        return Response(str(answer), mimetype="text/xml")

    return app


def flask_asgi() -> Callable[..., Any]:
    """The Flask constant behind what serves the line: whole requests, in threads."""
    return _whole(flask())


def tutorial_asgi() -> Callable[..., Any]:
    """What tutorials teach, behind what serves the line."""
    return _whole(tutorial())


def _whole(app: Flask) -> Callable[..., Any]:
    from helpline.web.serving import WholeRequests  # here: the other rivals must not carry the line's memory

    return WholeRequests(app)
