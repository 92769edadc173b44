"""The heart: one input and its reply. Pure: the same in gives the same out, whoever asks."""

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.engine.inputs import Begin, DialEnded, Input, Key, NumberEntered, Sent, Silence, Utterance
from helpline.engine.interpret import Aside, Ask, Choice, Command, Interpretation, OptOut, Topic, Unknown, interpret
from helpline.engine.keywords import plain
from helpline.engine.machine import replay
from helpline.engine.outcome_actions import asked, further_key, keyed, news, person, unanswered
from helpline.engine.position import TRIES, Turn, asking_of, step_of
from helpline.engine.position import reply_at as _reply
from helpline.engine.reply import Why
from helpline.engine.session import Session

SENTENCE = 4  # words; fewer are an answer, a command or a keyword


def take_turn(library: Library, session: Session, said: Input) -> Turn:
    """One turn of a conversation.

    Takes what the line can say, where the conversation stands and what came in; gives the
    session to keep and the reply to render. Never fails for any session or input.
    """
    offered, session = session.asked, session._replace(asked=())  # an ask-back stands for one turn
    match said:
        case Begin(texts):
            return _begin(library, session, texts)
        case Silence():
            return _silence(library, session)
        case Key(digit) if digit.isdigit() and 0 < int(digit) <= len(offered):
            return _utterance(library, session, Utterance(digit, spoken=True), offered)
        case Key(digit):
            return _key(library, session, digit)
        case NumberEntered(sealed):
            return keyed(library, session, sealed)
        case Sent(what) | DialEnded(what):
            return news(library, session, what)
        case Utterance():
            return _utterance(library, session, said, offered)


def _begin(library: Library, session: Session, texts: str) -> Turn:
    return _reply(library, session.rested()._replace(answers=(), begun=True, texts=texts), Why.BEGIN)


def _key(library: Library, session: Session, digit: str) -> Turn:
    """A pressed key. 0, * and # mean the same everywhere (rules V4, V8, V28)."""
    match digit:
        case "0":
            return person(library, session)
        case "*":
            return _back(library, session)
        case "#":
            return _reply(library, session._replace(slow=True), Why.MORE_TIME)
    if asking_of(library, session):
        return asked(library, session, digit)
    name = step_of(library, session)
    step = library.step(name)
    for option_name, option in step.options.items() if step else ():
        if digit == str(option.press):
            return _choose(library, session, name, option_name)
    if isinstance(step, Outcome) and digit == "1":
        return _reply(library, session._replace(misses=0), Why.AGAIN)
    if isinstance(step, Outcome) and digit == "2" and len(step.contacts) > 1:
        return _reply(library, _turned(step, session._replace(misses=0)), Why.OTHER)
    return further_key(library, session, digit) or _missed(library, session, Why.NO_MATCH)


def _choose(library: Library, session: Session, step: str, name: str) -> Turn:
    chosen = library.step(step).options[name]  # type: ignore[union-attr]
    after = session.rested()._replace(aside=chosen.next) if step == session.aside else session.answered(step, name)
    return _reply(library, after, Why.CHOSEN, chosen)


def _aside(library: Library, session: Session, name: str) -> Turn:
    return _reply(library, session.rested()._replace(aside=name), Why.ASKED)


def _back(library: Library, session: Session) -> Turn:
    """Leave a number that is being keyed in; return from an aside; otherwise take the last answer back."""
    if asking_of(library, session):
        return _reply(library, session.settled(), Why.BACK)
    if session.aside:
        return _reply(library, session.rested(), Why.BACK)
    _, used = replay(library.flow, session.answers)
    kept = () if session.heard else used[:-1]
    return _reply(library, session.rested()._replace(answers=kept, begun=True, heard=False), Why.BACK)


def _turned(step: Outcome, session: Session) -> Session:
    return session._replace(page=(session.page + 1) % len(step.contacts))


def _silence(library: Library, session: Session) -> Turn:
    """Nothing came. An outcome goes on to its other number; after three silences a call ends."""
    step = library.step(step_of(library, session))
    if not isinstance(step, Outcome):
        return _missed(library, session, Why.NO_INPUT)
    if asking_of(library, session):
        return unanswered(library, session, Why.NO_INPUT)
    if session.misses + 1 >= TRIES:
        return _end(library, session, step)
    return _reply(library, _turned(step, session._replace(misses=session.misses + 1)), Why.NO_INPUT)


