"""What stands in the address of the next turn: the session, and the second in which the call began.

The carrier signs the address, so nobody else can write in it.
"""

from functools import lru_cache
from urllib.parse import parse_qsl

from helpline.channels.voice import ANSWER_PATH, RETURN_PATH
from helpline.engine.session import Session

_SINCE = "_since="


@lru_cache(maxsize=4096)
def session_in(query: str) -> Session:
    """The session in the query of an address. Callers walk the same few hundred ways, so it is remembered."""
    return Session.from_pairs(parse_qsl(query, keep_blank_values=True))


def read(query: str) -> tuple[Session, float | None]:
    """The session, and when the call began in seconds since 1970: None where that is not written."""
    first, _, rest = query.partition("&")
    if not first.startswith(_SINCE):
        return session_in(query), None
    began = first.removeprefix(_SINCE)
    known = began.isascii() and began.isdigit() and len(began) < 12
    return session_in(rest), float(began) if known else None


def write(document: str, began: float | None) -> str:
    """A TwiML document whose next address also says when the call began.

    Documents are remembered, and this differs from call to call: so it is written in last.
    """
    if began is None:
        return document
    for path in (ANSWER_PATH, RETURN_PATH):
        document = document.replace(f"{path}?", f"{path}?{_SINCE}{int(began)}&amp;")
    return document
