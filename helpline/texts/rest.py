"""The carrier's REST client, set up so that it answers in time and writes nothing down."""

import json
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twilio.rest import Client

API = "https://api.twilio.com"


def client(account_sid: str, auth_token: str, api_url: str, timeout: tuple[float, float]) -> "Client":
    """A client of the account. `timeout` is (seconds to connect, seconds to wait for an answer).

    Its `http_client.date` is the Date header of the last answer, or None. `api_url` takes the
    place of the carrier's own address.
    """
    from twilio.http.http_client import TwilioHttpClient  # late: 100 ms and 20 MB
    from twilio.rest import Client

    silent = logging.Logger("silent", logging.CRITICAL + 1)  # the SDK logs addresses, with the numbers in them

    class Http(TwilioHttpClient):  # type: ignore[misc]
        date: str | None = None

        def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
            answer = super().request(method, url.replace(API, api_url, 1), *args, **more)
            self.date = answer.headers.get("Date")
            return answer

    # No connection is kept: one that died meanwhile cannot be told from one that died halfway.
    http = Http(pool_connections=False, timeout=timeout[0], logger=silent)
    http.timeout = timeout  # the SDK's own check knows only one number; requests takes both
    nowhere = {"TWILIO_EDGE": ""}  # settings are read in config.py alone
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
