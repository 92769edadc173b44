"""The heart: one input and its reply. Pure: the same in gives the same out."""

from dataclasses import replace

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.outcome_keys import Action
from helpline.engine import outcome_actions
from helpline.engine.classifier import is_near_danger
from helpline.engine.inputs import Ahead, Begin, DialEnded, Input, Key, NumberEntered, Sent, Silence, Utterance
from helpline.engine.interpret import interpret
from helpline.engine.interpretation import (
    Answer,
    Command,
    Interpretation,
    OptOut,
    Reaction,
    SeveralFit,
    StandAlone,
    Topic,
    Unknown,
)  # fmt: skip
from helpline.engine.keywords import plain
from helpline.engine.language_choice import ENGLISH, language_after
from helpline.engine.machine import follow, replay
from helpline.engine.position import TRIES, Turn, entry_of, reply_at, step_at, step_of, turn_with
from helpline.engine.reply import Caution, Disambiguate, EndCall, GiveNumber, Reply, SayNothing, SayStep, Why
from helpline.engine.session import Answers, Session

SENTENCE = 4  # words; fewer are an answer, a command or a keyword


def take_turn(library: Library, session: Session, said: Input) -> Turn:
    """One turn of a conversation.

    Takes the words of the line, the session and the input that came; gives the session to keep and the
    reply to render. Never fails for any session or input.
    """
    language = language_after(library, session, said)
    if language == session.language:
        return _turn(library.spoken(language), session, said)
    session = session.arrived()._replace(language=language, begun=True, ahead=Ahead.NOTHING)
    return reply_at(library.spoken(language), session, Why.ASKED if session.answers else Why.BEGIN)


def _turn(library: Library, session: Session, said: Input) -> Turn:
    """A turn in the language of the conversation."""
    # A disambiguation, and what is told ahead of a question, stand for one turn.
    offered, ahead, session = session.offered, session.ahead, session._replace(offered=(), ahead=Ahead.NOTHING)
    match said:
        case Begin(texts, notice):
            session = session.arrived()._replace(answers=(), begun=True, texts=texts)
            tells = notice and library.service.notice is not None
            return _notice(library, session) if tells else reply_at(library, session, Why.BEGIN)
        case Silence() if ahead is not Ahead.NOTHING:
            return reply_at(library, session, Why.ASKED if ahead is Ahead.NOTICE else Why.NO_INPUT)
        case Key("#") if ahead is Ahead.NOTICE:
            return _notice(library, session._replace(slow=True))
        case Silence():
            return _silence(library, session)
        case Key(digit) if digit in map(str, range(1, len(offered) + 1)):
            return _utterance(library, session, Utterance(digit, spoken=True), offered)
        case Key(digit):
            return _key(library, session, digit)
        case NumberEntered(sealed):
            return outcome_actions.number_entered(library, session, sealed)
        case Sent(result) | DialEnded(result):
            return outcome_actions.result_came(library, session, result)
        case Utterance():
            return _utterance(library, session, said, offered)


def reply_alone(library: Library, said: Utterance) -> Reply | None:
    """The reply to a text whose conversation is out of reach; None where there is none without it.

    Danger, opting out, replies that stand alone and topics that end in an outcome need no conversation. A
    question does, and so do MENU, BACK, a digit and "yes": they belong to what is on the texter's screen.
    """
    found = interpret(library, Session(), said.text)
    answers_screen = found == StandAlone(library.words.odd.get("yes_no", ""))
    if answers_screen or not isinstance(found, OptOut | Reaction | StandAlone | Topic):
        return None
    _, reply = _carefully(library, Session(), found, said)
    if isinstance(reply, SayStep):
        return replace(reply, alone=True) if isinstance(library.step(reply.step), Outcome) else None
    return reply


def _notice(library: Library, session: Session) -> Turn:
    """The notice of the whole line; the first question follows it."""
    return reply_at(library, session._replace(ahead=Ahead.NOTICE), Why.NOTICE)


