"""A phone number that is keyed in: sealed in the address of the next turn, so that no log can show it."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

LASTS = 60 * 60  # seconds: a number that was keyed in is of no use after the call


class NumberSeal:
    """Seals and opens numbers with a key made from the line's secret.

    Tokens made with the secret `before` are opened too, so that a change of keys disturbs no call.
    """

    def __init__(self, secret: str, before: str = ""):
        self._fernet = MultiFernet([Fernet(_key(each)) for each in (secret, before) if each])

    def close(self, number: str) -> str:
        """The number as a token for an address; never the same token twice."""
        return self._fernet.encrypt(number.encode()).decode()

    def open(self, token: str) -> str | None:
        """The number in a token; None for one that is forged, too old or no token at all."""
        try:
            return self._fernet.decrypt(token.encode(), ttl=LASTS).decode()
        except (InvalidToken, ValueError):
            return None


def _key(secret: str) -> bytes:
    """A key of its own: other uses of the secret (hashes of senders) must tell nothing about this one."""
    return base64.urlsafe_b64encode(
        hashlib.blake2b(secret.encode(), digest_size=32, person=b"keyed-in-number").digest()
    )
