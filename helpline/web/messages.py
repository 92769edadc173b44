"""From what the carrier posts for a text to the turn that answers it."""

import time
from collections.abc import Mapping

from helpline.channels import sms
from helpline.content.hours import notices
from helpline.engine.inputs import Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.web import clock
from helpline.web.calls import practises
from helpline.web.line import Line

WHATSAPP = "whatsapp:"  # stands before the sender's number


def answers(line: Line, _query: str, form: Mapping[str, str]) -> str:
    """The TwiML for a text, or a WhatsApp message: a conversation of its own, since its screen shows nothing else."""
    said, message, sender = Utterance(form.get("Body", "")), form.get("MessageSid", ""), form.get("From", "")
    channel = "whatsapp" if sender.startswith(WHATSAPP) else "sms"

    taken: list[tuple[Session, Reply]] = []  # stays empty when the message was answered before

    def take(session: Session) -> tuple[Session, str]:
        after, reply = take_turn(line.library, session, said)
        taken.append((session, reply))
        return after, sms.render(line.library, reply, notices(line.library, clock.now()), channel == "whatsapp")

    document = line.texts.turn(sender or message, message, time.time(), take)
    if taken and not practises(form):
        line.count(channel, taken[0][0], said, taken[0][1])
    return document
