"""Text conversations between one message and the next."""

import hashlib
import hmac
import json
from collections.abc import Callable
from functools import cached_property

from sqlalchemy import Connection, Engine, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from helpline.engine.reply import Reply, Why
from helpline.engine.session import Session
from helpline.store.tables import connect, replies, sessions

KEPT_SECONDS = 48 * 60 * 60  # S13 asks for 24 hours at least


class TextSessions:
    """Sessions under a keyed hash of the texter's number, and the replies already given.

    Holds no number and no message: what is kept is named answers and the names of replies.
    """

    def __init__(self, database_url: str, secret_key: str):
        self._url = database_url
        self._key = secret_key.encode()

    @cached_property
    def _engine(self) -> Engine:
        """Connected at the first text, so that a lost database never keeps the phone from starting."""
        return connect(self._url)

    def turn(self, number: str, message: str, now: float, take: Callable[[Session], tuple[Session, Reply]]) -> Reply:
        """Load the session of `number`, take a turn in it, save it, and give the reply.

        A `message` (the carrier's MessageSid) that was answered before gets that answer again.
        `now` is in seconds since 1970. Raises SQLAlchemy's errors when the database fails; then
        nothing is saved.
        """
        texter, message = self._hash(number), self._hash(message) if message else ""
        with self._engine.begin() as connection:
            _forget(connection, now)
            if message and (given := _load(connection, replies, message)):
                return _reply_from(given)
            kept = _load(connection, sessions, texter)
            session, reply = take(Session.from_pairs(json.loads(kept)) if kept else Session())
            _save(connection, sessions, texter, json.dumps(session.to_pairs()), now)
            if message:
                _save(connection, replies, message, _reply_to(reply), now)
        return reply

    def works(self) -> bool:
        """Whether the database answers."""
        with self._engine.connect() as connection:
            return connection.execute(select(sessions.c.texter).limit(1)) is not None

    def close(self) -> None:
        """Let go of the database."""
        if "_engine" in self.__dict__:
            self._engine.dispose()

    def _hash(self, value: str) -> str:
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()


def _forget(connection: Connection, now: float) -> None:
    for table in (sessions, replies):
        connection.execute(delete(table).where(table.c.kept_at < int(now) - KEPT_SECONDS))


def _load(connection: Connection, table: Table, key: str) -> str | None:
    name, value = table.columns.values()[:2]
    kept: str | None = connection.scalar(select(value).where(name == key))
    return kept


def _save(connection: Connection, table: Table, key: str, value: str, now: float) -> None:
    name, column, kept_at = table.columns.values()[:3]
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {name.name: key, column.name: value, kept_at.name: int(now)}
    new = {column.name: value, kept_at.name: int(now)}
    connection.execute(insert(table).values(row).on_conflict_do_update(index_elements=[name], set_=new))


def _reply_to(reply: Reply) -> str:
    """A reply as JSON: names only. What was chosen is said on the phone, never in a text."""
    kept = {"place": reply.place, "why": reply.why.name, "language": reply.language, "silent": reply.silent}
    return json.dumps(kept | {"understood": reply.understood, "asks": reply.asks})


def _reply_from(kept: str) -> Reply:
    fields = json.loads(kept)
    # Replies kept before ask-backs came have no "asks".
    return Reply(**(fields | {"why": Why[fields["why"]], "asks": tuple(fields.get("asks", ()))}))
