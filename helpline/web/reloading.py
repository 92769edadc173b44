"""Words that are being edited: a changed flow file is read again; a broken one leaves the last good words."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, current_app, request

from helpline.content.languages import FOLDER
from helpline.content.load import load
from helpline.errors import ContentError
from helpline.web.webhooks import CHANNELS

UNREADABLE = "The flow files cannot be read just now. Put them in their place, and save one of them again."
log = logging.getLogger(__name__)


def stamp_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The state of the flow files: another one after any of them was changed, added or taken away.

    An editor's own files (hidden ones, links that lead nowhere) are left out.
    """
    files = [(path.name, path.stat()) for path in sorted(_files(folder)) if path.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)


def _files(folder: Path) -> Iterator[Path]:
    yield from folder.glob("[!.]*.yaml")
    yield from (folder / FOLDER).glob("[!.]*")


class FlowFiles:
    """The flow files of an application; `broken` says what is amiss with them as they now are ("": nothing)."""

    def __init__(self, app: Flask):
        self._app, self._folder = app, app.extensions["helpline"].settings.flows
        self._stamp, self._lock = stamp_of(self._folder), threading.Lock()
        self.broken = ""

    def read_if_changed(self) -> None:
        """Put changed words in place. Whatever fails, the last good words stay."""
        with self._lock:
            try:
                stamp = stamp_of(self._folder)
                if stamp != self._stamp:
                    self._stamp = stamp
                    line = self._app.extensions["helpline"]
                    self._app.extensions["helpline"], self.broken = line.with_words(load(self._folder)), ""
                    log.info("The changed words are spoken from now on.")
            except Exception as error:  # a file may change, or go, while it is read
                self.broken = str(error) if isinstance(error, ContentError) else UNREADABLE
                log.warning("The last good words stay: %s", self.broken, exc_info=self.broken == UNREADABLE)


def read_again(app: Flask) -> None:
    """From now on, look at the flow files with every request and read them again when they changed.

    A page or a practice turn waits for the new words. No call and no text does: they are read beside it.
    """
    files: FlowFiles = app.extensions["helpline_flow_files"]

    @app.before_request
    def look() -> None:
        if request.path in CHANNELS:
            threading.Thread(target=files.read_if_changed, name="flow files", daemon=True).start()
        else:
            files.read_if_changed()


def broken() -> str:
    """The complaints about the flow files as they now are; "" when the line speaks from them."""
    files: FlowFiles = current_app.extensions["helpline_flow_files"]
    return files.broken
