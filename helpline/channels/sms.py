"""A reply as the words of a text, and as the TwiML that sends it."""

from functools import lru_cache

from twilio.twiml.messaging_response import MessagingResponse

from helpline.content.library import Library
from helpline.content.model import Contact, Outcome, Question
from helpline.content.opening_hours import Notices, notice_words
from helpline.content.wording import AnyWording, fill, words_of
from helpline.engine.reply import GO_ON, Caution, Disambiguate, Reply, SayNothing, SayStep, Why


@lru_cache(maxsize=1024)
def render(library: Library, reply: Reply, notices: Notices = (), whatsapp: bool = False) -> str:
    """The TwiML that answers a text or a WhatsApp message; without a message when nothing may be sent.

    The carrier itself answers STOP to a number's texts, and the line must not. It answers no WhatsApp
    message, so there the line says that it has understood. Documents are remembered: a reply holds nothing
    that anyone wrote.
    """
    response = MessagingResponse()
    if not isinstance(reply, SayNothing):
        response.message(text(library, reply, notices))
    elif whatsapp and reply.opted_out:
        response.message(f"{library.service.text_name}\n{_sms(library.phrases.stopped_sms, reply)}")
    return str(response)


def nothing() -> str:
    """The TwiML that sends nothing."""
    return str(MessagingResponse())


def fallback(library: Library) -> str:
    """TwiML that needs nothing behind it and texts every number of the 0 key (rule V32)."""
    response = MessagingResponse()
    response.message(text(library, SayStep(library.service.person, Why.ASKED)))
    return str(response)


def text(library: Library, reply: Reply, notices: Notices = (), alone: bool = False) -> str:
    """The words of a text, sender first (rule S4), one thing a line (rule S6).

    `notices` are the contacts that are closed now. A text that stands `alone`, because a caller asked for
    it, offers no digits to reply with: no text conversation stands behind it.
    """
    lines = [library.service.text_name]
    if isinstance(reply, SayStep | Disambiguate) and reply.caution is not Caution.NONE:
        lines.append(_filled(library, _sms(getattr(library.phrases, reply.caution.value), reply)))
    if isinstance(reply, SayStep) and reply.picture:
        lines.append(_sms(library.phrases.picture_sms, reply))
    match reply:
        case Disambiguate():
            lines += [*_disambiguate(library, reply), contact_lines(library, reply.language)[0]]
        case SayStep():
            lines += _step(library, reply, notices, alone)
        case _:  # the other kinds are for calls
            lines += _step(library, SayStep(reply.step, reply.why, language=reply.language), notices, alone)
    return "\n".join(lines)


def _step(library: Library, reply: SayStep, notices: Notices, alone: bool) -> list[str]:
    step = library.step(reply.step)
    assert step is not None  # a reply only names steps of its library
    if isinstance(step, Outcome):
        return [*_outcome(library, reply, step, notices), *([] if alone else _also(library, reply, step))]
    if reply.why is not Why.NO_MATCH:
        return _question(library, reply, step)
    again, number = _sms(library.phrases.no_match_sms, reply), contact_lines(library, reply.language)[0]
    return [again, *_question(library, reply, step), number]


def _question(library: Library, reply: SayStep, question: Question) -> list[str]:
    lines = [_sms(library.phrases.greeting, reply)] if reply.why is Why.BEGIN else []
    lines += _intent(library, reply)
    lines.append(_sms(question.question, reply))
    for option in question.options.values():
        line = fill(_sms(library.phrases.option, reply), digit=str(option.press), label=_sms(option.say, reply))
        lines.append(line)
    return lines


def advice(library: Library, reply: Reply, outcome: Outcome) -> str:
    """The advice of an outcome in a text, without its contacts."""
    return _filled(library, _sms(outcome.outcome, reply))


def _filled(library: Library, words: str) -> str:
    """Words with each {contact} as its number."""
    return fill(words, **{name: contact.written for name, contact in library.contacts.items()})


def _intent(library: Library, reply: SayStep) -> list[str]:
    """The line that says what a sentence was taken for, and how to undo it."""
    if not reply.intent:
        return []
    return [fill(_sms(library.phrases.understood, reply), label=library.label(reply.intent))]


def _disambiguate(library: Library, reply: Disambiguate) -> list[str]:
    """The topics that a message may be about, each with the digit that chooses it."""
    lines = [_sms(library.phrases.switch if GO_ON in reply.names else library.phrases.did_you_mean, reply)]
    for digit, name in enumerate(reply.names, start=1):
        lines.append(fill(_sms(library.phrases.option, reply), digit=str(digit), label=library.label(name)))
    return lines


def _outcome(library: Library, reply: SayStep, outcome: Outcome, notices: Notices) -> list[str]:
    lines = [*_intent(library, reply), advice(library, reply, outcome)]
    closed = dict(notices)
    for name, contact in zip(outcome.contacts, library.contacts_of(outcome), strict=True):
        lines.append(_contact_line(contact, reply.language))
        if name in closed:
            lines += notice_words(library, contact, closed[name], "sms", reply.language)
    return lines


def _also(library: Library, reply: Reply, outcome: Outcome) -> list[str]:
    also = _sms(library.phrases.also_sms, reply)
    options = outcome.also.values()
    return [fill(also, digit=str(option.press), label=_sms(option.say, reply)) for option in options]


def contact_lines(library: Library, language: str = "en") -> list[str]:
    """The numbers that the 0 key gives, one a line."""
    return [_contact_line(contact, language) for contact in library.helpers]


def _contact_line(contact: Contact, language: str) -> str:
    return fill(words_of(contact.sms, "sms", language), number=contact.written, address=contact.written)


def _sms(wording: AnyWording, reply: Reply) -> str:
    return words_of(wording, "sms", reply.language)
