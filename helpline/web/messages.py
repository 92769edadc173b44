"""From the fields of a text, or of a WhatsApp message, to the document that answers it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from helpline.channels import sms
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.engine.turn import reply_alone, take_turn
from helpline.web.line import Line
from helpline.web.turn_counts import count_text

WHATSAPP = "whatsapp:"  # stands before the sender's number
_NUMBER = re.compile(r"(?:whatsapp:)?\+?\d{7,15}")


@dataclass(frozen=True)
class Message:
    """The fields of a message. `picture` says that one came with it, `answered` that the carrier has answered it."""

    sender: str
    message_sid: str
    body: str
    picture: bool = False
    answered: bool = False

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Message":
        """The message in a request's form."""
        picture = form.get("NumMedia", "0") not in ("", "0")
        sender, message_sid, body = (form.get(name, "") for name in ("From", "MessageSid", "Body"))
        return cls(sender, message_sid, body, picture, answered="OptOutType" in form)

    @property
    def wants_answer(self) -> bool:
        """Whether an answer can reach the sender, and the carrier has sent none.

        A sender with a name, or with a short code, cannot be texted back. One that is not told may be a person.
        """
        return not self.answered and (not self.sender or bool(_NUMBER.fullmatch(self.sender)))


def take(line: Line, message: Message, practises: bool = False) -> str:
    """The TwiML for a message. One that was answered before gets the same answer, and is not counted again.

    A WhatsApp message belongs to a conversation of its own: its sender differs, and its screen shows nothing else.
    Raises the database's errors.
    """
    if not (practises or message.wants_answer):
        return sms.nothing()
    sender, message_sid = message.sender, message.message_sid
    said = Utterance(message.body, picture=message.picture)
    channel = _channel(sender)
    taken: list[tuple[Session, Reply]] = []  # stays empty when the message was answered before

    def turn(session: Session) -> tuple[Session, str]:
        after, reply = take_turn(line.library, session, said)
        taken.append((session, reply))
        library = line.library.spoken(reply.language)
        return after, sms.render(library, reply, line.notices(), channel == "whatsapp", line.has_notice())

    document = line.conversations.turn(sender or message_sid, message_sid, line.clock(), turn)
    if taken and not practises:
        count_text(line, channel, taken[-1][0], said, taken[-1][1])
    return document


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
