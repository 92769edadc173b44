"""A reply as the words of a text, and as the TwiML that sends it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from twilio.twiml.messaging_response import MessagingResponse

from helpline.channels.segments import measure
from helpline.content.library import Library
from helpline.content.model import Contact, Outcome, Question
from helpline.content.opening_hours import Notices, notice_words, without_times
from helpline.content.wording import DRAFT, fill, words_of
from helpline.content.words import FaqAnswer
from helpline.engine.reply import GO_ON, Caution, Disambiguate, Reply, SayNothing, SayStep, Why

MOST_SEGMENTS = {"GSM-7": 2, "UCS-2": 4}  # S3; the second is for languages with letters of their own
NO_BREAK = "\u00a0"
_OWN_LETTERS = str.maketrans("łŁđĐøØßıİæÆœŒ", "lLdDoOsiIaAoO")


@lru_cache(maxsize=1024)
def render(
    library: Library,
    reply: Reply,
    notices: Notices = (),
    whatsapp: bool = False,
    line_notice: bool = False,
    offer: str = "",
) -> str:
    """The TwiML that answers a text or a WhatsApp message; without a message when nothing may be sent.

    The carrier itself answers STOP to a number's texts, and the line must not. It answers no WhatsApp
    message, so there the line says that it has understood. Documents are remembered: a reply holds nothing
    that anyone wrote.
    """
    response = MessagingResponse()
    if not isinstance(reply, SayNothing):
        response.message(text(library, reply, notices, line_notice=line_notice, offer=offer))
    elif whatsapp and reply.opted_out:
        response.message(f"{library.service.text_name}\n{library.phrases.stopped_sms}")
    return str(response)


def nothing() -> str:
    """The TwiML that sends nothing."""
    return str(MessagingResponse())


def fallback(library: Library) -> str:
    """TwiML that needs nothing behind it: 999, and every number of the 0 key (rule V32)."""
    phrases, response = library.phrases, MessagingResponse()
    lead = (_filled(library, words_of(words, "sms")) for words in (phrases.careful_sms, phrases.not_working))
    response.message("\n".join([library.service.text_name, *lead, *contact_lines(library)]))
    return str(response)


def text(library: Library, reply: Reply, notices: Notices = (), line_notice: bool = False, offer: str = "") -> str:
    """The words of a text, sender first (rule S4), one thing a line (rule S6).

    `notices` are the contacts that are closed now. `line_notice` says that the notice of the whole line is told
    now: the first text of a conversation then has it. `offer` is the line that offers another language.
    """
    told = notice_lines(library) if line_notice and reply.why is Why.BEGIN else []
    words = ""
    plain = replace(reply, intent=None) if isinstance(reply, SayStep) else reply
    bare = replace(plain, alone=True) if isinstance(plain, SayStep) else plain
    # 999, the advice and the numbers are never left out. What does not fit is when to call, then the notice of the
    # line, then what a sentence was taken for, then how the conversation goes on.
    for said, closed, notice in (
        (reply, notices, told),
        (reply, without_times(notices), told),
        (reply, without_times(notices), []),
        (plain, without_times(notices), []),
        (bare, without_times(notices), []),
    ):
        words = "\n".join([*lines_of(library, said, closed, notice), *([_cheap(offer)] if offer else [])])
        if library.service.letters == "plain":
            words = in_plain_letters(words)
        size = measure(words)
        if size.segments <= MOST_SEGMENTS[size.encoding]:
            break
    return words


def _cheap(offer: str) -> str:
    """The line that offers another language in plain letters, where it has them: then it makes the others no dearer."""
    plain = in_plain_letters(offer)
    return plain if measure(plain).encoding == "GSM-7" else offer


def in_plain_letters(words: str) -> str:
    """Words with each letter as the plain one that it comes from, for languages whose readers accept that."""
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", words.translate(_OWN_LETTERS)))


def lines_of(library: Library, reply: Reply, notices: Notices = (), told: Sequence[str] = ()) -> list[str]:
    """The lines of a text, whether they fit or not; `told` is the notice of the whole line, if it is told here."""
    lines = [DRAFT] if library.is_draft else []
    lines.append(library.service.text_name)
    if isinstance(reply, SayStep | Disambiguate) and reply.caution is not Caution.NONE:
        lines.append(_filled(library, getattr(library.phrases, reply.caution.value)))
    if isinstance(reply, SayStep) and reply.picture:
        lines.append(library.phrases.picture_sms)
    match reply:
        case Disambiguate():
            lines += [*_disambiguate(library, reply), contact_lines(library)[0]]
        case SayStep():
            lines += _step(library, reply, notices, told)
        case _:  # the other kinds are for calls
            lines += _step(library, SayStep(reply.step, reply.why), notices, told)
    return lines


def _step(library: Library, reply: SayStep, notices: Notices, told: Sequence[str]) -> list[str]:
    step = library.step(reply.step)
    assert step is not None  # a reply only names steps of its library
    if isinstance(step, Outcome):
        return [*_outcome(library, reply, step, notices), *told, *_further(library, reply, step)]
    if reply.why is not Why.NO_MATCH:
        return _question(library, reply, step, told)
    again, number = library.phrases.no_match_sms, contact_lines(library)[0]
    return [again, *_question(library, reply, step, told), number]


def _question(library: Library, reply: SayStep, question: Question, told: Sequence[str]) -> list[str]:
    lines = [words_of(library.phrases.greeting, "sms")] if reply.why is Why.BEGIN else []
    lines += [*told, *_intent(library, reply)]
    lines.append(words_of(question.question, "sms"))
    for option in question.options.values():
        line = fill(words_of(library.phrases.option, "sms"), digit=str(option.press), label=words_of(option.say, "sms"))
        lines.append(line)
    return lines


def notice_lines(library: Library) -> list[str]:
    """The notice of the whole line in a text; none where there is no notice."""
    notice = library.service.notice
    return [_filled(library, words_of(notice.words, "sms"))] if notice else []


def advice(library: Library, reply: Reply, outcome: Outcome) -> str:
    """The advice of an outcome in a text, without its contacts."""
    shorter = reply.why is Why.SHORTER and outcome.short
    return _filled(library, shorter or words_of(outcome.outcome, "sms"))


def _filled(library: Library, words: str) -> str:
    """Words with each {contact} as its number."""
    return fill(words, **{name: written(library, contact) for name, contact in library.contacts.items()})


def written(library: Library, contact: Contact) -> str:
    """A number or an address; from right to left, the groups of a number are kept in their order."""
    return contact.written if library.service.direction == "ltr" else contact.written.replace(" ", NO_BREAK)


def _intent(library: Library, reply: SayStep) -> list[str]:
    """The line that says what a sentence was taken for, and how to undo it."""
    if not reply.intent:
        return []
    about = fill(words_of(library.phrases.understood, "sms"), label=library.label(reply.intent))
    return [about] if reply.alone else [about, library.phrases.undo_sms]


def _disambiguate(library: Library, reply: Disambiguate) -> list[str]:
    """The topics that a message may be about, each with the digit that chooses it."""
    lines = [words_of(library.phrases.switch if GO_ON in reply.names else library.phrases.did_you_mean, "sms")]
    for digit, name in enumerate(reply.names, start=1):
        lines.append(fill(words_of(library.phrases.option, "sms"), digit=str(digit), label=library.label(name)))
    return lines


def _outcome(library: Library, reply: SayStep, outcome: Outcome, notices: Notices) -> list[str]:
    lines = [*_intent(library, reply), advice(library, reply, outcome)]
    closed = dict(notices)
    for name, contact in zip(outcome.contacts, library.contacts_of(outcome), strict=True):
        lines.append(_contact_line(library, contact))
        if name in closed:
            lines += notice_words(library, contact, closed[name], "sms")
    return lines


def _further(library: Library, reply: SayStep, outcome: Outcome) -> list[str]:
    """What can be texted back: the digits of the outcome's options, and MENU. Nothing where a text stands alone.

    After the answer to a question it is what the conversation goes on with.
    """
    if reply.alone:
        return []
    if isinstance(outcome, FaqAnswer):
        return [_goes_on(library, reply)]
    also = library.phrases.also_sms
    digits = [
        fill(also, digit=str(option.press), label=words_of(option.say, "sms")) for option in outcome.also.values()
    ]
    return [*digits, outcome.menu] if outcome.menu else digits


def _goes_on(library: Library, reply: SayStep) -> str:
    """The question, or the next step, at which a conversation stands, in a line; MENU where there is none."""
    step, phrases = library.step(reply.goes_on or ""), library.phrases
    if isinstance(step, Question):
        return fill(phrases.open_question_sms, question=words_of(step.question, "sms"))
    return step.short if step and step.short else phrases.no_question_sms


def contact_lines(library: Library) -> list[str]:
    """The numbers that the 0 key gives, one a line."""
    return [_contact_line(library, contact) for contact in library.helpers]


def _contact_line(library: Library, contact: Contact) -> str:
    number = written(library, contact)
    return fill(contact.sms, number=number, address=number)
