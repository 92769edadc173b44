"""From what the carrier posts in a call to the turn, or the two turns, that answer it."""

import re
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from helpline.channels import sms
from helpline.channels.prompts import Moment
from helpline.content.opening_hours import notices
from helpline.engine.inputs import (
    Begin,
    DialEnded,
    DialResult,
    Input,
    Key,
    NumberEntered,
    SendResult,
    Sent,
    Silence,
    TextsTo,
)
from helpline.engine.keywords import spoken_input
from helpline.engine.reply import Dial, ReadBack, Reply, SayStep, SendText, Why
from helpline.engine.session import NumberEntry, Session
from helpline.web import address, clock
from helpline.web.line import Line
from helpline.web.waiting import must_wait

_DIALLED = {
    "completed": DialResult.ENDED,
    "answered": DialResult.ENDED,
    "busy": DialResult.BUSY,
    "no-answer": DialResult.NO_ANSWER,
}
_NUMBER = re.compile(r"\+\d{7,15}")

PRACTICE = "practice:"  # stands before the made-up name of who practises in a browser

Form = Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """A turn that was taken: the session before, what came, the session after, and all that was said.

    `text` is the text that was handed over on the way, if one was asked for.
    """

    before: Session
    said: Input
    after: Session
    reply: Reply
    moment: Moment
    text: str | None = None


# Who looks on while a call is answered: the practice phone, which shows what a call only says.
ONLOOKER: ContextVar[Callable[[Taken], None] | None] = ContextVar("onlooker", default=None)


def begins(line: Line, _query: str, form: Form) -> str:
    """The TwiML for a call that comes in. Whether its phone can get texts is kept as a word, not its number."""
    texts = TextsTo.CALLER if practises(form) else TextsTo.NOBODY  # there, what would be sent is shown instead
    if line.texting and texts is TextsTo.NOBODY:
        texts = TextsTo.CALLER if line.texting.reachable(form.get("From", "")) else TextsTo.OTHER
    return answer(line, Session(), Begin(texts), form, time.time())


def answers(line: Line, query: str, form: Form) -> str:
    """The TwiML for a key, words, a number that was keyed in, or silence."""
    session, began = address.read(query)
    if (
        session.entry and session.entry.sealed and not line.seal.open(session.entry.sealed)
    ):  # too old, or never ours: it is asked for again
        session = session._replace(entry=NumberEntry())
    return answer(line, session, _input(line, session, form), form, began)


def practises(form: Form) -> bool:
    """Whether a request comes from the practice phone or the practice texts: it reaches nobody, and is not counted."""
    return form.get("From", "").startswith(PRACTICE)


def returns(line: Line, query: str, form: Form) -> str:
    """The TwiML for a caller who was put through and is back: it was busy, nobody answered, or it ended there."""
    session, began = address.read(query)
    status = form.get("DialCallStatus", "")
    return answer(line, session, DialEnded(_DIALLED.get(status, DialResult.FAILED)), form, began)


def answer(line: Line, session: Session, said: Input, form: Form, began: float | None = None) -> str:
    """One turn; and a second one when the first asks for a text, or for a call to who is closed.

    `began` is when the call began, in seconds since 1970; None when that is no longer of use.
    """
    closed = notices(line.library, clock.now())
    after, reply = line.turn(session, said)
    text = None
    if isinstance(reply, SendText):
        must_wait()
        text = _text(line, after, reply.step)
        session, said = after, Sent(_send(line, after, reply.step, text, form))
        after, reply = line.turn(session, said)
    elif isinstance(reply, Dial) and reply.name in dict(closed):
        session, said = after, DialEnded(DialResult.CLOSED)
        after, reply = line.turn(session, said)
    moment = Moment(closed, _read_back(line, after, reply), _shown(form))
    if tell := ONLOOKER.get():
        tell(Taken(session, said, after, reply, moment, text))
    began = None if practises(form) else line.count("voice", session, said, reply, began)
    return address.write(line.say(session, said, moment), began)


def _input(line: Line, session: Session, form: Form) -> Input:
    digits = form.get("Digits", "")
    if session.entry is None or session.entry.sealed:
        return Key(digits[0]) if digits else spoken_input(form.get("SpeechResult", ""))
    if digits in ("0", "*") or form.get("FinishedOnKey") == "#" and not digits:
        return Key(digits or "#")
    number = re.sub(r"^(?:00)?44", "0", digits)
    if not digits:
        return Silence()
    # A * in the middle: who has lost count of their digits goes back with it.
    if digits.endswith("*"):
        return Key("*")
    good = line.texting is not None and re.fullmatch(r"07\d{9}", number) and line.texting.reachable(_full(number))
    return NumberEntered(line.seal.close(number) if good else None)


def _full(number: str) -> str:
    return "+44" + number[1:]


def _read_back(line: Line, after: Session, reply: Reply) -> str:
    sealed = after.entry.sealed if after.entry and isinstance(reply, ReadBack) else None
    return line.seal.open(sealed) or "" if sealed else ""


def _text(line: Line, session: Session, step: str) -> str:
    return sms.text(line.library, SayStep(step, Why.ASKED, language=session.language), alone=True)


def _send(line: Line, session: Session, step: str, text: str, form: Form) -> SendResult:
    """Send a text to the caller's phone, or to the number that was keyed in."""
    if practises(form):  # anyone can practise in a browser: nothing is ever sent from there
        return SendResult.SENT
    sealed = session.entry.sealed if session.entry else None
    number = line.seal.open(sealed) if sealed else None
    to = _full(number) if number else "" if sealed else form.get("From", "")
    if line.texting is None or not line.texting.reachable(to):
        return SendResult.FAILED
    # A webhook that is retried comes with the same session, so with the same key: nothing is sent twice.
    key = f"{form.get('CallSid', '')}:{step}:{session.sent}"
    return line.texting.send(key, to, text, time.time())


def _shown(form: Form) -> str:
    """The number to show when a call is put through: "" for the caller's own.

    A withheld number is no number, and some carriers refuse a call that shows none (error 13214):
    then the line's own number is shown, and the caller's stays withheld.
    """
    ours = form.get("To", "")
    return ours if not _NUMBER.fullmatch(form.get("From", "")) and _NUMBER.fullmatch(ours) else ""
