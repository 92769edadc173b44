"""Text conversations between one message and the next."""

import json
from collections.abc import Callable

from sqlalchemy import Connection, Table, delete, select

from helpline.engine.session import Session
from helpline.store.database import Database, upsert, wait_for_others
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import KEPT_SECONDS
from helpline.store.tables import answers, sessions


class Conversations:
    """Sessions under a keyed hash of the texter's number, and the answers already given.

    Rows under the key before are still read, and kept under the key from then on.
    """

    def __init__(self, database: Database, keys: KeyedHash):
        self._database, self._keys = database, keys

    def turn(self, number: str, message: str, now: float, take: Callable[[Session], tuple[Session, str]]) -> str:
        """Load the session of `number`, take a turn in it, save it, and give the answer.

        `take` gives the session to keep and the document that answers. A `message` (the carrier's MessageSid)
        that was answered before gets that answer again. `now` is in seconds since 1970. Raises the errors of
        `Database.begin`; then nothing is saved.
        """
        with self._database.begin() as connection:
            wait_for_others(connection, self._keys.hash(number))
            if message and (given := self._kept(connection, answers, message, now)) is not None:
                return given
            kept = self._kept(connection, sessions, number, now)
            session, answer = take(Session.from_pairs(json.loads(kept)) if kept else Session())
            self._keep(connection, sessions, number, json.dumps(session.to_pairs()), now)
            if message:
                self._keep(connection, answers, message, answer, now)
            return answer

    def _kept(self, connection: Connection, table: Table, name: str, now: float) -> str | None:
        """The value under a name. Rows from far in the future were written by a wrong clock, and are not read."""
        key, value, kept_at = table.columns.values()[:3]
        fresh = kept_at.between(int(now) - KEPT_SECONDS, int(now) + KEPT_SECONDS)
        hashes = self._keys.hashes(name)
        rows = connection.execute(select(key, value).where(key.in_(hashes), fresh)).all()
        return min(rows, key=lambda row: hashes.index(row[0]))[1] if rows else None

    def _keep(self, connection: Connection, table: Table, name: str, value: str, now: float) -> None:
        key, column, kept_at = table.columns.values()[:3]
        new, *before = self._keys.hashes(name)
        upsert(connection, table, {key.name: new, column.name: value, kept_at.name: int(now)})
        if before:
            connection.execute(delete(table).where(key.in_(before)))
