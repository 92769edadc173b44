"""The account at the carrier: its number, and where calls and texts to it go."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from helpline.errors import CarrierError
from helpline.texts.rest import client, refusal

if TYPE_CHECKING:
    from twilio.rest import Client

CONNECT, ANSWER = 5.0, 15.0  # seconds: a person waits, not a call
T = TypeVar("T")

# The carrier's names of what says where calls and texts go, in the order in which people are shown them.
ROUTES = (
    "voice_url",
    "voice_method",
    "voice_fallback_url",
    "voice_fallback_method",
    "status_callback",
    "status_callback_method",
    "sms_url",
    "sms_method",
    "sms_fallback_url",
    "sms_fallback_method",
)
ELSEWHERE = {"voice_application_sid": "calls", "sms_application_sid": "texts", "trunk_sid": "calls"}
Routes = dict[str, str]  # by the names in ROUTES; "" is nothing


@dataclass(frozen=True)
class PhoneNumber:
    """A number of the account. `elsewhere` says what overrules its routes: (calls or texts, an id at the carrier)."""

    sid: str
    voice: bool
    sms: bool
    routes: Routes
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Account:
    """Asks the carrier, and raises CarrierError, in a sentence, when it cannot or may not answer."""

    account_sid: str
    auth_token: str
    api_url: str

    def phone_number(self, number: str) -> PhoneNumber:
        """The number in E.164, as the account has it."""
        found = self._ask(lambda: self._client.incoming_phone_numbers.list(phone_number=number, limit=1))
        if not found:
            raise CarrierError(
                f"The account has no number {number}. Set TWILIO_NUMBER to a number of the account in "
                "TWILIO_ACCOUNT_SID, or buy one in the Twilio Console."
            )
        return _phone_number(found[0])

    def point(self, sid: str, routes: Routes) -> PhoneNumber:
        """Change where calls and texts to a number go; only the routes that are given."""
        return _phone_number(self._ask(lambda: self._client.incoming_phone_numbers(sid).update(**routes)))

    def is_trial(self) -> bool:
        """Whether it is a trial account, which texts only numbers that were verified beforehand."""
        return bool(self._ask(lambda: self._client.api.accounts(self.account_sid).fetch()).type == "Trial")

    def seconds_ahead(self) -> float | None:
        """How far this machine's clock is ahead of the carrier's, by its last answer; None before the first."""
        date = self._client.http_client.date
        return time.time() - parsedate_to_datetime(date).timestamp() if date else None

    @cached_property
    def _client(self) -> "Client":
        return client(self.account_sid, self.auth_token, self.api_url, (CONNECT, ANSWER))

    def _ask(self, question: Callable[[], T]) -> T:
        from requests.exceptions import RequestException
        from twilio.base.exceptions import TwilioException

        try:
            return question()
        except TwilioException as error:
            raise CarrierError(_sentence(*refusal(error))) from None
        except RequestException:
            raise CarrierError("Twilio cannot be reached. Is this machine connected to the internet?") from None
        except ValueError:
            raise CarrierError(_sentence(0, None)) from None


def _sentence(status: int, code: int | None) -> str:
    if status == 401 or code == 20003:
        return (
            "Twilio does not accept the account's credentials. Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN again "
            "from the first page of the Twilio Console."
        )
    if 400 <= status < 500:
        return f"Twilio refused, with its error {code}: https://www.twilio.com/docs/api/errors/{code}"
    return "Twilio's answer cannot be read. Try again in a few minutes."


def _phone_number(found: Any) -> PhoneNumber:
    can = found.capabilities or {}
    return PhoneNumber(
        sid=found.sid,
        voice=bool(_capability(can, "voice")),
        sms=bool(_capability(can, "sms")),
        routes={name: getattr(found, name) or "" for name in ROUTES},
        elsewhere=tuple((what, getattr(found, name)) for name, what in ELSEWHERE.items() if getattr(found, name)),
    )


def _capability(can: Any, name: str) -> Any:
    return can.get(name) if isinstance(can, dict) else getattr(can, name, False)
