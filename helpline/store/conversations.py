"""Shim until the branch `store` is merged."""

from collections.abc import Callable

from helpline.engine.session import Session
from helpline.store.database import Database
from helpline.store.keys import Keys
from helpline.store.quick import Transaction
from helpline.store.sessions import TextSessions, _session_from, _session_to, replies, sessions
from helpline.store.together import Together


class Conversations:
    def __init__(self, database: Database, keys: Keys):
        self._database, self._keys, self._together = database, keys, Together()

    def turn(self, number: str, message: str, now: float, take: Callable[[Session], tuple[Session, str]]) -> str:
        texter, sent = self._keys.hash(number), self._keys.hash(message)

        def all_of_it(rows: Transaction) -> str:
            rows.alone(texter)
            kept, given = TextSessions._kept(self, rows, ((sessions, texter, number), (replies, sent, message)), int(now))  # type: ignore[arg-type]
            if message and given:
                return given
            session, reply = take(_session_from(kept) if kept else Session())
            rows.save(sessions, texter, _session_to(session), int(now))
            if message:
                rows.save(replies, sent, reply, int(now))
            return reply

        return self._together.run(self._database.engine, all_of_it)  # type: ignore[arg-type]
