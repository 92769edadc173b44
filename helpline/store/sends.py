"""Texts that were asked for: claimed before they are sent, so that none is sent twice."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from helpline.engine.inputs import SendResult
from helpline.store.database import Database, wait_for_others
from helpline.store.keyed_hash import KeyedHash
from helpline.store.tables import sends

DAY, HOUR = 24 * 60 * 60, 60 * 60  # seconds
_GONE_OUT = (SendResult.SENT.value, SendResult.UNKNOWN.value)


@dataclass(frozen=True)
class Claim:
    """Whether to send now: `before` is the result of an earlier request, None when this one is to send."""

    before: SendResult | None


class Sends:
    """One row for each press that asked for a text, under keyed hashes. Holds no number and no words.

    Rows under the key before count as well: a change of keys sends nothing twice and lifts no limit.
    """

    def __init__(self, database: Database, keys: KeyedHash):
        self._database, self._keys = database, keys

    def claim(self, key: str, to: str, now: float, allow: Callable[[int, int], bool]) -> Claim:
        """Claim the text that the press `key` asked for, or give the result of an earlier request.

        A claim that has no result yet gives UNKNOWN: another request is sending it, or a process died while
        it did. `allow` is asked with the texts that went to this number in the last 24 hours and to all in
        the last hour. Raises the errors of `Database.begin`; then nothing is claimed.
        """
        presses, numbers = self._keys.hashes(key), self._keys.hashes(to)
        try:
            with self._database.begin() as connection:
                wait_for_others(connection, presses[0])
                kept = connection.execute(select(sends.c.result).where(sends.c.press.in_(presses))).first()
                if kept:
                    return Claim(SendResult(kept[0]) if kept[0] else SendResult.UNKNOWN)
                allowed = allow(_gone_out(connection, now - DAY, numbers), _gone_out(connection, now - HOUR))
                result = None if allowed else SendResult.LIMIT
                row = {"press": presses[0], "number": numbers[0], "kept_at": int(now)}
                connection.execute(insert(sends).values(row | {"result": result and result.value}))
                return Claim(result)
        except IntegrityError:  # another request claimed it in the same moment
            return Claim(SendResult.UNKNOWN)

    def record(self, key: str, result: SendResult) -> None:
        """Keep the result of a claimed text. Raises the errors of `Database.begin`."""
        ours = sends.c.press.in_(self._keys.hashes(key))
        with self._database.begin() as connection:
            connection.execute(update(sends).where(ours).values(result=result.value))


def _gone_out(connection: Connection, since: float, numbers: list[str] | None = None) -> int:
    """The number of texts that went out, or may have, after `since`."""
    out = or_(sends.c.result.is_(None), sends.c.result.in_(_GONE_OUT))
    query = select(func.count()).select_from(sends).where(out, sends.c.kept_at > int(since))
    return connection.scalar(query.where(sends.c.number.in_(numbers)) if numbers else query) or 0
