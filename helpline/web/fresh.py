"""Words that are being edited: a changed flow file is read again; a broken one leaves the last good words."""

import logging
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app

from helpline.errors import ContentError
from helpline.web.line import Line, open_line

log = logging.getLogger(__name__)
Stamp = tuple[tuple[str, int, int], ...]


def stamp_of(folder: Path) -> Stamp:
    """The state of the flow files: another one after any of them was changed, added or taken away."""
    found = ((path.name, path.stat()) for path in sorted(folder.glob("*.yaml")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


def watch(app: Flask) -> None:
    """From now on, look at the flow files before every request and read them again when they changed."""
    folder = app.extensions["helpline"].settings.flows
    state = app.extensions["helpline_words"] = {"stamp": stamp_of(folder), "broken": ""}
    answers: WSGIApplication = app.wsgi_app

    def looks(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        stamp = stamp_of(folder)
        if stamp != state["stamp"]:
            state["stamp"] = stamp
            state["broken"] = _read_again(app)
        return answers(environ, start)

    app.wsgi_app = looks  # type: ignore[method-assign,assignment]


def _read_again(app: Flask) -> str:
    """Put the new words in place; the loader's sentences when they cannot be used."""
    old: Line = app.extensions["helpline"]
    try:
        app.extensions["helpline"] = open_line(old.settings)
    except ContentError as error:
        log.warning("The flow files cannot be used; the last good words stay: %s", error)
        return str(error)
    # Conversations go on: sessions hold answers, which are replayed in the new words.
    old.close()
    return ""


def broken() -> str:
    """What is amiss with the flow files as they now are; "" when the line speaks from them."""
    says: str = current_app.extensions.get("helpline_words", {}).get("broken", "")
    return says