def _end(library: Library, session: Session, step: Outcome) -> Turn:
    """The end of a call, unless what was read last is no number but an address: then the numbers come first."""
    if not library.contacts_of(step)[session.page % len(step.contacts)].number:
        return _reply(library, session.rested()._replace(aside=library.service.person), Why.GIVEN_UP)
    session, reply = _reply(library, session, Why.NO_INPUT)
    return session, reply._replace(ended=True)


def _missed(library: Library, session: Session, why: Why) -> Turn:
    """A key that has no choice, or silence at a question. The third time numbers are given (V14)."""
    after = session._replace(misses=session.misses + 1)
    if after.misses < TRIES:
        return _reply(library, after, why)
    at_outcome = isinstance(library.step(step_of(library, session)), Outcome)
    aside = library.service.person if at_outcome else library.service.on_misses
    return _reply(library, session.rested()._replace(aside=aside), Why.GIVEN_UP)


def _utterance(library: Library, session: Session, said: Utterance, offered: tuple[str, ...]) -> Turn:
    """A text, or what was said in a call.

    Danger is found by phrases, and nobody can think of every one. So that none who writes a sentence can
    miss it, 999 stands above the reply to any sentence, and to whatever is not understood.
    """
    words = plain(said.text)
    what = interpret(library, session, words, offered)
    after, reply = _do(library, session, what, said)
    careful = isinstance(what, Unknown) or len(words.split()) >= SENTENCE
    return after, reply._replace(careful=careful and reply.step != library.words.danger.reply)


def _do(library: Library, session: Session, what: Interpretation, said: Utterance) -> Turn:
    """What meaning.py took a message for, done."""
    match what:
        case OptOut():
            session, reply = _reply(library, session, Why.ASKED)
            return session, reply._replace(silent=True)
        case Aside(name):
            return _aside(library, session, name)
        case Choice(step, option):
            return _choose(library, session if step == session.aside else session.rested(), step, option)
        case Command(name):
            return _command(library, session, name)
        case Topic(name, sure):
            return _topic(library, session, name, sure)
        case Ask(names):
            session, reply = _reply(library, session.rested(), Why.ASK_BACK)
            return session._replace(asked=names, begun=True), reply._replace(asks=names)
        case Unknown():
            return _missed(library, session, Why.NO_MATCH) if said.spoken else _unknown(library, session)


def _command(library: Library, session: Session, name: str) -> Turn:
    match name:
        case "back":
            return _back(library, session)
        case "again":
            return _reply(library, session._replace(misses=0, begun=True), Why.AGAIN)
        case "go_on":
            return _reply(library, session.rested(), Why.ASKED)
    return _menu(library, session)


def _menu(library: Library, session: Session, answers: tuple[tuple[str, str], ...] = ()) -> Turn:
    """Start (again), with answers already given. Who has not been greeted yet is greeted."""
    why = Why.ASKED if session.begun else Why.BEGIN
    return _reply(library, session.rested()._replace(answers=answers, begun=True, heard=False), why)


def _topic(library: Library, session: Session, name: str, sure: bool) -> Turn:
    """Start with what a keyword says. What was only understood is shown, and one BACK undoes it all."""
    keyword = library.words.keywords[name]
    leads_on = bool(session.answers) and set(session.answers) < set(keyword.answers.items())
    after, reply = _menu(library, session, tuple(keyword.answers.items()))
    if sure:
        return after, reply
    return after._replace(heard=not leads_on), reply._replace(understood=name)


def _unknown(library: Library, session: Session) -> Turn:
    """Nothing fits: ask once more; the second time give the numbers and end kindly (rule S12)."""
    after = session._replace(misses=session.misses + 1)
    if after.misses > 1:
        name = library.service.on_unknown_again or library.service.person
        return _reply(library, session.rested()._replace(aside=name), Why.GIVEN_UP)
    asked = session.begun and isinstance(library.step(step_of(library, session)), Question)
    return _reply(library, after if asked else after._replace(aside=library.service.on_unknown), Why.NO_MATCH)
