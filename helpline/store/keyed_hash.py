"""Keyed hashes: they stand in the database instead of a number."""

import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class KeyedHash:
    """The key that hashes are made with, and the one before it while a change of keys is under way."""

    now: str
    before: str = ""

    def hashes(self, value: str) -> list[str]:
        """The hashes that a value may be kept under (64 hexadecimal digits): with the key, then with the one before."""
        keys = [self.now, self.before] if self.before and self.before != self.now else [self.now]
        # Lone surrogates cannot be encoded strictly; a text must not fail for what stands in its fields.
        encoded = value.encode("utf-8", "surrogatepass")
        return [hmac.new(key.encode(), encoded, "sha256").hexdigest() for key in keys]
