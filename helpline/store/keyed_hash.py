"""Keyed hashes: they stand in the database instead of a number."""

import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class KeyedHash:
    """The key that hashes are made with, and the one before it while a change of keys is under way."""

    now: str
    before: str = ""

    def hash(self, value: str) -> str:
        """The hash of a value under the key: 64 hexadecimal digits."""
        return _hash(self.now, value)

    def hashes(self, value: str) -> list[str]:
        """Every hash under which a value may have been kept: under the key, then under the one before."""
        keys = [self.now, self.before] if self.before and self.before != self.now else [self.now]
        return [_hash(key, value) for key in keys]


def _hash(key: str, value: str) -> str:
    # Lone surrogates cannot be encoded strictly; a text must not fail for what stands in its fields.
    return hmac.new(key.encode(), value.encode("utf-8", "surrogatepass"), "sha256").hexdigest()
