"""How long anyone is waited for, and where nothing may wait: in the loop that answers all calls of a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PATIENCE_SECONDS = 5  # for the head of a request, and for its body: a few thousand bytes, from a data centre

_AT_ONCE = ContextVar("at_once", default=False)


class MustWait(Exception):
    """This cannot be answered at once. Nothing was done yet: it is answered in a thread, from the start."""


@contextmanager
def at_once() -> Iterator[None]:
    """Whatever is done in this block may not wait for anything."""
    before = _AT_ONCE.set(True)
    try:
        yield
    finally:
        _AT_ONCE.reset(before)


def must_wait() -> None:
    """Call it before whatever may take long. Raises MustWait where nothing may wait."""
    if _AT_ONCE.get():
        raise MustWait