def _key(library: Library, session: Session, digit: str) -> Turn:
    """A pressed key. 0, * and # mean the same everywhere (rules V4, V8, V28)."""
    match digit:
        case "0":
            return outcome_actions.person(library, session)
        case "*":
            return _back(library, session)
        case "#":
            return reply_at(library, session._replace(slow=True), Why.MORE_TIME)
    if entry_of(library, session):
        return outcome_actions.key_during_entry(library, session, digit)
    name, step = step_of(library, session), step_at(library, session)
    if isinstance(step, Question):
        chosen = next((option for option, value in step.options.items() if str(value.press) == digit), None)
        return _choose(library, session, name, chosen) if chosen else _missed(library, session, Why.NO_MATCH)
    key = outcome_actions.outcome_key(library, session, step, digit)
    if key and key.action is Action.OPTION:
        return _choose(library, session, name, key.option)
    return outcome_actions.press(library, session, step, key) if key else _missed(library, session, Why.NO_MATCH)


def _choose(library: Library, session: Session, name: str, option: str) -> Turn:
    """An option of a step, which the machine follows: as an answer, or aside where the step stands aside."""
    step = library.step(name)
    chosen = step.options[option] if step else None
    if name == session.aside:
        return reply_at(library, session.arrived(aside=follow(library, name, option)), Why.CHOSEN, chosen)
    return reply_at(library, session.answered(name, option), Why.CHOSEN, chosen)


def _back(library: Library, session: Session) -> Turn:
    """Leave a number that is being keyed in; return from an aside; otherwise take the last answer back."""
    if entry_of(library, session):
        return reply_at(library, session.without_misses(), Why.BACK)
    if session.aside:
        return reply_at(library, session.arrived(), Why.BACK)
    _, used = replay(library, session.answers)
    kept = () if session.by_intent else used[:-1]
    return reply_at(library, session.arrived()._replace(answers=kept, begun=True, by_intent=False), Why.BACK)


def _silence(library: Library, session: Session) -> Turn:
    """No key came. An outcome goes on to its other number; after three silences a call ends.

    The first silence of a call gives one number ahead of the second try, since some callers cannot press a key. A
    caller who has chosen something can press 0, and digits would only push the options out of memory.
    """
    step = step_at(library, session)
    if not isinstance(step, Outcome):
        if session.answers or session.misses:
            return _missed(library, session, Why.NO_INPUT)
        session = session._replace(misses=1, ahead=Ahead.NUMBER)
        return turn_with(library, session, GiveNumber, Why.NO_INPUT, name=library.first_number)
    if entry_of(library, session):
        return outcome_actions.missed_entry(library, session, Why.NO_INPUT)
    if session.misses + 1 >= TRIES:
        return _end(library, session, step)
    after = outcome_actions.next_contact(step, session._replace(misses=session.misses + 1))
    return reply_at(library, after, Why.NO_INPUT)


def _end(library: Library, session: Session, outcome: Outcome) -> Turn:
    """The end of a call; if the last reading was an address and no number, the numbers come first."""
    contacts = library.contacts_of(outcome)
    if not contacts[session.contact % len(contacts)].number:
        return reply_at(library, session.arrived(aside=library.service.person), Why.GIVEN_UP)
    return turn_with(library, session, EndCall, Why.NO_INPUT)


def _missed(library: Library, session: Session, why: Why) -> Turn:
    """A key that does nothing, or silence at a question. The third time numbers are given (V14)."""
    after = session._replace(misses=session.misses + 1)
    if after.misses < TRIES:
        return reply_at(library, after, why)
    at_outcome = isinstance(step_at(library, session), Outcome)
    aside = library.service.person if at_outcome else library.service.on_misses
    return reply_at(library, session.arrived(aside=aside), Why.GIVEN_UP)


def _utterance(library: Library, session: Session, said: Utterance, offered: tuple[str, ...]) -> Turn:
    """A text, or words that were said in a call."""
    return _carefully(library, session, interpret(library, session, said.text, offered), said)


