"""From the fields of a text, or of a WhatsApp message, to the document that answers it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpline.channels import sms
from helpline.content.library import Library
from helpline.engine.classifier import is_near_danger
from helpline.engine.inputs import Utterance
from helpline.engine.keywords import plain
from helpline.engine.language_choice import language_guessed, language_of_number
from helpline.engine.reply import Caution, Reply, SayNothing, SayStep, Why
from helpline.engine.session import Session
from helpline.engine.turn import reply_alone, take_turn
from helpline.store.conversations import RecentReplies
from helpline.web.line import Line
from helpline.web.turn_counts import count_text

WHATSAPP = "whatsapp:"  # stands before the sender's number
SAME_AN_HOUR = 3  # replies to one text that comes again where the conversation stands: two robots end there
REPLIES_AN_HOUR = 60  # to one texter: several conversations with every question in them
_NUMBER = re.compile(r"(?:[A-Za-z]+:)?\+?\d{7,15}")  # the carrier writes another channel in front: whatsapp:, rcs:


@dataclass(frozen=True)
class Message:
    """The fields of a message, which came to `line_number`.

    `picture` says that one came with it, `answered` that the carrier has answered it.
    """

    sender: str
    message_sid: str
    body: str
    picture: bool = False
    answered: bool = False
    line_number: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Message":
        """The message in a request's form."""
        picture = form.get("NumMedia", "0") not in ("", "0")
        sender, message_sid, body, to = (form.get(name, "") for name in ("From", "MessageSid", "Body", "To"))
        return cls(sender, message_sid, body, picture, "OptOutType" in form, to.removeprefix(WHATSAPP))

    @property
    def wants_answer(self) -> bool:
        """Whether an answer can reach the sender, and the carrier has sent none.

        A sender with a name, or with a short code, cannot be texted back. One that is not told may be a person.
        """
        return not self.answered and (not self.sender or bool(_NUMBER.fullmatch(self.sender)))


@dataclass(frozen=True)
class MessageTurn:
    """The TwiML that answers a message; and, where a turn was taken for it, the sessions around it and the reply."""

    twiml: str
    before: Session | None = None
    after: Session | None = None
    reply: Reply | None = None


def take(line: Line, message: Message, practises: bool = False) -> MessageTurn:
    """The turn for a message. One that was answered before gets the same answer, and is not counted again.

    A WhatsApp message belongs to a conversation of its own: its sender differs, and its screen shows nothing else.
    Raises the database's errors.
    """
    if not (practises or message.wants_answer):
        return MessageTurn(sms.nothing())
    sender, message_sid = message.sender, message.message_sid
    said = Utterance(message.body, picture=message.picture)
    channel = _channel(sender)
    taken: list[tuple[Session, Session, Reply]] = []  # stays empty when the message was answered before

    def turn(session: Session, recent: RecentReplies) -> tuple[Session, str] | None:
        if not session.begun:
            session = session._replace(language=language_of_number(line.library, message.line_number))
        after, reply = take_turn(line.library, session, said)
        # Senders who are not told share one row, so none of them is limited.
        if sender and _is_enough(recent) and not _is_always_answered(line.library, reply, said):
            if not _is_first_too_many(recent):
                return None
            after, reply = session, _last_reply(line.library, session.language)
        taken.append((session, after, reply))
        library = line.library.spoken(reply.language)
        guess = language_guessed(line.library, after, said.text)
        offer = guess.written if guess else ""
        return after, sms.render(library, reply, line.notices(), channel == "whatsapp", line.has_notice(), offer)

    number, words = sender.rpartition(":")[2], plain(message.body)
    document = line.conversations.turn(sender or message_sid, message_sid, line.clock(), turn, words, number)
    twiml = sms.nothing() if document is None else document
    if not taken:
        return MessageTurn(twiml)
    before, after, reply = taken[-1]
    if not practises:
        count_text(line, channel, before, said, reply)
    return MessageTurn(twiml, before, after, reply)


def _is_enough(recent: RecentReplies) -> bool:
    """Whether a texter has had all the replies of this hour, or to this text."""
    return recent.to_same >= SAME_AN_HOUR or recent.number >= _most(recent)


def _is_first_too_many(recent: RecentReplies) -> bool:
    return recent.to_same < SAME_AN_HOUR and recent.number == _most(recent)


def _most(recent: RecentReplies) -> int:
    return 0 if recent.blocked else REPLIES_AN_HOUR


def _is_always_answered(library: Library, reply: Reply, said: Utterance) -> bool:
    """Whether a text is answered however often it comes: danger, and what is near to it; and opting out."""
    is_danger = isinstance(reply, SayStep) and reply.step == library.words.danger.reply
    return is_danger or is_near_danger(library, said.text) or isinstance(reply, SayNothing)


def _last_reply(library: Library, language: str) -> Reply:
    """The one reply to what comes over the limit, and to a texter who is blocked: 999 and both numbers."""
    return SayStep(library.service.person, Why.GIVEN_UP, language=language, caution=Caution.WHOLE, alone=True)


def take_alone(line: Line, message: Message) -> str:
    """The TwiML for a message whose conversation is out of reach. It needs no database, and keeps nothing."""
    if not message.wants_answer:
        return sms.nothing()
    reply = reply_alone(line.library, Utterance(message.body, picture=message.picture))
    if reply is None:
        return line.fallback_sms
    return sms.render(line.library, reply, line.notices(), _channel(message.sender) == "whatsapp")


def _channel(sender: str) -> str:
    return "whatsapp" if sender.startswith(WHATSAPP) else "sms"
