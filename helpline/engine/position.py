"""The step where a conversation stands, how a keyword's answers lie to it, and the reply there."""

from typing import Any

from helpline.content.library import Library
from helpline.content.model import Contact, Option, Outcome, Question
from helpline.content.words import Keyword
from helpline.engine.inputs import TextsTo
from helpline.engine.machine import replay
from helpline.engine.reply import AskForNumber, GiveNumber, ReadBack, Reply, SayStep, Why
from helpline.engine.session import NumberEntry, Session

TRIES = 3  # V14

Turn = tuple[Session, Reply]


def step_of(library: Library, session: Session) -> str:
    """The name of the step where the session stands."""
    if session.aside and isinstance(library.step(session.aside), Outcome):
        return session.aside
    return replay(library, session.answers)[0]


def step_at(library: Library, session: Session) -> Question | Outcome:
    """The step where the session stands."""
    step = library.step(step_of(library, session))
    assert step is not None  # `step_of` only names steps of its library
    return step


def in_the_middle(library: Library, session: Session) -> bool:
    """Whether answers were given and a question still stands, so that another topic would lose them."""
    step, used = replay(library, session.answers)
    return bool(used) and isinstance(library.step(step), Question)


def end_of(library: Library, keyword: Keyword) -> str:
    """The step that a keyword leads to."""
    return keyword.reply or replay(library, tuple(keyword.answers.items()))[0]


def agrees(keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers contradict none of those given."""
    return all(keyword.answers.get(question, option) == option for question, option in session.answers)


def extends(library: Library, keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers hold all those given and lead on from there."""
    given = set(replay(library, session.answers)[1])
    return given < set(keyword.answers.items())


def contacts_given(library: Library, reply: Reply) -> list[Contact]:
    """The contacts that a reply gives: those of its outcome, or the one of a number that is given at a question."""
    if isinstance(reply, GiveNumber):
        return [library.contacts[reply.name]]
    step = library.step(reply.step)
    return library.contacts_of(step) if isinstance(step, Outcome) else []


def entry_of(library: Library, session: Session) -> NumberEntry | None:
    """The number that is being keyed in. At a question there is none, whatever an address says."""
    return session.entry if isinstance(step_at(library, session), Outcome) else None


def turn_with(library: Library, session: Session, kind: type[Reply], why: Why, **fields: Any) -> Turn:
    """The session as it is, and a reply of that kind, with its own fields, at the step where it stands."""
    step, attempt = step_of(library, session), min(session.misses + 1, TRIES)
    return session, kind(step, why, attempt, session.slow, library.language, **fields)


def reply_at(library: Library, session: Session, why: Why, chosen: Option | None = None) -> Turn:
    """The session as it is, and the reply that says the step where it stands, or asks for the number."""
    if entry := entry_of(library, session):
        return turn_with(library, session, ReadBack if entry.sealed else AskForNumber, why)
    answers_question = session.begun and session.aside in library.words.faq
    return turn_with(
        library, session, SayStep, why, chosen=chosen, contact=session.contact,
        text_offered=library.whole and session.texts is not TextsTo.NOBODY,
        goes_on=replay(library, session.answers)[0] if answers_question else None,
    )  # fmt: skip
