"""One running line: what every request needs, made once at start-up."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from flask import current_app
from twilio.request_validator import RequestValidator

from helpline.channels import sms, voice
from helpline.checks.overdue import overdue
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.script import Script
from helpline.engine.inputs import Input
from helpline.engine.reply import Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.speech.shelf import ClipShelf
from helpline.store.keeper import Keeper
from helpline.store.sessions import TextSessions
from helpline.web.counting import Count, counter

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """The loaded words, the sessions of texts, and the two documents for when all else fails."""

    library: Library
    public_url: str
    validator: RequestValidator
    texts: TextSessions
    say: Callable[[Session, Input], str]
    shelf: ClipShelf
    spare_voice: str
    spare_sms: str
    keeper: Keeper
    count: Count

    def close(self) -> None:
        """Write what was counted and let go of the database."""
        self.keeper.close()
        self.texts.close()


def open_line(settings: Settings, today: date | None = None) -> Line:
    """Load the words and make a line of them. Raises ContentError when a flow file is broken.

    A fact that had to be checked before `today` is told in the log; the line opens all the same.
    """
    library = load(settings.flows)
    for complaint in overdue(library, settings.flows, today or date.today()):
        log.warning("OVERDUE: %s", complaint)
    shelf = ClipShelf(settings.audio / "clips", settings.audio / "recordings", library.service.pronounce)
    texts = TextSessions(settings.database_url, settings.secret_key or settings.auth_token, settings.secret_key_before)
    keeper = Keeper(lambda: texts.engine)
    count = counter(library, keeper) if settings.counts else _count_nothing
    return Line(
        library=library,
        public_url=settings.public_url,
        validator=RequestValidator(settings.auth_token),
        texts=texts,
        say=_speaker(library, settings, shelf, count),
        shelf=shelf,
        # Made now: when something breaks there may be no time or memory left to make them.
        spare_voice=voice.fallback(library),
        spare_sms=sms.fallback(library),
        keeper=keeper,
        count=count,
    )


def _count_nothing(_channel: str, _before: Session, _said: Input, _reply: Reply) -> None:
    """For a line that is only tried."""


def the_line() -> Line:
    """The line of the application that is answering."""
    return cast(Line, current_app.extensions["helpline"])


def _speaker(library: Library, settings: Settings, shelf: ClipShelf, count: Count) -> Callable[[Session, Input], str]:
    """A turn and its TwiML. Turns are pure and callers walk the same few hundred ways, so both are remembered.

    Which clip says a prompt is looked up every time: a clip may come or go while the line runs.
    """
    base = urlsplit(settings.public_url).path

    @lru_cache(maxsize=4096)
    def turn(session: Session, said: Input) -> tuple[Session, Reply, Script]:
        after, reply = take_turn(library, session, said)
        return after, reply, voice.prompt(library, reply)

    @lru_cache(maxsize=4096)
    def document(session: Session, said: Input, clip: str | None) -> str:
        after, reply, _ = turn(session, said)
        return voice.render(library, after, reply, f"{base}/voice/answer", clip)

    def say(session: Session, said: Input) -> str:
        _, reply, script = turn(session, said)
        count("voice", session, said, reply)
        if settings.voice == "say":
            return document(session, said, None)
        embedded = settings.voice == "clips"  # auto leaves Twilio's own voice to speak before the embedded one
        name = shelf.name_for(script, reply.slow, language=reply.language, embedded=embedded)
        return document(session, said, f"{base}/audio/{name}" if name else None)

    return say
