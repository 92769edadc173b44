"""From the fields of a request in a call to the turn, or the two turns, that answer it.

The webhooks and the practice phone call the same functions and get the same value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from helpline.channels import sms
from helpline.channels.prompts import Moment
from helpline.channels.voice import Offer
from helpline.content.script import Script
from helpline.engine import inputs
from helpline.engine.keywords import spoken_input
from helpline.engine.language_choice import Choice, language_of_number, told_choices
from helpline.engine.position import entry_of
from helpline.engine.reply import Dial, SayStep, SendText, Why
from helpline.engine.session import NumberEntry, Session
from helpline.texts.numbers import can_be_shown, keyed_mobile, uk_mobile
from helpline.web.call_turn import CallTurn
from helpline.web.line import Line

_DIALLED = {
    "completed": inputs.DialResult.ENDED, "answered": inputs.DialResult.ENDED,
    "busy": inputs.DialResult.BUSY, "no-answer": inputs.DialResult.NO_ANSWER,
}  # fmt: skip


@dataclass(frozen=True)
class Caller:
    """The numbers that call and are called, and the carrier's CallSid."""

    number: str = ""
    line_number: str = ""
    call_sid: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Caller":
        """The caller in the form of a webhook."""
        return cls(form.get("From", ""), form.get("To", ""), form.get("CallSid", ""))

    @property
    def caller_id(self) -> str:
        """The number to show when a call is put through: "" for the caller's own.

        A withheld number is no number, or one that nobody can have, and carriers refuse a call that shows it
        (error 13214): then the line's own number is shown, and the caller's stays withheld.
        """
        return "" if can_be_shown(self.number) or not can_be_shown(self.line_number) else self.line_number


def begin(line: Line, caller: Caller) -> CallTurn:
    """The first turn of a call. Whether its phone can get texts is kept as a word, not its number."""
    if line.texting is None:
        texts = inputs.TextsTo.NOBODY
    else:
        texts = inputs.TextsTo.CALLER if uk_mobile(caller.number) else inputs.TextsTo.OTHER
    language = language_of_number(line.library, caller.line_number)
    return take(line, Session(language=language), inputs.Begin(texts, line.has_notice()), caller)


def answer(line: Line, session: Session, form: Mapping[str, str], caller: Caller) -> CallTurn:
    """The turn for a key, an utterance, a number that was keyed in, or silence."""
    if session.entry:  # a number that is too old, or never ours, is asked for again
        entry = entry_of(line.library, session)
        expired = entry and entry.sealed and not line.seal.open(entry.sealed)
        session = session._replace(entry=NumberEntry() if expired else entry)
    return take(line, session, _input(line, session, form), caller)


def come_back(line: Line, session: Session, dial_status: str, caller: Caller) -> CallTurn:
    """The turn for a caller who was put through and is back; `dial_status` is Twilio's DialCallStatus."""
    return take(line, session, inputs.DialEnded(_DIALLED.get(dial_status, inputs.DialResult.FAILED)), caller)


def take(line: Line, session: Session, said: inputs.Input, caller: Caller) -> CallTurn:
    """One turn; and a second one, with the result, when the first asks for a text."""
    moment = Moment(line.notices())
    turn = line.take_turn(session, said, moment)
    if isinstance(turn.reply, SendText):
        outcome = SayStep(turn.reply.step, Why.ASKED, alone=True)
        text = sms.text(turn.spoken, outcome)
        sent = inputs.Sent(_send(line, turn.after, turn.reply.step, text, caller))
        turn = replace(line.take_turn(turn.after, sent, moment), text=text)
    if isinstance(turn.reply, Dial):
        turn = replace(turn, moment=replace(turn.moment, caller_id=caller.caller_id))
    offers = tuple(_offer(line, turn.base, choice) for choice in told_choices(line.library, turn.reply))
    clip = None
    if not (turn.moment.entered or isinstance(turn.said, inputs.Utterance)):  # Twilio's own voice answers these
        clip = _clip(line, turn.base, turn.script, turn.reply.slow, turn.reply.language)
    return replace(turn, clip=clip, offers=offers) if clip or offers else turn


def _offer(line: Line, base: str, choice: Choice) -> Offer:
    """The sentence that offers a language, as a clip where there is one."""
    return Offer(choice.library, choice.script, _clip(line, base, choice.script, False, choice.code))


def _input(line: Line, session: Session, form: Mapping[str, str]) -> inputs.Input:
    """The input in a form: one key or an utterance, or, while a number is keyed in, all its digits."""
    digits = form.get("Digits", "")
    if session.entry is None or session.entry.sealed:
        return inputs.Key(digits[0]) if digits else spoken_input(form.get("SpeechResult", ""))
    if digits in ("0", "*") or form.get("FinishedOnKey") == "#" and not digits:
        return inputs.Key(digits or "#")
    if not digits:
        return inputs.Silence()
    if digits.endswith("*"):  # a caller who has lost count of the digits goes back with a *
        return inputs.Key("*")
    number = keyed_mobile(digits)
    textable = number and line.texting and uk_mobile(number)
    return inputs.NumberEntered(line.seal.close(number) if number and textable else None)


def _send(line: Line, session: Session, step: str, text: str, caller: Caller) -> inputs.SendResult:
    """Send a text to the caller's phone, or to the number that was keyed in."""
    to = caller.number
    if session.entry and session.entry.sealed:
        to = line.seal.open(session.entry.sealed) or ""  # too old, or never ours
    mobile = uk_mobile(to)
    if line.texting is None or not mobile:
        return inputs.SendResult.FAILED
    # A webhook that is retried comes with the same session, so with the same key: nothing is sent twice.
    return line.texting.send(f"{caller.call_sid}:{step}:{session.sent}", mobile, text, line.clock())


def _clip(line: Line, base: str, script: Script, slow: bool, language: str) -> str | None:
    """The address of the clip that says a script: looked up every time, since clips come and go."""
    if line.settings.voice == "say":
        return None
    embedded = line.settings.voice == "clips"  # auto leaves Twilio's own voice to speak before the embedded one
    name = line.clips.name_for(script, slow, language, embedded)
    return f"{base}/audio/{name}" if name else None
