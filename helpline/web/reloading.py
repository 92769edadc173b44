"""Words that are being edited: a changed flow file is read again; a broken one leaves the last good words."""

import logging
import threading
from pathlib import Path

from flask import Flask, current_app, request

from helpline.content.load import load
from helpline.errors import ContentError
from helpline.web.line import Line
from helpline.web.webhooks import CHANNELS

log = logging.getLogger(__name__)
Stamp = tuple[tuple[str, int, int], ...]


def stamp_of(folder: Path) -> Stamp:
    """The state of the flow files: another one after any of them was changed, added or taken away.

    Hidden files are an editor's own. A file that cannot be looked at counts as empty.
    """
    return tuple(_state(path) for path in sorted(folder.glob("[!.]*.yaml")))


def _state(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path.name, 0, 0
    return path.name, found.st_mtime_ns, found.st_size


class FlowFiles:
    """The flow files of an application, and what is amiss with them as they now are ("": nothing)."""

    def __init__(self, app: Flask):
        self._app = app
        self._folder = app.extensions["helpline"].settings.flows
        self._stamp, self._lock = stamp_of(self._folder), threading.Lock()
        self.broken = ""

    def read_if_changed(self) -> None:
        """Put changed words in place. Whatever fails, the last good words stay."""
        with self._lock:
            stamp = stamp_of(self._folder)
            if stamp != self._stamp:
                self._stamp, self.broken = stamp, self._read()

    def _read(self) -> str:
        line: Line = self._app.extensions["helpline"]
        try:
            self._app.extensions["helpline"] = line.with_words(load(self._folder))
        except ContentError as error:
            log.warning("The flow files cannot be used; the last good words stay: %s", error)
            return str(error)
        except Exception as error:  # noqa: BLE001 - a file may change while it is read
            log.warning("The flow files cannot be read; the last good words stay: %s", type(error).__name__)
            return f"They cannot be read: {error}"
        return ""


def read_again(app: Flask) -> None:
    """From now on, look at the flow files with every request and read them again when they changed.

    A page or a practice turn waits for the new words. No call and no text does: they are read beside it.
    """
    files = app.extensions["helpline_flow_files"] = FlowFiles(app)

    @app.before_request
    def look() -> None:
        if request.path in CHANNELS:
            threading.Thread(target=files.read_if_changed, name="flow files", daemon=True).start()
        else:
            files.read_if_changed()


def broken() -> str:
    """The complaints about the flow files as they now are; "" when the line speaks from them."""
    files: FlowFiles | None = current_app.extensions.get("helpline_flow_files")
    return files.broken if files else ""
