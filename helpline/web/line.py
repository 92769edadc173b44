"""One running line: what every request needs, made once at start-up."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Protocol, cast
from urllib.parse import urlsplit

from flask import current_app
from twilio.request_validator import RequestValidator

from helpline.channels import sms, voice
from helpline.channels.further import ANY_MOMENT, Moment
from helpline.checks.overdue import overdue
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.script import Script
from helpline.engine.inputs import Input, Utterance
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.speech.clip_library import ClipLibrary
from helpline.store.keeper import Keeper
from helpline.store.reports import Reports
from helpline.store.sessions import TextSessions
from helpline.web.counting import Count, counter
from helpline.web.seal import Seal
from helpline.web.texting import Texting, open_texting

log = logging.getLogger(__name__)


class Say(Protocol):
    """Says the reply to an input: gives TwiML."""

    def __call__(self, session: Session, said: Input, moment: Moment = ANY_MOMENT) -> str: ...


@dataclass(frozen=True)
class Line:
    """The loaded words, the sessions of texts, and the two documents for when all else fails.

    `texting` is None on a line that sends no texts out of calls; then none are offered.
    """

    settings: Settings
    library: Library
    public_url: str
    validator: RequestValidator
    texts: TextSessions
    turn: Callable[[Session, Input], tuple[Session, Reply]]
    say: Say
    seal: Seal
    shelf: ClipLibrary
    spare_voice: str
    spare_sms: str
    reports: Reports
    keeper: Keeper
    count: Count
    texting: Texting | None = None

    def close(self) -> None:
        """Write what was counted and let go of the database."""
        self.keeper.close()
        self.texts.close()
        self.reports.close()
        if self.texting:
            self.texting.close()


def open_line(settings: Settings, today: date | None = None) -> Line:
    """Load the words and make a line of them. Raises ContentError when a flow file is broken.

    A fact that had to be checked before `today` is told in the log; the line opens all the same.
    """
    library = load(settings.flows)
    for complaint in overdue(library, settings.flows, today or date.today()):
        log.warning("OVERDUE: %s", complaint)
    turn = _taker(library)
    secret = settings.secret_key or settings.auth_token
    shelf = ClipLibrary(settings.audio, library.service.pronounce)
    texts = TextSessions(settings.database_url, secret, settings.secret_key_before)
    keeper = Keeper(lambda: texts.engine)
    return Line(
        settings=settings,
        library=library,
        public_url=settings.public_url,
        validator=RequestValidator(settings.auth_token),
        texts=texts,
        turn=turn,
        say=_speaker(library, settings, shelf, turn),
        seal=Seal(secret, settings.secret_key_before),
        shelf=shelf,
        # Made now: when something breaks there may be no time or memory left to make them.
        spare_voice=voice.fallback(library),
        spare_sms=sms.fallback(library),
        reports=Reports(settings.database_url),
        keeper=keeper,
        count=counter(library, keeper) if settings.counts else _count_nothing,
        texting=open_texting(settings),
    )


def _count_nothing(_channel: str, _before: Session, _said: Input, _reply: Reply, _began: float | None = None) -> None:
    """For a line that is only tried."""


def the_line() -> Line:
    """The line of the application that is answering."""
    return cast(Line, current_app.extensions["helpline"])


def _taker(library: Library) -> Callable[[Session, Input], tuple[Session, Reply]]:
    """Turns, remembered but for those in which somebody spoke."""
    remembered = lru_cache(maxsize=4096)(partial(take_turn, library))

    def turn(session: Session, said: Input) -> tuple[Session, Reply]:
        return take_turn(library, session, said) if isinstance(said, Utterance) else remembered(session, said)

    return turn


def _speaker(
    library: Library, settings: Settings, shelf: ClipLibrary, turn: Callable[[Session, Input], tuple[Session, Reply]]
) -> Say:
    """A turn's TwiML. Turns are pure and callers walk the same few hundred ways, so it is remembered.

    Which clip says a prompt is looked up every time: a clip may come or go while the line runs.
    """
    base = urlsplit(settings.public_url).path

    @lru_cache(maxsize=4096)
    def script(reply: Reply, moment: Moment) -> Script:
        return voice.prompt(library, reply, moment)

    @lru_cache(maxsize=4096)
    def document(session: Session, said: Input, clip: str | None, moment: Moment) -> str:
        after, reply = turn(session, said)
        return voice.render(
            library, after, reply, f"{base}{voice.ANSWER_PATH}", clip, moment, f"{base}{voice.RETURN_PATH}"
        )

    def say(session: Session, said: Input, moment: Moment = ANY_MOMENT) -> str:
        # What somebody said, or a number that was keyed in, is not remembered, not even here.
        if moment.keyed or isinstance(said, Utterance):
            return document.__wrapped__(session, said, None, moment)
        if settings.voice == "say":
            return document(session, said, None, moment)
        _, reply = turn(session, said)
        embedded = settings.voice == "clips"  # auto leaves Twilio's own voice to speak before the embedded one
        spoken = script(reply, moment)
        name = shelf.name_for(spoken, reply.slow, language=reply.language, embedded=embedded)
        return document(session, said, f"{base}/audio/{name}" if name else None, moment)

    return say
