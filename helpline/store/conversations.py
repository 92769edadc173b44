"""Text conversations between one message and the next."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, bindparam, literal, select, update

from helpline.engine.session import Session
from helpline.store.database import Database, lock_for, upsert
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import BLOCKED_SECONDS, RECENT_SECONDS, kept_between
from helpline.store.schema import blocks, replies, sessions

MOST_RECENT = 100  # replies of the last hour that a row remembers: more than anyone is sent


@dataclass(frozen=True)
class RecentReplies:
    """The replies that a texter was sent in the hour before a message; `to_same` of them to the same message.

    A message is the same when its words are, and the conversation stood at the same answers. `blocked` says that a
    person has blocked the texter.
    """

    number: int = 0
    to_same: int = 0
    blocked: bool = False


Take = Callable[[Session, RecentReplies], tuple[Session, str] | None]


class Conversations:
    """Sessions under a keyed hash of the texter's number, and the documents that answered messages.

    Holds no number and no message. Rows under the key before are moved to the key of now when they are needed.
    """

    def __init__(self, database: Database, keys: KeyedHash):
        self._database, self._keys = database, keys

    def turn(self, texter: str, message: str, now: float, take: Take, words: str = "", number: str = "") -> str | None:
        """Load the session of `texter`, take a turn in it, keep it and the answer, and give the answer.

        A `message` (the carrier's MessageSid) that was answered before gets that answer again. Turns of one
        texter wait for each other. `now` is in seconds since 1970. `words` are those of the message: a keyed hash of
        them is kept for an hour. `number` is looked for in the blocklist; `texter`, if there is none. Where `take`
        gives None, there is no answer and nothing is kept. Raises SQLAlchemy's errors when the database fails, and
        those of `take`; then nothing is kept.
        """
        texters, messages = self._keys.hashes(texter), self._keys.hashes(message)
        with self._database.begin() as connection:
            lock_for(connection, texters[0])
            answered = _answered(connection, messages, now) if message else None
            if answered is not None:
                return answered
            kept = _kept(connection, texters, self._keys.hashes(number) if number else texters, now)
            session = Session.from_pairs(json.loads(kept.session or "[]"))
            sign = self._keys.hashes(json.dumps([texter, session.answers, session.offered, words]))[0][:16]
            recent = _recent(kept, now)
            to_same = [at for at, of in recent if of == sign]
            taken = take(session, RecentReplies(len(recent), len(to_same), kept.blocked))
            if taken is not None:
                _keep(connection, texters[0], taken[0], [*recent, (int(now), sign)], now)
                if message:
                    upsert(connection, replies, {"message": messages[0], "document": taken[1], "kept_at": int(now)})
            return taken and taken[1]


def _answered(connection: Connection, messages: list[str], now: float) -> str | None:
    """The document that answered a message, if it has not expired."""
    _move(connection, replies, messages)
    oldest, newest = kept_between(now)
    document: str | None = connection.scalar(_document(), {"key": messages[0], "oldest": oldest, "newest": newest})
    return document


def _kept(connection: Connection, texters: list[str], numbers: list[str], now: float) -> Row[Any]:
    """The session and the recent replies of a texter (None where none are kept), and whether the number is blocked."""
    _move(connection, sessions, texters)
    _move(connection, blocks, numbers)
    (oldest, newest), (first, last) = kept_between(now), kept_between(now, BLOCKED_SECONDS)
    limits = {"oldest": oldest, "newest": newest, "first": first, "last": last}
    return connection.execute(_conversation(), {"texter": texters[0], "number": numbers[0], **limits}).one()


def _recent(kept: Row[Any], now: float) -> list[tuple[int, str]]:
    """The replies of the last hour: when, and a keyed hash of what was answered."""
    oldest, newest = kept_between(now, RECENT_SECONDS)
    return [(at, sign) for at, sign in json.loads(kept.recent or "[]") if oldest < at < newest]


def _keep(connection: Connection, texter: str, session: Session, recent: list[tuple[int, str]], now: float) -> None:
    row = {"texter": texter, "session": json.dumps(session.to_pairs()), "kept_at": int(now)}
    upsert(connection, sessions, row | {"recent": json.dumps(recent[-MOST_RECENT:])})


def _move(connection: Connection, table: Table, hashes: list[str]) -> None:
    """Move a row from its hash under the key before, if there is one, to that of now, unless there is a row already."""
    (key,), (new, *before) = table.primary_key, hashes
    for old in before:
        there = select(key).where(key == new).exists()
        connection.execute(update(table).where(key == old, ~there).values({key: new}))


@cache  # to build a statement takes longer than to run it
def _document() -> Select[str]:
    fresh = replies.c.kept_at.between(bindparam("oldest"), bindparam("newest"))
    return select(replies.c.document).where(replies.c.message == bindparam("key"), fresh)


@cache
def _conversation() -> Select[Any]:
    """One row whether a session is kept or not: each statement more would cost a text a round trip."""
    fresh = sessions.c.kept_at.between(bindparam("oldest"), bindparam("newest"))
    holds = blocks.c.kept_at.between(bindparam("first"), bindparam("last"))
    blocked = select(blocks.c.number).where(blocks.c.number == bindparam("number"), holds).exists()
    one = select(literal(1).label("one")).subquery().outerjoin(
        sessions, and_(sessions.c.texter == bindparam("texter"), fresh)
    )  # fmt: skip
    return select(sessions.c.session, sessions.c.recent, blocked.label("blocked")).select_from(one)
