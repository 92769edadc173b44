"""Where nothing may wait: in the loop that answers all calls of a process (web/asgi.py)."""

import asyncio


class MustWait(Exception):
    """This cannot be answered in the loop. Nothing was done yet: it is answered in a thread, from the start."""


def must_wait() -> None:
    """Call it before whatever may take long. Raises MustWait in a loop; elsewhere there is time."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise MustWait
