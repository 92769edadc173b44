"""Text conversations between one message and the next."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache

from sqlalchemy import Engine, Table, delete

from helpline.engine.session import Session
from helpline.store.keys import Keys
from helpline.store.quick import Transaction
from helpline.store.schema import connect
from helpline.store.tables import replies, sessions
from helpline.store.tidy import KEPT_SECONDS
from helpline.store.together import Together

AGAIN_SECONDS = 1  # after a failed connection, until another is tried
LOOK_SECONDS = 5  # for which the last look at the database is good enough


class TextSessions:
    """Sessions under a keyed hash of the texter's number, and the replies already given.

    Holds no number and no message: what is kept is named answers and the names of replies. Rows
    under `key_before` are still read, and kept under `secret_key` from then on.
    """

    def __init__(self, database_url: str, secret_key: str, key_before: str = ""):
        self._url = database_url
        self._keys = Keys(secret_key, key_before)
        self._opened: Engine | None = None
        self._together = Together()
        self._opening, self._failed_at = threading.Lock(), float("-inf")
        self._looking, self._looked_at, self._worked = threading.Lock(), float("-inf"), True

    @property
    def engine(self) -> Engine:
        """Connected at the first text, so that a lost database never keeps the phone from starting.

        Raises ConnectionError or SQLAlchemy's errors when the database does not answer.
        """
        if self._opened is None:
            with self._opening:
                if self._opened is None:
                    self._opened = self._connect()
        return self._opened

    def _connect(self) -> Engine:
        # Whoever waited for the same failure does not try again: ten texts at once would hold ten threads in turn.
        if time.monotonic() - self._failed_at < AGAIN_SECONDS:
            raise ConnectionError("the database did not answer just now")
        try:
            return connect(self._url)
        except Exception:
            self._failed_at = time.monotonic()
            raise

    def turn(self, number: str, message: str, now: float, take: Callable[[Session], tuple[Session, str]]) -> str:
        """Load the session of `number`, take a turn in it, save it, and give the answer.

        A `message` (the carrier's MessageSid) that was answered before gets that answer again.
        `now` is in seconds since 1970. Raises SQLAlchemy's errors, or the driver's, when the database
        fails; then nothing is saved. `take` has to be pure: it may be asked twice (store/together.py).
        """
        texter, sent = self._keys.hash(number), self._keys.hash(message)

        def all_of_it(rows: Transaction) -> str:
            rows.alone(texter)
            kept, given = self._kept(rows, ((sessions, texter, number), (replies, sent, message)), int(now))
            if message and given:
                return given
            session, answer = take(_session_from(kept) if kept else Session())
            rows.save(sessions, texter, _session_to(session), int(now))
            if message:
                rows.save(replies, sent, answer, int(now))
            return answer

        return self._together.run(self.engine, all_of_it)

    def works(self) -> bool:
        """Whether the database answers and can be written to. Never fails."""
        try:
            with self.engine.begin() as connection:
                connection.execute(delete(sessions).where(sessions.c.texter == ""))
        except Exception:  # noqa: BLE001 - whatever it is, it does not work
            return False
        return True

    def works_lately(self, now: Callable[[], float] = time.monotonic) -> bool:
        """What `works` said within the last few seconds: asking often, or many at once, loads no database."""
        if now() - self._looked_at > LOOK_SECONDS and self._looking.acquire(blocking=False):
            try:
                self._worked = self.works()
                self._looked_at = now()
            finally:
                self._looking.release()
        return self._worked

    def close(self) -> None:
        """Let go of the database."""
        if self._opened is not None:
            self._opened.dispose()

    def _kept(self, rows: Transaction, asked: Iterable[tuple[Table, str, str]], now: int) -> list[str | None]:
        """What each table keeps under the hash of a name. What the key before kept is moved to the key of now."""
        ages = now - KEPT_SECONDS, now + KEPT_SECONDS
        found = rows.load([(table, key) for table, key, _ in asked], *ages)
        for index, (table, key, name) in enumerate(asked):
            before = None if found[index] else self._keys.hash_before(name)
            if before and (older := rows.load([(table, before)], *ages)[0]):
                rows.forget(table, before)
                rows.save(table, key, older, now)
                found[index] = older
        return found


# Texters walk the same few hundred ways, and neither a session nor a reply holds what anyone wrote:
# so they are remembered.


@lru_cache(maxsize=4096)
def _session_to(session: Session) -> str:
    return json.dumps(session.to_pairs())


@lru_cache(maxsize=4096)
def _session_from(kept: str) -> Session:
    return Session.from_pairs(json.loads(kept))
