"""Texts that were asked for: claimed before they are sent, so that none is sent twice."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, func, or_, select, update

from helpline.engine.send_result import SendResult
from helpline.store.database import Database
from helpline.store.dialects import dialect_module
from helpline.store.keys import Keys
from helpline.store.tables import sends
from helpline.store.tidy import KEPT_SECONDS

DAY, HOUR = 24 * 60 * 60, 60 * 60  # seconds
_GONE_OUT = (SendResult.SENT.value, SendResult.UNKNOWN.value)


@dataclass(frozen=True)
class Claim:
    """Whether to send now: `before` is what became of it already, None when it is ours to send."""

    before: SendResult | None


class Sends:
    """One row for each press that asked for a text, under keyed hashes. Holds no number and no words.

    Rows under `key_before` count as well: a change of keys sends nothing twice and lifts no limit.
    """

    def __init__(self, database: Database, keys: Keys):
        self._database, self._keys = database, keys

    @property
    def _engine(self) -> Engine:
        return self._database.engine

    def claim(self, key: str, to: str, now: float, allow: Callable[[int, int], bool]) -> Claim:
        """Claim the text that the press `key` asked for, or say what became of it before.

        A claim that has no result yet gives UNKNOWN: another request is sending it, or a process
        died while it did. `allow` is asked with the texts that went to this number in the last 24
        hours and to all in the last hour. Raises SQLAlchemy's errors; then nothing is claimed.
        """
        presses, numbers = self._keys.hashes(key), self._keys.hashes(to)
        with self._engine.begin() as connection:
            connection.execute(delete(sends).where(sends.c.kept_at < int(now) - KEPT_SECONDS))
            kept = connection.execute(select(sends.c.result).where(sends.c.press.in_(presses))).first()
            if kept:
                return Claim(SendResult(kept[0]) if kept[0] else SendResult.UNKNOWN)
            allowed = allow(_gone_out(connection, now - DAY, numbers), _gone_out(connection, now - HOUR))
            result = None if allowed else SendResult.LIMIT
            # A second request that claims in the same moment must find itself second.
            insert = dialect_module(connection.dialect.name).insert
            row = {"press": presses[0], "number": numbers[0], "result": result and result.value, "kept_at": int(now)}
            ours = connection.execute(insert(sends).values(row).on_conflict_do_nothing()).rowcount == 1
            return Claim(result if ours else SendResult.UNKNOWN)

    def record(self, key: str, result: SendResult) -> None:
        """Keep what became of a claimed text. Raises SQLAlchemy's errors."""
        ours = sends.c.press.in_(self._keys.hashes(key))
        with self._engine.begin() as connection:
            connection.execute(update(sends).where(ours).values(result=result.value))


def _gone_out(connection: Connection, since: float, numbers: list[str] | None = None) -> int:
    """Texts that went out, or may have, after `since`."""
    out = or_(sends.c.result.is_(None), sends.c.result.in_(_GONE_OUT))
    query = select(func.count()).select_from(sends).where(out, sends.c.kept_at > int(since))
    return connection.scalar(query.where(sends.c.number.in_(numbers)) if numbers else query) or 0
