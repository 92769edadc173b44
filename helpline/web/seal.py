"""A phone number that travels in an address, so that nobody who reads the address can read the number."""

import base64
import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

LASTS = 60 * 60  # seconds: a number that was keyed in is of no use after the call


class Seal:
    """Closes and opens numbers with a key made from the line's secret.

    What was closed with the secret `before` is opened too, so that a change of keys disturbs no call.
    """

    def __init__(self, secret: str, before: str = ""):
        # A key of its own: what else the secret keys (hashes of senders) must tell nothing about this one.
        self._keys = [
            base64.urlsafe_b64encode(hashlib.blake2b(each.encode(), digest_size=32, person=b"keyed-in-number").digest())
            for each in (secret, before)
            if each
        ]

    @cached_property
    def _fernet(self) -> "MultiFernet":
        from cryptography.fernet import Fernet, MultiFernet  # late: 7 MB a process, and few callers key in a number

        return MultiFernet([Fernet(key) for key in self._keys])

    def close(self, number: str) -> str:
        """The number as a token for an address; never the same token twice."""
        return self._fernet.encrypt(number.encode()).decode()

    def open(self, token: str) -> str | None:
        """The number in a token; None for what is forged, too old or no token at all."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(token.encode(), ttl=LASTS).decode()
        except (InvalidToken, ValueError):
            return None
