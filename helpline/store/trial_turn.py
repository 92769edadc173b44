"""A trial turn: whether a text conversation could be kept now, found by keeping one and deleting it again."""

import secrets
import threading
import time
from collections.abc import Callable

from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.database_errors import Trouble, trouble_of
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import replies, sessions

NOBODY = "nobody"  # no number is written so
LOOK_SECONDS = 5  # for which the last trial is good enough


class TrialTurn:
    """Takes a whole turn as a text does: a database that answers, and cannot keep one, is no use to a texter.

    Its rows stand under a key of their own, so that processes which try at once do not wait for each other.
    `clock` gives seconds that only ever go up.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic):
        self._database, self._clock = database, clock
        self._keys = KeyedHash(secrets.token_hex())
        self._conversations = Conversations(database, self._keys)
        self._looking, self._looked_at = threading.Lock(), float("-inf")
        self._trouble: Trouble | None = None

    def trouble(self) -> Trouble | None:
        """Why no conversation can be kept; None when one was. Never fails."""
        try:
            self._conversations.turn(NOBODY, NOBODY, time.time(), lambda session, _: (session, ""))
            self._delete()
        except Exception as error:  # noqa: BLE001 - whatever it is, texts meet it too
            return trouble_of(error)
        return None

    def trouble_lately(self) -> Trouble | None:
        """The result of a trial within the last seconds: many questions at once load no database."""
        if self._clock() - self._looked_at > LOOK_SECONDS and self._looking.acquire(blocking=False):
            try:
                self._trouble = self.trouble()
                self._looked_at = self._clock()
            finally:
                self._looking.release()
        return self._trouble

    def _delete(self) -> None:
        (key,) = self._keys.hashes(NOBODY)
        with self._database.begin() as connection:
            connection.execute(sessions.delete().where(sessions.c.texter == key))
            connection.execute(replies.delete().where(replies.c.message == key))
