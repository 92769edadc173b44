"""Texts that callers want: claimed before they are sent, so that none is sent twice."""

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, or_, select, update

from helpline.engine.inputs import SendResult
from helpline.store.database import Database, lock_for
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import sends

DAY, HOUR = 24 * 60 * 60, 60 * 60  # seconds
_GONE_OUT = (SendResult.SENT.value, SendResult.UNKNOWN.value)


class Sends:
    """One row for each press that wants a text, under keyed hashes. Holds no number and no words.

    Rows under the key before count as well: a change of keys sends nothing twice and lifts no limit.
    """

    def __init__(self, database: Database, keys: KeyedHash):
        self._database, self._keys = database, keys

    def claim(self, key: str, to: str, now: float, allow: Callable[[int, int], bool]) -> SendResult | None:
        """Claim the text that the press `key` wants. Gives None when it is to be sent now, else the result it has.


        An earlier claim that has no result yet gives UNKNOWN: another request is sending it, or a process
        died while it did. `allow` is given the numbers of texts that went to this number in the last 24
        hours and to all in the last hour. Raises SQLAlchemy's errors; then nothing is claimed.
        """
        presses, numbers = self._keys.hashes(key), self._keys.hashes(to)
        with self._database.begin() as connection:
            lock_for(connection, presses[0])  # a second request for the same press must find itself second
            lock_for(connection, numbers[0])  # and one for another press must see this one, when limits are kept
            kept = connection.execute(select(sends.c.result).where(sends.c.press.in_(presses))).first()
            if kept:
                return SendResult(kept.result) if kept.result else SendResult.UNKNOWN
            allowed = allow(_gone_out(connection, now - DAY, numbers), _gone_out(connection, now - HOUR))
            result = None if allowed else SendResult.LIMIT
            row = {"press": presses[0], "number": numbers[0], "result": result and result.value, "kept_at": int(now)}
            connection.execute(insert(sends).values(row))
            return result

    def record(self, key: str, result: SendResult) -> None:
        """Keep the result of a claimed text. Raises SQLAlchemy's errors."""
        ours = sends.c.press.in_(self._keys.hashes(key))
        with self._database.begin() as connection:
            connection.execute(update(sends).where(ours).values(result=result.value))


def _gone_out(connection: Connection, since: float, numbers: list[str] | None = None) -> int:
    """Texts that went out, or may have, after `since`: to these numbers, or to all."""
    out = or_(sends.c.result.is_(None), sends.c.result.in_(_GONE_OUT))
    query = select(func.count()).select_from(sends).where(out, sends.c.kept_at > int(since))
    return connection.scalar(query.where(sends.c.number.in_(numbers)) if numbers else query) or 0
