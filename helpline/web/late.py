"""What is answered when nothing else came in time: both numbers, to whoever may have them."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from helpline.channels.sms import contact_lines
from helpline.web.door import give, usual_fields
from helpline.web.line import Line
from helpline.web.webhooks import ANSWERS, spare


def late(app: Flask, largest: int) -> WSGIApplication:
    """An application that waits for nothing: it knows the numbers, and who is the carrier."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        line: Line = app.extensions["helpline"]
        if environ["PATH_INFO"] not in ANSWERS:
            body = "\n".join(["Sorry, that took too long. Please try again.", *contact_lines(line.library)])
            return give(start, "503 Service Unavailable", "text/plain", body)
        if usual_fields(line, environ, largest) is None:
            return give(start, "503 Service Unavailable", "text/plain", "")  # it may be anyone
        return give(start, "200 OK", "text/xml", spare(line, environ["PATH_INFO"], TimeoutError()))

    return answer
