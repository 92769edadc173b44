"""What a call needs for texts that are asked for, for calls that are put through, and for who is closed."""

from dataclasses import dataclass

from twilio.twiml.voice_response import Dial

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.opening_hours import Notices, notice_words
from helpline.content.outcome_keys import extras
from helpline.content.script import Around
from helpline.content.wording import AnyWording
from helpline.engine.inputs import DialResult
from helpline.engine.reply import Reply, Why
from helpline.engine.send_result import SendResult

RING_SECONDS = 25  # a caller who is put through hears it ring five or six times

_CALL_NEWS = {
    DialResult.ENDED: "call_ended",
    DialResult.BUSY: "call_busy",
    DialResult.NO_ANSWER: "call_no_answer",
    DialResult.FAILED: "call_failed",
}


@dataclass(frozen=True)
class Moment:
    """What a call needs besides its reply, and no session holds.

    `notices`: who is closed now. `keyed`: the eleven digits that the caller keyed in, to be read back.
    `shown`: the number to show when the call is put through; "" shows the caller's own.
    """

    notices: Notices = ()
    keyed: str = ""
    shown: str = ""


ANY_MOMENT = Moment()


def around(library: Library, reply: Reply, step: Question | Outcome, notices: Notices) -> Around:
    """What is said after a number. With news of a text the keys are few; with news of a call they all come."""
    if not isinstance(step, Outcome):
        return Around()
    name = step.contacts[reply.page % len(step.contacts)]
    closed = dict(notices).get(name)
    words = notice_words(library, library.contacts[name], closed, "voice", reply.language) if closed else ()
    keys = "few" if isinstance(reply.news, SendResult) else "every" if reply.news else ""
    return Around(tuple(words), tuple(extras(library, step, reply.offers)), keys)


def news_of(library: Library, news: SendResult | DialResult | None) -> list[AnyWording]:
    """What became of a text or a call. That somewhere is closed is said with its number."""
    name = f"text_{news.value}" if isinstance(news, SendResult) else _CALL_NEWS.get(news) if news else None
    return [getattr(library.phrases, name)] if name else []


def before_asking(library: Library, reply: Reply) -> list[AnyWording]:
    """All that is said while a number is keyed in; before one is read back, only help after a miss."""
    phrases, again = library.phrases, reply.attempt - 2
    words: list[AnyWording] = [phrases.key_in] if reply.asking == "number" else []
    match reply.why:
        case Why.MORE_TIME:
            return [phrases.more_time, *words]
        case Why.NO_INPUT:
            return [phrases.no_input[again], *words]
        case Why.NO_MATCH:
            return [phrases.not_a_mobile if words else phrases.no_match[again], *words]
    return words


def dial_to(library: Library, name: str, action: str, shown: str) -> Dial:
    """The call to a contact. With no number to show given, the carrier shows the caller's own."""
    dial = Dial(timeout=RING_SECONDS, action=action, method="POST", caller_id=shown or None)
    dial.number("+44" + "".join(library.contacts[name].digit_groups)[1:])
    return dial
