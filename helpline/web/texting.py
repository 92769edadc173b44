"""A text that is sent out of a call: claimed, sent once, and never a reason for a call to fail."""

import logging
from dataclasses import dataclass
from typing import Protocol

from helpline.config import Settings, why_not_public
from helpline.engine.inputs import SendResult
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.sends import Sends
from helpline.texts.numbers import uk_mobile
from helpline.texts.sender import Limits, Sender
from helpline.web.logs import causes_of

log = logging.getLogger(__name__)
STATUS_PATH = "/texts/status"
CALL_STATUS_PATH = "/voice/status"


class SendsTexts(Protocol):
    """The sender of the texts that callers ask for."""

    def send(self, key: str, to: str, body: str, now: float) -> SendResult:
        """Send `body` to the number `to`; gives the result."""


@dataclass(frozen=True)
class SimulatedTexting:
    """Sends nothing, and says that it came to this result. Anyone can practise in a browser: nobody is reached."""

    result: SendResult

    def send(self, key: str, to: str, body: str, now: float) -> SendResult:
        """The result, whoever it is for."""
        return self.result


@dataclass(frozen=True)
class Texting:
    """Sends the texts that callers ask for, each once."""

    sends: Sends
    sender: Sender
    limits: Limits = Limits()

    def send(self, key: str, to: str, body: str, now: float) -> SendResult:
        """Send `body` to the number `to` because of the press `key`; gives the result. Never raises.

        The same `key` sends once, however often it comes: the carrier repeats a request that it
        got no answer to. `now` is in seconds since 1970.
        """
        mobile = uk_mobile(to)
        if not mobile:
            return SendResult.NOT_ALLOWED
        try:
            result = self.sends.claim(key, mobile, now, self.limits.allow)
        except Exception as error:  # noqa: BLE001 - without a claim it could be sent twice, so it is not sent
            log.error("A text was not sent: %s while it was claimed", causes_of(error))
            return SendResult.FAILED
        return result or self._send(key, mobile, body)

    def _send(self, key: str, to: str, body: str) -> SendResult:
        try:
            result, code = self.sender.send(to, body)
        except Exception as error:  # noqa: BLE001 - it may have gone out, and is not tried again
            log.error("A text may not have been sent: %s", causes_of(error))
            result, code = SendResult.UNKNOWN, None
        if result is not SendResult.SENT:
            log.warning("A text was asked for: %s (the carrier's code: %s)", result.value, code or "none")
        try:
            self.sends.record(key, result)
        except Exception as error:  # noqa: BLE001 - the text is sent or not, all the same
            log.error("The result of a text was not kept: %s", causes_of(error))
        return result


def open_texting(settings: Settings, database: Database, keys: KeyedHash) -> Texting | None:
    """The sender of texts; None where there is no account or no number to send them from."""
    if not (settings.account_sid and settings.number):
        return None
    uk_mobile(settings.number)  # loads the library for phone numbers now, and not in a call
    # The carrier refuses a text whose status callbacks it could not deliver (its error 21609).
    called_back = not why_not_public(settings.public_url)
    sender = Sender(
        account_sid=settings.account_sid,
        auth_token=settings.auth_token,
        number=settings.number,
        status_url=settings.public_url + STATUS_PATH if called_back else None,
        api_url=settings.api_url,
    )
    return Texting(Sends(database, keys), sender)
