"""The heart: one input and its reply. Pure: the same in gives the same out, whoever asks."""

from dataclasses import replace

from helpline.content.library import Library
from helpline.content.model import Keyword, Option, Outcome, Question
from helpline.engine.inputs import Begin, Input, Key, Silence, Utterance
from helpline.engine.machine import replay
from helpline.engine.match import is_any, is_danger, is_opt_out, keyword_in, option_in, plain
from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session

TRIES = 3  # V14

Turn = tuple[Session, Reply]


def take_turn(library: Library, session: Session, said: Input) -> Turn:
    """One turn of a conversation.

    Takes what the line can say, where the conversation stands and what came in; gives the
    session to keep and the reply to render. Never fails for any session or input.
    """
    match said:
        case Begin():
            return _begin(library, session)
        case Silence():
            return _silence(library, session)
        case Key(digit):
            return _key(library, session, digit)
        case Utterance(text):
            return _utterance(library, session, plain(text))


def place_of(library: Library, session: Session) -> str:
    """The name of the place where the session stands."""
    if session.aside and isinstance(library.place(session.aside), Outcome):
        return session.aside
    return replay(library.flow, session.answers)[0]


def _reply(library: Library, session: Session, why: Why, chosen: Option | None = None) -> Turn:
    reply = Reply(
        place=place_of(library, session),
        why=why,
        chosen=chosen,
        attempt=min(session.misses + 1, TRIES),
        page=session.page,
        pace_slow=session.slow,
        language=session.language,
    )
    return session, reply


def _begin(library: Library, session: Session) -> Turn:
    return _reply(library, replace(session.rested(), answers=(), begun=True), Why.BEGIN)


def _key(library: Library, session: Session, digit: str) -> Turn:
    """A pressed key. 0, * and # mean the same everywhere (rules V4, V8, V28)."""
    match digit:
        case "0":
            return _aside(library, session, library.service.person)
        case "*":
            return _back(library, session)
        case "#":
            return _reply(library, replace(session, slow=True), Why.MORE_TIME)
    name = place_of(library, session)
    place = library.place(name)
    for option_name, option in place.options.items() if place else ():
        if digit == str(option.press):
            return _choose(library, session, name, option_name)
    if isinstance(place, Outcome) and digit == "1":
        return _reply(library, replace(session, misses=0), Why.AGAIN)
    if isinstance(place, Outcome) and digit == "2" and len(place.contacts) > 1:
        return _reply(library, _turned(place, replace(session, misses=0)), Why.OTHER)
    return _missed(library, session, Why.NO_MATCH)


def _choose(library: Library, session: Session, place: str, name: str) -> Turn:
    chosen = library.place(place).options[name]  # type: ignore[union-attr]
    after = replace(session.rested(), aside=chosen.next) if place == session.aside else session.answered(place, name)
    return _reply(library, after, Why.CHOSEN, chosen)


def _aside(library: Library, session: Session, name: str) -> Turn:
    return _reply(library, replace(session.rested(), aside=name), Why.ASKED)


def _back(library: Library, session: Session) -> Turn:
    """Return from an aside; otherwise take the last answer back."""
    if session.aside:
        return _reply(library, session.rested(), Why.BACK)
    _, used = replay(library.flow, session.answers)
    return _reply(library, replace(session.rested(), answers=used[:-1], begun=True), Why.BACK)


def _turned(place: Outcome, session: Session) -> Session:
    return replace(session, page=(session.page + 1) % len(place.contacts))


def _silence(library: Library, session: Session) -> Turn:
    """Nothing came. An outcome goes on to its other number; after three silences a call ends."""
    place = library.place(place_of(library, session))
    if not isinstance(place, Outcome):
        return _missed(library, session, Why.NO_INPUT)
    if session.misses + 1 >= TRIES:
        return _end(library, session, place)
    return _reply(library, _turned(place, replace(session, misses=session.misses + 1)), Why.NO_INPUT)


def _end(library: Library, session: Session, place: Outcome) -> Turn:
    """The end of a call, unless what was read last is no number but an address: then the numbers come first."""
    if not library.contacts_of(place)[session.page % len(place.contacts)].number:
        return _reply(library, replace(session.rested(), aside=library.service.person), Why.GIVEN_UP)
    session, reply = _reply(library, session, Why.NO_INPUT)
    return session, replace(reply, ended=True)


def _missed(library: Library, session: Session, why: Why) -> Turn:
    """A key that has no choice, or silence at a question. The third time numbers are given (V14)."""
    after = replace(session, misses=session.misses + 1)
    if after.misses < TRIES:
        return _reply(library, after, why)
    at_outcome = isinstance(library.place(place_of(library, session)), Outcome)
    aside = library.service.person if at_outcome else library.service.on_misses
    return _reply(library, replace(session.rested(), aside=aside), Why.GIVEN_UP)


def _utterance(library: Library, session: Session, words: str) -> Turn:
    """A text: danger first, then the question that was asked, then words that work anywhere."""
    if is_opt_out(words):
        session, reply = _reply(library, session, Why.ASKED)
        return session, replace(reply, silent=True)
    if is_danger(library.words.danger, words):
        return _aside(library, session, library.words.danger.reply)
    return _answer(library, session, words) or _command(library, session, words) or _unknown(library, session)


def _answer(library: Library, session: Session, words: str) -> Turn | None:
    """An answer to what stands on the texter's screen: the aside, or the question before it."""
    if not session.begun:
        return None
    for name in dict.fromkeys([place_of(library, session), place_of(library, session.rested())]):
        place = library.place(name)
        if place and (option := option_in(place.options, words)):
            return _choose(library, session if name == session.aside else session.rested(), name, option)
    return None


def _command(library: Library, session: Session, words: str) -> Turn | None:
    commands = library.words.commands
    if words in ("0", "zero") or is_any(words, commands.person):
        return _aside(library, session, library.service.person)
    if words == "*" or is_any(words, commands.back):
        return _back(library, session)
    if is_any(words, commands.again):
        return _reply(library, replace(session, misses=0, begun=True), Why.AGAIN)
    if words in map(str.casefold, commands.menu):
        return _menu(library, session)
    if keyword := keyword_in(library.words.keywords, words):
        return _keyword(library, session, keyword)
    return None


def _menu(library: Library, session: Session, answers: tuple[tuple[str, str], ...] = ()) -> Turn:
    """Start (again), with answers already given. Who has not been greeted yet is greeted."""
    why = Why.ASKED if session.begun else Why.BEGIN
    return _reply(library, replace(session.rested(), answers=answers, begun=True), why)


def _keyword(library: Library, session: Session, keyword: Keyword) -> Turn:
    if keyword.reply:
        return _aside(library, session, keyword.reply)
    return _menu(library, session, tuple(keyword.answers.items()))


def _unknown(library: Library, session: Session) -> Turn:
    """Nothing fits: ask once more; the second time give the numbers and end kindly (rule S12)."""
    after = replace(session, misses=session.misses + 1)
    if after.misses > 1:
        return _reply(library, replace(session.rested(), aside=library.service.person), Why.GIVEN_UP)
    asked = session.begun and isinstance(library.place(place_of(library, session)), Question)
    return _reply(library, after if asked else replace(after, aside=library.service.on_unknown), Why.NO_MATCH)
