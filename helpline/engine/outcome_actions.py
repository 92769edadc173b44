"""The keys of an outcome, carried out: hear it again, the other contact, be put through, get it by text."""

from dataclasses import replace

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.outcome_keys import Action, OutcomeKey, outcome_keys
from helpline.engine.inputs import DialResult, SendResult, TextsTo
from helpline.engine.position import TRIES, Turn, reply_at, step_at, turn_with
from helpline.engine.reply import Dial, SayStep, SendText, Why
from helpline.engine.session import NumberEntry, Session


def outcome_key(library: Library, session: Session, outcome: Outcome, digit: str) -> OutcomeKey | None:
    """The key of an outcome that a digit is; None when the digit does nothing there."""
    keys = outcome_keys(library, outcome, session.texts is not TextsTo.NOBODY, session.contact)
    return next((key for key in keys if str(key.press) == digit), None)


def press(library: Library, session: Session, outcome: Outcome, key: OutcomeKey) -> Turn:
    """The turn for a key of an outcome. An option is an answer, and turn.py takes it."""
    match key.action:
        case Action.AGAIN:
            return reply_at(library, session._replace(misses=0), Why.AGAIN)
        case Action.OTHER_CONTACT:
            return reply_at(library, next_contact(outcome, session._replace(misses=0)), Why.OTHER)
        case Action.DIAL:
            return put_through(library, session, session.contact % len(outcome.contacts))
    return _text(library, session)


def next_contact(outcome: Outcome, session: Session) -> Session:
    """The session at the next contact of an outcome; after the last one comes the first."""
    return session._replace(contact=(session.contact + 1) % len(outcome.contacts))


def put_through(library: Library, session: Session, contact: int) -> Turn:
    """Call a contact of the outcome, by its index. The session stays there, because the caller comes back to it."""
    outcome = step_at(library, session)
    assert isinstance(outcome, Outcome)
    session = session.without_misses()._replace(contact=contact)
    return turn_with(library, session, Dial, Why.ASKED, contact=contact, name=outcome.contacts[contact])


def person(library: Library, session: Session) -> Turn:
    """The 0 key: the numbers, or the first of them that calls can be put through to, if the line is set so."""
    session = session.arrived(aside=library.service.person)
    numbers = step_at(library, session)
    if library.service.zero == "connect" and isinstance(numbers, Outcome):
        for index, contact in enumerate(library.contacts_of(numbers)):
            if contact.put_through:
                return put_through(library, session, index)
    return reply_at(library, session, Why.ASKED)


def key_during_entry(library: Library, session: Session, digit: str) -> Turn:
    """A key while a number is keyed in or read back: 1 sends the text, 2 asks for another number (rule V9)."""
    read_back = session.entry is not None and session.entry.sealed
    if read_back and digit == "1":
        return _send(library, session)
    if read_back and digit == "2":
        return _text(library, session)
    return missed_entry(library, session, Why.NO_MATCH)


def missed_entry(library: Library, session: Session, why: Why) -> Turn:
    """Silence, or a number that can get no texts. The third time the outcome and its number come again."""
    after = session._replace(misses=session.misses + 1)
    if after.misses < TRIES:
        return reply_at(library, after, why)
    return reply_at(library, session.without_misses(), Why.GIVEN_UP)


def number_entered(library: Library, session: Session, sealed: str | None) -> Turn:
    """A number was keyed in: it is read back before anything is sent to it."""
    if not sealed:
        return missed_entry(library, session._replace(entry=NumberEntry()), Why.NO_MATCH)
    return reply_at(library, session._replace(entry=NumberEntry(sealed), misses=0), Why.NUMBER_ENTERED)


def result_came(library: Library, session: Session, result: SendResult | DialResult) -> Turn:
    """Say what became of a text or of a call that was put through; then the number again."""
    session = session.without_misses()
    if result is SendResult.NOT_MOBILE:  # the next request for a text asks for another number
        session = session._replace(texts=TextsTo.OTHER)
    session, reply = reply_at(library, session, Why.RESULT)
    return session, replace(reply, result=result) if isinstance(reply, SayStep) else reply


def _text(library: Library, session: Session) -> Turn:
    """Send the outcome to the caller's own phone at once; otherwise ask for a number."""
    if session.texts is TextsTo.CALLER:
        return _send(library, session)
    return reply_at(library, session.without_misses()._replace(entry=NumberEntry()), Why.ASKED)


def _send(library: Library, session: Session) -> Turn:
    # A retried webhook must not send twice, so requests are numbered.
    return turn_with(library, session._replace(sent=session.sent + 1), SendText, Why.ASKED)
