"""Words that are being edited: a changed flow file is read again; a broken one leaves the last good words."""

import logging
from dataclasses import replace
from pathlib import Path

from flask import Flask, current_app

from helpline.errors import ContentError
from helpline.web.line import Line, counting, open_line

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

    @app.before_request
    def look() -> None:
        stamp = stamp_of(folder)
        if stamp != state["stamp"]:
            state["stamp"] = stamp
            state["broken"] = _read_again(app)


def _read_again(app: Flask) -> str:
    """Put the new words in place; the loader's sentences when they cannot be used."""
    old: Line = app.extensions["helpline"]
    try:
        new = open_line(old.settings)
    except ContentError as error:
        log.warning("The flow files cannot be used; the last good words stay: %s", error)
        return str(error)
    # Conversations go on: sessions hold answers, which are replayed in the new words.
    count = counting(new.library, old.settings, old.keeper)
    app.extensions["helpline"] = replace(
        new, texts=old.texts, texting=old.texting, reports=old.reports, keeper=old.keeper, count=count
    )
    return ""


def broken() -> str:
    """What is amiss with the flow files as they now are; "" when the line speaks from them."""
    says: str = current_app.extensions.get("helpline_words", {}).get("broken", "")
    return says
