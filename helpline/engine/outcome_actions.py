"""What a call can do at an outcome besides listening: get it by text, or be put through."""

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.outcome_keys import extras
from helpline.engine.inputs import DialResult
from helpline.engine.position import TRIES, Turn, asking_of, reply_at, step_of
from helpline.engine.reply import Why
from helpline.engine.send_result import SendResult
from helpline.engine.session import Session


def further_key(library: Library, session: Session, digit: str) -> Turn | None:
    """The turn for a key beyond an outcome's own; None when it is none of them."""
    step = library.step(step_of(library, session))
    for extra in extras(library, step, bool(session.texts)) if isinstance(step, Outcome) else ():
        if digit == str(extra.press):
            return _text(library, session) if extra.page is None else put_through(library, session, extra.page)
    return None


def put_through(library: Library, session: Session, page: int) -> Turn:
    """Call contact `page` of the outcome. The session stays there: the caller comes back to it."""
    step = library.step(step_of(library, session))
    assert isinstance(step, Outcome)
    session, reply = reply_at(library, session.settled()._replace(page=page), Why.ASKED)
    return session, reply._replace(connects=step.contacts[page])


def person(library: Library, session: Session) -> Turn:
    """The 0 key: the numbers, or the first of them that calls can be put through to, if the line is set so."""
    session, reply = reply_at(library, session.rested()._replace(aside=library.service.person), Why.ASKED)
    step = library.step(reply.step)
    if library.service.zero == "connect" and isinstance(step, Outcome):
        for page, contact in enumerate(library.contacts_of(step)):
            if contact.put_through:
                return put_through(library, session, page)
    return session, reply


def asked(library: Library, session: Session, digit: str) -> Turn:
    """A key while a number is keyed in or read back: 1 sends, 2 tries again (rule V9)."""
    if asking_of(library, session) == "check" and digit == "1":
        return _order(library, session)
    if asking_of(library, session) == "check" and digit == "2":
        return _text(library, session)
    return unanswered(library, session, Why.NO_MATCH)


def unanswered(library: Library, session: Session, why: Why) -> Turn:
    """Silence, or what is no mobile number. The third time the advice and its number come again."""
    after = session._replace(misses=session.misses + 1)
    if after.misses < TRIES:
        return reply_at(library, after, why)
    return reply_at(library, session.settled(), Why.GIVEN_UP)


def keyed(library: Library, session: Session, sealed: str | None) -> Turn:
    """A number was keyed in: it is read back before anything is sent to it."""
    if not sealed:
        return unanswered(library, session._replace(asking="number", sealed=""), Why.NO_MATCH)
    return reply_at(library, session._replace(asking="check", sealed=sealed, misses=0), Why.KEYED)


def news(library: Library, session: Session, what: SendResult | DialResult) -> Turn:
    """What became of a text or of a call that was put through; then the number again."""
    after = session.settled()
    if what is SendResult.NOT_MOBILE:  # the next wish for a text asks for another number
        after = after._replace(texts="elsewhere")
    session, reply = reply_at(library, after, Why.NEWS)
    return session, reply._replace(news=what)


def _text(library: Library, session: Session) -> Turn:
    """To the caller's own phone at once; else a number is asked for."""
    if session.texts == "here":
        return _order(library, session)
    return reply_at(library, session.settled()._replace(asking="number"), Why.ASKED)


def _order(library: Library, session: Session) -> Turn:
    # Counted, so that a second wish for the same text is not taken for the first one come again.
    session, reply = reply_at(library, session._replace(sent=session.sent + 1), Why.ASKED)
    return session, reply._replace(texts=reply.step)
