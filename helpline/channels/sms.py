"""A reply as the words of a text, and as the TwiML that sends it."""

from functools import lru_cache

from twilio.twiml.messaging_response import MessagingResponse

from helpline.content.library import Library
from helpline.content.model import Contact, Outcome, Question
from helpline.content.template import fill
from helpline.content.wording import AnyWording, words_of
from helpline.engine.reply import Reply, Why

LINE = 45  # S6: a line that most phones show without breaking it


@lru_cache(maxsize=1024)
def render(library: Library, reply: Reply) -> str:
    """The TwiML that answers a text; without a message when nothing may be sent.

    Remembered: a reply holds nothing that anyone wrote, and there are only so many.
    """
    response = MessagingResponse()
    if not reply.silent:
        response.message(text(library, reply))
    return str(response)


def fallback(library: Library) -> str:
    """TwiML that needs nothing behind it and texts every number of the 0 key (rule V32)."""
    response = MessagingResponse()
    response.message(text(library, Reply(library.service.person, Why.ASKED)))
    return str(response)


def text(library: Library, reply: Reply) -> str:
    """The words of a text, sender first (rule S4), one thing a line (rule S6)."""
    place = library.place(reply.place)
    assert place is not None  # a reply only ever names a place of its library
    missed = isinstance(place, Question) and reply.why is Why.NO_MATCH
    lines = [library.service.text_name]
    if missed:
        lines.append(_sms(library.phrases.no_match_sms, reply))
    if isinstance(place, Question):
        lines += _question(library, reply, place)
    else:
        lines += _outcome(library, reply, place)
    if missed:
        lines.append(contact_lines(library, reply.language)[0])
    return "\n".join(lines)


def _question(library: Library, reply: Reply, question: Question) -> list[str]:
    lines = [_sms(library.phrases.greeting, reply)] if reply.why is Why.BEGIN else []
    lines.append(_sms(question.question, reply))
    for option in question.options.values():
        line = fill(_sms(library.phrases.option, reply), digit=str(option.press), label=_sms(option.say, reply))
        lines.append(line)
    return lines


def _outcome(library: Library, reply: Reply, outcome: Outcome) -> list[str]:
    numbers = {name: contact.written for name, contact in library.contacts.items()}
    lines = [fill(_sms(outcome.outcome, reply), **numbers)]
    lines += [_contact_line(contact, reply.language) for contact in library.contacts_of(outcome)]
    for option in outcome.also.values():
        also = _sms(library.phrases.also_sms, reply)
        lines.append(fill(also, digit=str(option.press), label=_sms(option.say, reply)))
    return lines


def contact_lines(library: Library, language: str = "en") -> list[str]:
    """The numbers that the 0 key gives, one a line."""
    person = library.place(library.service.person)
    assert isinstance(person, Outcome)  # held by content/check.py
    return [_contact_line(contact, language) for contact in library.contacts_of(person)]


def _contact_line(contact: Contact, language: str) -> str:
    return fill(words_of(contact.sms, "sms", language), number=contact.written, address=contact.written)


def _sms(wording: AnyWording, reply: Reply) -> str:
    return words_of(wording, "sms", reply.language)
