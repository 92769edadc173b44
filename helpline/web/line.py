"""One running line: everything that a request needs, made once at start-up."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, cast

from flask import current_app

from helpline.channels import sms, voice
from helpline.checks.facts import overdue
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.opening_hours import Notices, line_notice, notices
from helpline.speech.clip_library import ClipLibrary
from helpline.store.callback_counts import CallbackCounts
from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.step_counts import StepCounter
from helpline.store.trial_turn import TrialTurn
from helpline.texts.number_seal import NumberSeal
from helpline.web.call_turn import TakeTurn, turn_taker
from helpline.web.texting import SendsTexts, open_texting

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """The loaded words, the store, and the two documents for when all else fails.

    `loaded` is when the words were loaded, in seconds since 1970.
    `texting` is None on a line that sends no texts out of calls; then none are offered. `clock` gives
    seconds since 1970. `tried_at` is the time at which somebody wants to try the line; None: now.
    """

    settings: Settings
    library: Library
    loaded: float
    take_turn: TakeTurn
    clips: ClipLibrary
    fallback_voice: str
    fallback_sms: str
    seal: NumberSeal
    database: Database
    conversations: Conversations
    trial_turn: TrialTurn
    step_counter: StepCounter
    callback_counts: CallbackCounts
    texting: SendsTexts | None = None
    clock: Callable[[], float] = time.time
    tried_at: float | None = None

    def at(self, when: float | None) -> "Line":
        """This line as it speaks at a time, in seconds since 1970 (None: now). Rows are kept by the clock as ever."""
        return self if when is None else replace(self, tried_at=when)

    def notices(self) -> Notices:
        """The contacts that are closed now."""
        return notices(self.library, self._now())

    def has_notice(self) -> bool:
        """Whether the notice of the whole line is told now."""
        return line_notice(self.library, self._now())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock() if self.tried_at is None else self.tried_at, UTC)

    def with_words(self, library: Library) -> "Line":
        """This line with other words. Conversations go on: a session holds answers, which are replayed."""
        return replace(self, **_words(library, self.settings, self.seal))

    @cached_property
    def with_drafts(self) -> "Line":
        """This line as those who edit words try it: in it, languages that nobody has checked can be chosen too."""
        return self.with_words(replace(self.library, drafts=True))

    def try_database(self) -> None:
        """Tell in the log why texts are without a conversation, if they are. Calls need no database.

        Its connections are let go of: none lives through the fork of a process.
        """
        if trouble := self.trial_turn.trouble():
            log.error("%s Until then a text gets both numbers and no conversation; calls are answered.", trouble)
        self.database.close()

    def close(self) -> None:
        """Write what was counted and let go of the database."""
        self.step_counter.close()
        self.database.close()


def open_line(settings: Settings, library: Library | None = None, today: date | None = None) -> Line:
    """Make a line of the words in the flow files, or of a `library` that is loaded already.

    Raises ContentError when a flow file is broken. A fact that had to be checked before `today` is told in
    the log; the line opens all the same.
    """
    library = library or load(settings.flows)
    for complaint in overdue(library, today or date.today()):
        log.warning("OVERDUE: %s", complaint)
    secret = settings.secret_key or settings.auth_token
    seal, keys = NumberSeal(secret, settings.secret_key_before), KeyedHash(secret, settings.secret_key_before)
    database = Database(settings.database_url)
    line = Line(
        settings=settings,
        **_words(library, settings, seal),
        seal=seal,
        database=database,
        conversations=Conversations(database, keys),
        trial_turn=TrialTurn(database),
        step_counter=StepCounter(database),
        callback_counts=CallbackCounts(database),
        texting=open_texting(settings, database, keys),
    )
    line.notices()  # a line with opening hours imports the calendar now, and not in a call
    return line


def the_line() -> Line:
    """The line of the application that is answering."""
    return cast(Line, current_app.extensions["helpline"])


def _words(library: Library, settings: Settings, seal: NumberSeal) -> dict[str, Any]:
    """The fields of a line that change with its words."""
    return {
        "library": library,
        "loaded": time.time(),
        "take_turn": turn_taker(library, settings.root, seal),
        "clips": ClipLibrary(settings.audio, library.service.pronounce),
        # Made now: when something breaks there may be no time or memory left to make them.
        "fallback_voice": voice.fallback(library),
        "fallback_sms": sms.fallback(library),
    }
