"""Keyed hashes: what stands in the database instead of a number."""

import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """The key that hashes are made with, and the one before it while a change of keys is under way."""

    now: str
    before: str = ""

    def hash(self, value: str) -> str:
        """The hash of a value under the key: 64 hexadecimal digits."""
        return _hash(self.now, value)

    def hash_before(self, value: str) -> str | None:
        """The hash of a value under the key before; None when there is no such key."""
        return _hash(self.before, value) if self.before and self.before != self.now else None


def _hash(key: str, value: str) -> str:
    # Lone surrogates cannot be encoded strictly; a text must not fail for what stands in its fields.
    return hmac.digest(key.encode(), value.encode("utf-8", "surrogatepass"), "sha256").hex()
