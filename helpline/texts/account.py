"""The account at the carrier: its REST client, its number, and where calls and texts to that number go."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from helpline.errors import CarrierBusyError, CarrierError

if TYPE_CHECKING:
    from twilio.rest import Client

API, MESSAGING = "https://api.twilio.com", "https://messaging.twilio.com"
TOO_MANY, SERVERS_OWN = 429, 500  # statuses of HTTP that say nothing of the account
CONNECT, ANSWER = 5.0, 15.0  # seconds: a person waits, not a call
T = TypeVar("T")

# The carrier's names of the routes of calls and texts, in the order in which people are shown them.
ROUTES = (
    "voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method",
    "status_callback", "status_callback_method",
    "sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method",
)  # fmt: skip
ELSEWHERE = {"voice_application_sid": "calls", "sms_application_sid": "texts", "trunk_sid": "calls"}
Routes = dict[str, str]  # by the names in ROUTES; "" is nothing


def client(account_sid: str, auth_token: str, api_url: str, timeout: tuple[float, float]) -> "Client":
    """A REST client of the account that answers in time and logs nothing.

    `timeout` is (seconds to connect, seconds to wait for an answer). `http_client.date` of the client is the
    Date header of the last answer, or None. `api_url` replaces the carrier's own address; its Messaging Services are
    at the same region and edge, or at the same stand-in.
    """
    from twilio.http.http_client import TwilioHttpClient  # imported here: 100 ms and 20 MB
    from twilio.rest import Client

    silent = logging.Logger("silent", logging.CRITICAL + 1)  # the SDK logs addresses, with the numbers in them

    class Http(TwilioHttpClient):  # type: ignore[misc]
        date: str | None = None

        def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
            url = url.replace(API, api_url, 1).replace(MESSAGING, api_url.replace("//api.", "//messaging.", 1), 1)
            answer = super().request(method, url, *args, **more)
            self.date = answer.headers.get("Date")
            return answer

    # No connection is kept: one that died meanwhile cannot be told from one that died halfway.
    http = Http(pool_connections=False, timeout=timeout[0], logger=silent)
    http.timeout = timeout  # the SDK's own check knows only one number; requests takes both
    nowhere = {"TWILIO_EDGE": ""}  # config.py alone reads settings
    return Client(account_sid, auth_token, http_client=http, environment=nowhere)


def refusal(error: Exception) -> tuple[int, int | None]:
    """The HTTP status and the carrier's error code in an error of the SDK; (0, None) where it holds neither.

    The SDK has three ways to say that the carrier refused: two kinds of error with a code, and for
    lists a plain one that carries the answer itself.
    """
    if hasattr(error, "status"):
        return error.status, getattr(error, "code", None)
    answer = error.args[1] if len(error.args) > 1 else None
    try:
        return answer.status_code, json.loads(answer.text)["code"]  # type: ignore[union-attr]
    except (AttributeError, ValueError, KeyError, TypeError):
        return getattr(answer, "status_code", 0), None


@dataclass(frozen=True)
class PhoneNumber:
    """A number of the account. `elsewhere` lists what overrules its routes: (calls or texts, an id at the carrier)."""

    sid: str
    voice: bool
    sms: bool
    routes: Routes
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Account:
    """An account. Its methods raise CarrierError, in a sentence, when the carrier cannot be reached or refuses."""

    account_sid: str
    auth_token: str
    api_url: str

    def phone_number(self, number: str) -> PhoneNumber:
        """The number in E.164, as the account has it."""
        found = self._request(lambda: self._client.incoming_phone_numbers.list(phone_number=number, limit=1))
        if not found:
            raise CarrierError(
                f"The account has no number {number}. Set TWILIO_NUMBER to a number of the account in "
                "TWILIO_ACCOUNT_SID, or buy one in the Twilio Console."
            )
        return _phone_number(found[0])

    def point(self, sid: str, routes: Routes) -> PhoneNumber:
        """Change where calls and texts to a number go; only the routes that are given."""
        return _phone_number(self._request(lambda: self._client.incoming_phone_numbers(sid).update(**routes)))

    def overruling_service(self, phone: PhoneNumber) -> str | None:
        """A sentence about the Messaging Service that takes a number's texts elsewhere than the number says, or None.

        Such a service takes them to an address of its own, whatever is set on the number; with none it drops them.
        """
        for service in self._request(lambda: self._client.messaging.v1.services.list()):
            takes = (service.inbound_request_url or "", service.fallback_url or "")
            overrules = not service.use_inbound_webhook_on_number and takes != (
                phone.routes["sms_url"], phone.routes["sms_fallback_url"]
            )  # fmt: skip
            if overrules and phone.sid in self._numbers_in(service.sid):
                does = f"sends its texts to {takes[0]}" if takes[0] else "drops its texts"
                name = service.friendly_name or ""
                return f"The number is in the Messaging Service {name} ({service.sid}), which {does}."
        return None

    def _numbers_in(self, service_sid: str) -> set[str]:
        numbers = self._request(lambda: self._client.messaging.v1.services(service_sid).phone_numbers.list())
        return {number.sid for number in numbers}

    def standing(self) -> str:
        """How the account stands: "active"; "trial", which texts only verified numbers; "suspended" or "closed"."""
        found = self._request(lambda: self._client.api.accounts(self.account_sid).fetch())
        return "trial" if found.status == "active" and found.type == "Trial" else str(found.status)

    def seconds_ahead(self) -> float | None:
        """How far this machine's clock is ahead of the carrier's, by its last answer; None before the first."""
        date = self._client.http_client.date
        return time.time() - parsedate_to_datetime(date).timestamp() if date else None

    @cached_property
    def _client(self) -> "Client":
        return client(self.account_sid, self.auth_token, self.api_url, (CONNECT, ANSWER))

    def _request(self, call: Callable[[], T]) -> T:
        from requests.exceptions import RequestException
        from twilio.base.exceptions import TwilioException

        try:
            return call()
        except TwilioException as error:
            status, code = refusal(error)
            if status == TOO_MANY or status >= SERVERS_OWN:
                raise CarrierBusyError(_busy(status)) from None
            raise CarrierError(_sentence(status, code)) from None
        except RequestException:
            raise CarrierError("Twilio cannot be reached. Is this machine connected to the internet?") from None
        except ValueError:
            raise CarrierError(_sentence(0, None)) from None


def _busy(status: int) -> str:
    if status == TOO_MANY:
        return "Twilio takes no more requests of this account for the moment."
    return f"Twilio has trouble of its own (status {status})."


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
        voice=bool(can.get("voice")),
        sms=bool(can.get("sms")),
        routes={name: getattr(found, name) or "" for name in ROUTES},
        elsewhere=tuple((kind, getattr(found, name)) for name, kind in ELSEWHERE.items() if getattr(found, name)),
    )
