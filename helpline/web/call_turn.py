"""One turn of a call as a value: the sessions, the input, the reply, and how it is spoken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from helpline.channels import voice
from helpline.channels.prompts import Moment, prompt
from helpline.content.library import Library
from helpline.content.script import Script
from helpline.content.timing import Stopwatch, readings
from helpline.engine.events import Event, turn_events
from helpline.engine.inputs import DialEnded, DialResult, Input, NumberEntered, Utterance
from helpline.engine.position import contacts_given
from helpline.engine.reply import Dial, GiveNumber, ReadBack, Reply, SayStep
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.texts.number_seal import NumberSeal

REMEMBERED = 4096  # turns a process: callers walk the same few hundred ways

TakeTurn = Callable[[Session, Input, Moment], "CallTurn"]


@dataclass(frozen=True)
class CallTurn:
    """The session before, the input, the session after, the reply, and the moment it is said in.

    `base` is the path in front of the webhooks, `clip` the address of the clip that says the script (None:
    it is said), `text` the text that was sent on the way, if one was
    asked for, `offers` the other languages that are told while the line waits.
    """

    library: Library
    base: str
    before: Session
    said: Input
    after: Session
    reply: Reply
    moment: Moment
    clip: str | None = None
    text: str | None = None
    offers: tuple[voice.Offer, ...] = ()

    @property
    def spoken(self) -> Library:
        """The library of the language that the reply is in."""
        return self.library.spoken(self.reply.language)

    @cached_property
    def script(self) -> Script:
        """Everything that is spoken, with its pauses."""
        return prompt(self.spoken, self.reply, self.moment)

    @cached_property
    def twiml(self) -> str:
        """The document that the carrier follows."""
        # Without a voice or a clip, nothing of a language can be said: the whole reply is in English then.
        library = self.spoken if self.clip or self.spoken.service.say_voice else self.library
        return voice.render(library, self.after, self.reply, self.clip, self.moment, self.base, self.offers)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What the turn adds to the step counts."""
        return turn_events(self.spoken, self.before, self.said, self.reply)

    @cached_property
    def seconds_to_number(self) -> float | None:
        """Seconds into the script at which its first number has been read once; None where none is read."""
        if not isinstance(self.reply, SayStep | GiveNumber):
            return None
        contacts = [contact for contact in contacts_given(self.spoken, self.reply) if contact.number]
        ends = [spans[0][1] for contact in contacts if (spans := readings(self.script, contact))]
        watch = Stopwatch(self.spoken.service.pronounce)
        return watch.until(self.script, min(ends), self.reply.slow) if ends else None


def turn_taker(library: Library, root: str, seal: NumberSeal) -> TakeTurn:
    """The function that takes turns of calls. Turns are pure, so they are remembered.

    An utterance, or a number that is keyed in, is never remembered. `root` is the path in front of the webhooks.
    """

    def take(session: Session, said: Input, moment: Moment) -> CallTurn:
        after, reply = take_turn(library, session, said)
        if isinstance(reply, Dial) and reply.name in dict(moment.notices):
            session, said = after, DialEnded(DialResult.CLOSED)
            after, reply = take_turn(library, session, said)
        if isinstance(reply, ReadBack) and after.entry and after.entry.sealed:
            moment = replace(moment, entered=seal.open(after.entry.sealed) or "")
        return CallTurn(library, root, session, said, after, reply, moment)

    remembered = lru_cache(REMEMBERED)(take)

    def take_or_remember(session: Session, said: Input, moment: Moment) -> CallTurn:
        private = session.entry or isinstance(said, Utterance | NumberEntered)
        return take(session, said, moment) if private else remembered(session, said, moment)

    return take_or_remember