def _carefully(library: Library, session: Session, found: Interpretation, said: Utterance) -> Turn:
    """Carry out an interpretation, with words about danger above the reply where they are called for."""
    after, reply = _do(library, session, found, said)
    if isinstance(reply, SayStep) and said.picture:
        reply = replace(reply, picture=True)
    if isinstance(reply, Disambiguate) or (isinstance(reply, SayStep) and reply.step != library.words.danger.reply):
        reply = replace(reply, caution=_caution(library, found, said.text))
    return after, reply


def _caution(library: Library, found: Interpretation, text: str) -> Caution:
    """The words about danger above the answer.

    No list of danger phrases is ever complete. So the whole sentence stands above every answer to a text that is
    not understood, only guessed, or near to the examples of danger; and a small one above that to any sentence.
    """
    length = len(plain(text).split())
    if library.language != ENGLISH and length > 1:  # danger is only known in English
        return Caution.WHOLE
    match found:
        case Unknown() | SeveralFit() | StandAlone(understood=False):
            return Caution.WHOLE
    if is_near_danger(library, text):
        return Caution.WHOLE
    return Caution.SMALL if length >= SENTENCE else Caution.NONE


def _do(library: Library, session: Session, found: Interpretation, said: Utterance) -> Turn:
    """Carry out the interpretation of an utterance."""
    match found:
        case OptOut() | Reaction() if said.spoken:  # a call is never silent
            return reply_at(library, session, Why.ASKED)
        case OptOut() | Reaction():
            return turn_with(library, session, SayNothing, Why.ASKED, opted_out=isinstance(found, OptOut))
        case StandAlone(name):
            return reply_at(library, session.arrived(aside=name), Why.ASKED)
        case Answer(step, option):
            return _choose(library, session if step == session.aside else session.arrived(), step, option)
        case Command(name):
            return _command(library, session, name)
        case Topic(name, sure):
            return _topic(library, session, name, sure)
        case SeveralFit(names):
            session = session.without_misses()._replace(offered=names, begun=True)
            return turn_with(library, session, Disambiguate, Why.UNCLEAR, names=names)
        case Unknown():
            return _missed(library, session, Why.NO_MATCH) if said.spoken else _unknown(library, session)


def _command(library: Library, session: Session, name: str) -> Turn:
    match name:
        case "back":
            return _back(library, session)
        case "again":
            return reply_at(library, session._replace(misses=0, begun=True), Why.AGAIN)
        case "shorter":
            return reply_at(library, session._replace(misses=0), Why.SHORTER)
        case "go_on":
            return reply_at(library, session.arrived(), Why.ASKED)
    return _menu(library, session)


def _menu(library: Library, session: Session, answers: Answers = ()) -> Turn:
    """Start (again), with answers already given. The first reply of a conversation greets."""
    why = Why.ASKED if session.begun else Why.BEGIN
    return reply_at(library, session.arrived()._replace(answers=answers, begun=True, by_intent=False), why)


def _topic(library: Library, session: Session, name: str, sure: bool) -> Turn:
    """Start with a keyword's answers. An intent that was guessed is shown, and one BACK undoes it."""
    keyword = library.words.keywords[name]
    leads_on = bool(session.answers) and set(session.answers) < set(keyword.answers.items())
    after, reply = _menu(library, session, tuple(keyword.answers.items()))
    if sure or not isinstance(reply, SayStep):
        return after, reply
    return after._replace(by_intent=not leads_on), replace(reply, intent=name)


def _unknown(library: Library, session: Session) -> Turn:
    """Nothing fits: ask once more; the second time give the numbers and end kindly (rule S12)."""
    after = session._replace(misses=session.misses + 1)
    if after.misses > 1:
        name = library.service.on_unknown_again or library.service.person
        return reply_at(library, session.arrived(aside=name), Why.GIVEN_UP)
    at_question = session.begun and isinstance(step_at(library, session), Question)
    return reply_at(library, after if at_question else after._replace(aside=library.service.on_unknown), Why.NO_MATCH)
