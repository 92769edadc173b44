"""Where a conversation stands, and the plain reply to it."""

from helpline.content.library import Library
from helpline.content.model import Option, Outcome
from helpline.engine.machine import replay
from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session

TRIES = 3  # V14

Turn = tuple[Session, Reply]


def step_of(library: Library, session: Session) -> str:
    """The name of the place where the session stands."""
    if session.aside and isinstance(library.step(session.aside), Outcome):
        return session.aside
    return replay(library.flow, session.answers)[0]


def reply_at(library: Library, session: Session, why: Why, chosen: Option | None = None) -> Turn:
    """The session as it is, and the reply at the place where it stands."""
    reply = Reply(
        step=step_of(library, session),
        why=why,
        chosen=chosen,
        attempt=min(session.misses + 1, TRIES),
        page=session.page,
        pace_slow=session.slow,
        language=session.language,
        offers=bool(session.texts),
        asking=asking_of(library, session),
    )
    return session, reply


def asking_of(library: Library, session: Session) -> str:
    """What is asked for at an outcome: "number", "check", or nothing.

    Whatever an address says, no number is asked for at a question, and none is checked that is not there.
    """
    if not session.asking or not isinstance(library.step(step_of(library, session)), Outcome):
        return ""
    return "check" if session.asking == "check" and session.sealed else "number"
