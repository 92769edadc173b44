"""The door before Flask: it answers what the carrier usually sends, and hands everything else on.

A server waits on the phone for each turn, and most of what a web framework does for a request is
not needed for these. Whatever is not as usual goes on to Flask untouched, which knows how to read any
form, to check any signature and to refuse: this module never refuses anybody.
"""

from collections.abc import Iterable
from io import BytesIO
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from helpline.web.line import Line
from helpline.web.security import IN_SETTINGS, IN_SIGNATURE, plainly_signed, raw_path
from helpline.web.waiting import MustWait, must_wait
from helpline.web.webhooks import ANSWERS, SPARE, spare

FORM = "application/x-www-form-urlencoded"


def put_before(app: Flask) -> None:
    """Put the door before an application that has a line."""
    flask: WSGIApplication = app.wsgi_app
    largest = app.config["MAX_CONTENT_LENGTH"]

    def door(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        line: Line = app.extensions["helpline"]
        fields = usual_fields(line, environ, largest)
        if fields is None:
            must_wait()  # Flask takes its time
            return flask(environ, start)
        return give(start, "200 OK", "text/xml", _answer(line, environ, fields))

    app.wsgi_app = door  # type: ignore[method-assign,assignment]


def give(start: StartResponse, status: str, kind: str, words: str) -> list[bytes]:
    """A whole answer, as WSGI gives it."""
    body = words.encode()
    start(status, [("Content-Type", f"{kind}; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def usual_fields(line: Line, environ: WSGIEnvironment, largest: int) -> dict[str, str] | None:
    """The form of a usual request that is signed; None for any other, which can still be read from the start."""
    fields = _form_of(environ, largest)
    if fields is None:
        return None
    url = line.public_url + raw_path(environ)
    return fields if plainly_signed(line.validator.token, url, fields, environ[IN_SIGNATURE]) else None


def _answer(line: Line, environ: WSGIEnvironment, fields: dict[str, str]) -> str:
    path: str = environ["PATH_INFO"]
    try:
        line.keeper.start()
        return ANSWERS[path](line, environ.get("QUERY_STRING", ""), fields)
    except MustWait:
        raise
    except Exception as error:  # noqa: BLE001 - whatever breaks, both numbers are given (rules V13, V32)
        environ[SPARE] = True
        return spare(line, path, error)


def _form_of(environ: WSGIEnvironment, largest: int) -> dict[str, str] | None:
    if (
        environ.get("PATH_INFO") not in ANSWERS
        or environ["REQUEST_METHOD"] != "POST"
        or environ.get("CONTENT_TYPE", "").partition(";")[0] != FORM
        or not environ.get(IN_SIGNATURE)
        or IN_SETTINGS in environ
    ):
        return None
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= largest):
        return None
    try:
        body = environ["wsgi.input"].read(int(length))
    except Exception:  # noqa: BLE001 - the client has gone; what it sent cannot be signed
        body = b""
    environ["wsgi.input"] = BytesIO(body)
    return fields_in(body)


def fields_in(body: bytes) -> dict[str, str] | None:
    """The fields of a form; None where it is not text or names a field twice."""
    try:
        parts = [part for part in body.decode().split("&") if part]
    except UnicodeDecodeError:
        return None
    fields = {}
    for part in parts:
        name, _, value = part.partition("=")
        # Most of what the carrier sends holds nothing that is quoted: those fields are left alone.
        if "%" in part or "+" in part:
            name, value = _plain(name), _plain(value)
        fields[name] = value
    return fields if len(fields) == len(parts) else None


def _plain(quoted: str) -> str:
    """A name or a value without its quoting. Mostly all that is quoted is the plus of a phone number."""
    words = quoted.replace("+", " ").replace("%2B", "+")
    return unquote(words, errors="werkzeug.url_quote") if "%" in words else words
