"""From the fields of a text, or of a WhatsApp message, to the document that answers it."""

from helpline.channels import sms
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.engine.turn import reply_alone, take_turn
from helpline.web.line import Line
from helpline.web.turn_counts import count_text

WHATSAPP = "whatsapp:"  # stands before the sender's number


def take(line: Line, sender: str, message_sid: str, body: str, practises: bool = False) -> str:
    """The TwiML for a message. One that was answered before gets the same answer, and is not counted again.

    A WhatsApp message belongs to a conversation of its own: its sender differs, and its screen shows nothing else.
    Raises the database's errors.
    """
    said, channel = Utterance(body), _channel(sender)
    taken: list[tuple[Session, Reply]] = []  # stays empty when the message was answered before

    def turn(session: Session) -> tuple[Session, str]:
        after, reply = take_turn(line.library, session, said)
        taken.append((session, reply))
        return after, sms.render(line.library, reply, line.notices(), channel == "whatsapp", line.has_notice())

    document = line.conversations.turn(sender or message_sid, message_sid, line.clock(), turn)
    if taken and not practises:
        count_text(line, channel, taken[-1][0], said, taken[-1][1])
    return document


def take_alone(line: Line, sender: str, body: str) -> str:
    """The TwiML for a message whose conversation is out of reach. It needs no database, and keeps nothing."""
    reply = reply_alone(line.library, Utterance(body))
    if reply is None:
        return line.fallback_sms
    return sms.render(line.library, reply, line.notices(), _channel(sender) == "whatsapp")


def _channel(sender: str) -> str:
    return "whatsapp" if sender.startswith(WHATSAPP) else "sms"
