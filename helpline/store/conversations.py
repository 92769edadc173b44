"""Text conversations between one message and the next."""

import json
from collections.abc import Callable
from functools import cache

from sqlalchemy import Column, Connection, Select, Table, bindparam, select, update

from helpline.engine.session import Session
from helpline.store.database import Database, lock_for, upsert
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import kept_between
from helpline.store.schema import replies, sessions


class Conversations:
    """Sessions under a keyed hash of the texter's number, and the documents that answered messages.

    Holds no number and no message. Rows under the key before are moved to the key of now when they are needed.
    """

    def __init__(self, database: Database, keys: KeyedHash):
        self._database, self._keys = database, keys

    def turn(self, number: str, message: str, now: float, take: Callable[[Session], tuple[Session, str]]) -> str:
        """Load the session of `number`, take a turn in it, keep it and the answer, and give the answer.

        A `message` (the carrier's MessageSid) that was answered before gets that answer again. Turns of one
        number wait for each other. `now` is in seconds since 1970. Raises SQLAlchemy's errors when the
        database fails, and those of `take`; then nothing is kept.
        """
        texters, messages = self._keys.hashes(number), self._keys.hashes(message)
        with self._database.begin() as connection:
            lock_for(connection, texters[0])
            answered = _load(connection, replies.c.document, messages, now) if message else None
            if answered is not None:
                return answered
            kept = _load(connection, sessions.c.session, texters, now)
            session, document = take(Session.from_pairs(json.loads(kept)) if kept else Session())
            row = {"texter": texters[0], "session": json.dumps(session.to_pairs()), "kept_at": int(now)}
            upsert(connection, sessions, row)
            if message:
                upsert(connection, replies, {"message": messages[0], "document": document, "kept_at": int(now)})
            return document


def _load(connection: Connection, column: Column[str], hashes: list[str], now: float) -> str | None:
    """The value kept under the first of the hashes, or under the one before it, if it has not expired."""
    key, *before = hashes
    for old in before:
        _move(connection, column.table, old, key)
    oldest, newest = kept_between(now)
    kept: str | None = connection.scalar(_select(column), {"key": key, "oldest": oldest, "newest": newest})
    return kept


def _move(connection: Connection, table: Table, old: str, new: str) -> None:
    """Move a row from its old key to its new one, unless there is a row already."""
    (key,) = table.primary_key
    there = select(key).where(key == new).exists()
    connection.execute(update(table).where(key == old, ~there).values({key: new}))


@cache  # to build a statement takes longer than to run it
def _select(column: Column[str]) -> Select[str]:
    (key,) = column.table.primary_key
    fresh = column.table.c.kept_at.between(bindparam("oldest"), bindparam("newest"))
    return select(column).where(key == bindparam("key"), fresh)
