"""The senders whose texts a person has blocked, under keyed hashes of their numbers."""

from sqlalchemy import delete, select

from helpline.store.database import Database, upsert
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import BLOCKED_SECONDS, kept_between
from helpline.store.schema import blocks


class Blocklist:
    """Numbers in E.164 that are blocked. A block ends by itself; to block again begins it anew.

    Raises SQLAlchemy's errors.
    """

    def __init__(self, database: Database, keys: KeyedHash):
        self._database, self._keys = database, keys

    def block(self, number: str, now: float) -> None:
        """Block a number. `now` is in seconds since 1970."""
        with self._database.begin() as connection:
            upsert(connection, blocks, {"number": self._keys.hashes(number)[0], "kept_at": int(now)})

    def unblock(self, number: str) -> bool:
        """Unblock a number. Gives whether it was blocked."""
        theirs = blocks.c.number.in_(self._keys.hashes(number))
        with self._database.begin() as connection:
            return bool(connection.execute(delete(blocks).where(theirs)).rowcount)

    def ends(self, now: float) -> list[int]:
        """The end of each block that holds, soonest first, in seconds since 1970. Whose it is, no row says."""
        holds = blocks.c.kept_at.between(*kept_between(now, BLOCKED_SECONDS))
        with self._database.begin() as connection:
            begun = connection.scalars(select(blocks.c.kept_at).where(holds).order_by(blocks.c.kept_at))
            return [at + BLOCKED_SECONDS for at in begun]
