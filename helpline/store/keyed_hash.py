"""Keyed hashes: the names under which rows are kept, in place of phone numbers and message identifiers."""

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class KeyedHash:
    """Hashes values under the secret key, and under the key before it while a change of keys is under way."""

    key: str
    key_before: str = ""

    def hash(self, value: str) -> str:
        """The hash of a value under the key: 64 hexadecimal digits."""
        return _hash(self.key, value)

    def hashes(self, value: str) -> list[str]:
        """Every hash under which a value may be kept; the one under the key comes first."""
        keys = dict.fromkeys([self.key, self.key_before or self.key])
        return [_hash(key, value) for key in keys]


def _hash(key: str, value: str) -> str:
    # A lone surrogate in a field must not fail a text, so it is encoded as it stands.
    return hmac.new(key.encode(), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
