"""The log: one line for each record, plain for people or JSON for programs, with nothing of what anybody sent.

A line at ERROR or above is worth an alert: somebody got less than they should have.
"""

import json
import logging
import time
import traceback
from functools import cache
from pathlib import Path
from typing import Any

import helpline

PACKAGE = Path(helpline.__file__).parent
MOST_CAUSES = 5  # errors behind an error that are told


def causes_of(error: BaseException) -> str:
    """The kinds and positions of an error and of those that caused it. Their words may hold what a caller sent."""
    told: list[str] = []
    cause: BaseException | None = error
    while cause and len(told) < MOST_CAUSES:
        told.append(type(cause).__name__ + _position(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return ", caused by ".join(told)


def log_setup(form: str) -> dict[str, Any]:
    """The set-up of all loggers, ours and the server's, as `logging.config.dictConfig` takes it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMS[form]}},
        "handlers": {"standard error": {"class": "helpline.web.log_handler.StandardError", "formatter": "line"}},
        "root": {"level": "WARNING", "handlers": ["standard error"]},
        "loggers": {
            "helpline": {"level": "INFO"},
            "gunicorn.error": {"level": "WARNING", "handlers": [], "propagate": True},
        },
    }


class Plain(logging.Formatter):
    """A record as one line: time, level, ALERT where it is worth one, the words, the fields, the file."""

    def format(self, record: logging.LogRecord) -> str:
        told = values_of(record)
        head = [told.pop("time"), told.pop("level"), *(["ALERT"] if told.pop("alert") else [])]
        words, file = told.pop("message"), told.pop("file")
        told.pop("process")
        return " ".join([*head, words, *(f"{name}={value}" for name, value in told.items()), f"({file})"])


class Json(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(values_of(record), ensure_ascii=False, default=str)


FORMS = {"plain": Plain, "json": Json}


def values_of(record: logging.LogRecord) -> dict[str, Any]:
    """All that is told of a record; its own `fields` (`extra={"fields": …}`) come last."""
    words = " | ".join(record.getMessage().splitlines())
    if record.exc_info and record.exc_info[1]:
        words = f"{words}: {causes_of(record.exc_info[1])}"
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
        "level": record.levelname,
        "alert": record.levelno >= logging.ERROR,
        "message": words,
        "file": f"{_short(record.pathname)}:{record.lineno}",
        "process": record.process,
        **getattr(record, "fields", {}),
    }


def _position(error: BaseException) -> str:
    """The file and line in our code where an error arose; in another's, where none of ours is on the way."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    return next((f" in {_short(at.filename)}, line {at.lineno}" for at in [*ours[-1:], *frames[-1:]]), "")


@cache  # there are as many files as modules
def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(PACKAGE.parent)) if path.is_relative_to(PACKAGE) else path.name
