"""Keyed hashes: what stands in the database instead of a number."""

from dataclasses import dataclass
from functools import lru_cache
from hmac import HMAC


@dataclass(frozen=True)
class Keys:
    """The key that hashes are made with, and the one before it while a change of keys is under way."""

    now: str
    before: str = ""

    def hash(self, value: str) -> str:
        """The hash of a value under the key: 64 hexadecimal digits."""
        return _hash(self.now, value)

    def hashes(self, value: str) -> list[str]:
        """Every hash under which a value may have been kept."""
        return [self.hash(value), *filter(None, [self.hash_before(value)])]

    def hash_before(self, value: str) -> str | None:
        """The hash of a value under the key before; None when there is no such key."""
        return _hash(self.before, value) if self.before and self.before != self.now else None


def _hash(key: str, value: str) -> str:
    own = _keyed(key).copy()
    # Lone surrogates cannot be encoded strictly; a text must not fail for what stands in its fields.
    own.update(value.encode("utf-8", "surrogatepass"))
    return own.hexdigest()


@lru_cache(maxsize=8)
def _keyed(key: str) -> HMAC:
    """An HMAC that has its key and waits for its message: `hmac.digest` would wait for the process's other threads."""
    return HMAC(key.encode(), digestmod="sha256")
