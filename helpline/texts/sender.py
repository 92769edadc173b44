"""Sends one text through the carrier's REST API, inside the turn of a call; and how many texts may go out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from helpline.engine.inputs import SendResult
from helpline.texts.account import client, refusal

if TYPE_CHECKING:
    from twilio.rest import Client

CONNECT, ANSWER = 1.5, 2.5  # seconds
TOTAL = CONNECT + ANSWER  # seconds: well inside the 15 that the carrier waits for us

# The carrier's error codes (https://www.twilio.com/docs/api/errors); those not here are FAILED.
RESULTS = {
    21610: SendResult.OPTED_OUT,
    21211: SendResult.NOT_MOBILE,  # no such number
    21614: SendResult.NOT_MOBILE,  # not a mobile
    21635: SendResult.NOT_MOBILE,  # a landline
    30003: SendResult.NOT_MOBILE,  # switched off or out of reach
    30005: SendResult.NOT_MOBILE,  # unknown
    30006: SendResult.NOT_MOBILE,  # a landline, or its carrier cannot be reached
    21408: SendResult.NOT_ALLOWED,  # the account may not text this country
    21608: SendResult.NOT_ALLOWED,  # a trial account, and the number is not verified
    572005: SendResult.NOT_ALLOWED,  # a trial account, and the number's verification is not finished
    21612: SendResult.NOT_ALLOWED,  # no way from our number to this one
    429: SendResult.LIMIT,
    20429: SendResult.LIMIT,
    21611: SendResult.LIMIT,  # our number's queue is full
    30001: SendResult.LIMIT,
    63038: SendResult.LIMIT,  # the account's texts for the day are used up
}


@dataclass(frozen=True)
class Limits:
    """How many texts may go out, so that nobody can use the line to pester a phone or run up a bill.

    `to_one` texts to one number in any 24 hours, `to_all` texts to all numbers in any hour.
    """

    to_one: int = 6
    to_all: int = 120

    def allow(self, to_one: int, to_all: int) -> bool:
        """Whether one more may go out, after that many to this number and to all numbers."""
        return to_one < self.to_one and to_all < self.to_all


@dataclass(frozen=True)
class Sender:
    """Texts from `number`, paid by an account. The carrier calls `status_url` with each delivery status; None: never.

    `connect`, `answer` and `total` are the most seconds to connect, to wait for an answer, and for both.
    """

    account_sid: str
    auth_token: str
    number: str
    status_url: str | None
    api_url: str
    connect: float = CONNECT
    answer: float = ANSWER
    total: float = TOTAL

    def send(self, to: str, body: str) -> tuple[SendResult, int | None]:
        """Send `body` to a number in E.164, once; gives the result and the carrier's error code.

        Takes `total` seconds at most, and never raises for what the carrier or the network does.
        """
        # A thread: requests cannot end a slow look-up of a name, or an answer that drips.
        work = self._workers.submit(_result, lambda: self._create(to, body))
        try:
            return work.result(self.total)
        except TimeoutError:
            return (SendResult.FAILED if work.cancel() else SendResult.UNKNOWN), None

    def _create(self, to: str, body: str) -> int | None:
        messages = self._client.messages
        message = messages.create(to=to, from_=self.number, body=body, status_callback=self.status_url)
        code: int | None = message.error_code
        return code

    @cached_property
    def _client(self) -> "Client":
        return client(self.account_sid, self.auth_token, self.api_url, (self.connect, self.answer))

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=8, thread_name_prefix="texts")


def _result(create: Callable[[], int | None]) -> tuple[SendResult, int | None]:
    """The result of a text that `create` posts to the carrier; the carrier's error code, if it gave one."""
    from requests.exceptions import ConnectionError, ConnectTimeout, RequestException
    from twilio.base.exceptions import TwilioException
    from urllib3.exceptions import NewConnectionError

    try:
        code = create()
        return (RESULTS.get(code, SendResult.FAILED) if code else SendResult.SENT), code
    except TwilioException as error:
        status, code = refusal(error)
        if not 400 <= status < 500:  # the carrier stumbled, and does not say when
            return SendResult.UNKNOWN, code
        return RESULTS.get(code or 0) or RESULTS.get(status, SendResult.FAILED), code
    except ConnectTimeout:
        return SendResult.FAILED, None
    except ConnectionError as error:
        cause = getattr(error.args[0], "reason", None) if error.args else None
        return (SendResult.FAILED if isinstance(cause, NewConnectionError) else SendResult.UNKNOWN), None
    except (RequestException, ValueError):  # halfway through an answer
        return SendResult.UNKNOWN, None
