"""The address of the next turn: the session in its query, and the second in which the call began.

The carrier signs the address, so nobody else can write in it.
"""

from urllib.parse import parse_qsl

from helpline.channels.voice import ANSWER_PATH, RETURN_PATH
from helpline.engine.session import Session

_SINCE = "_since"


def read(query: str) -> tuple[Session, float | None]:
    """The session, and when the call began in seconds since 1970: None where that is not written."""
    pairs = parse_qsl(query, keep_blank_values=True)
    began = pairs[0][1] if pairs and pairs[0][0] == _SINCE else ""
    known = began.isascii() and began.isdigit() and len(began) < 12
    session = Session.from_pairs((name, value) for name, value in pairs if name != _SINCE)
    return session, float(began) if known else None


def write_beginning(document: str, began: float | None) -> str:
    """A TwiML document whose next address also says when the call began.

    Documents are remembered, and the beginning differs from call to call: so it is written in last.
    """
    if began is None:
        return document
    for path in (ANSWER_PATH, RETURN_PATH):
        document = document.replace(f"{path}?", f"{path}?{_SINCE}={int(began)}&amp;")
    return document
