"""One running line: what every request needs, made once at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from flask import current_app
from twilio.request_validator import RequestValidator

from helpline.channels import sms, voice
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.load import load
from helpline.engine.inputs import Input
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.store.sessions import TextSessions


@dataclass(frozen=True)
class Line:
    """The loaded words, the sessions of texts, and the two documents for when all else fails."""

    library: Library
    public_url: str
    validator: RequestValidator
    texts: TextSessions
    say: Callable[[Session, Input], str]
    spare_voice: str
    spare_sms: str


def open_line(settings: Settings) -> Line:
    """Load the words and make a line of them. Raises ContentError when a flow file is broken."""
    library = load(settings.flows)
    return Line(
        library=library,
        public_url=settings.public_url,
        validator=RequestValidator(settings.auth_token),
        texts=TextSessions(settings.database_url, settings.secret_key or settings.auth_token),
        say=_remembered(library, urlsplit(settings.public_url).path + "/voice/answer"),
        # Made now: when something breaks there may be no time or memory left to make them.
        spare_voice=voice.fallback(library),
        spare_sms=sms.fallback(library),
    )


def the_line() -> Line:
    """The line of the application that is answering."""
    return cast(Line, current_app.extensions["helpline"])


def _remembered(library: Library, answer_path: str) -> Callable[[Session, Input], str]:
    """A turn and its TwiML, remembered: turns are pure, and callers walk the same few hundred ways."""

    @lru_cache(maxsize=4096)
    def document(session: Session, said: Input) -> str:
        after, reply = take_turn(library, session, said)
        return voice.render(library, after, reply, answer_path)

    return document
