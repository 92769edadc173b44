"""The carrier's signature: whether a request really comes from Twilio, and why one is refused."""

import hmac
import logging
import re
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Request
from twilio.request_validator import RequestValidator, get_signature_algorithm

from helpline.config import Settings
from helpline.web.counters import Counters

log = logging.getLogger(__name__)

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
MINUTE = 60  # seconds
_SHAPE = re.compile("[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=")  # HMAC-SHA1 or -SHA256: else no carrier sent it
MAKE_THEM_ONE = "Point the number at PUBLIC_URL (helpline connect), or set PUBLIC_URL to what Twilio calls."
ANY_OTHER = (
    "TWILIO_AUTH_TOKEN is not the token that Twilio signs with, or a proxy changes the path or the query on the way. "
    "Compare the token with the first page of the Twilio Console, then ask: helpline doctor"
)


class Signatures:
    """Checks requests by the auth token, or the one before it, and counts and tells those that are refused."""

    def __init__(self, settings: Settings):
        self._public_url, self._account_sid = settings.public_url, settings.account_sid
        self._validator = RequestValidator(settings.auth_token)
        self._before = RequestValidator(settings.auth_token_before) if settings.auth_token_before else None
        self.counters = Counters(("processes that accepted", "refused", "told at", "token before", "token before at"))
        self._accepted = False

    def accept(self, request: Request) -> bool:
        """Whether a request is the carrier's. One that cannot be checked is not. Never raises."""
        try:
            if self._is_signed(self._validator, self._public_url, request):
                self._accept()
                return True
            if self._before and self._is_signed(self._before, self._public_url, request):
                self._accept()
                self.counters.add(("token before", 1))
                self.counters.raise_to("token before at", time.time())
                return True
            self._refuse(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, a request that cannot be checked does not pass
            log.debug("A request cannot be checked: %s", type(error).__name__)
        return False

    def _accept(self) -> None:
        if not self._accepted:
            self._accepted = True
            self.counters.add(("processes that accepted", 1))

    @property
    def refuses_all(self) -> bool:
        """Whether requests with a signature came, and not one of them was accepted."""
        return bool(self.counters.total("refused")) and not self.counters.total("processes that accepted")

    def _is_signed(self, validator: RequestValidator, public_url: str, request: Request) -> bool:
        headers, url = request.headers, public_url + raw_path(request.environ)
        return is_signed(validator, url, request.form, headers.get(SIGNATURE), headers.get(SETTINGS))

    def _refuse(self, request: Request) -> None:
        """Count a refused request that carries a signature, and tell of it once a minute."""
        if not _SHAPE.fullmatch(request.headers.get(SIGNATURE, "")):
            return
        self.counters.add(("refused", 1))
        if self.counters.is_due("told at", MINUTE, time.time()):
            number = int(self.counters.total("refused"))
            log.error("Signed requests are refused (%d since the start). %s", number, self._likeliest_reason(request))

    def _likeliest_reason(self, request: Request) -> str:
        """A sentence. What a request says of itself is told only where its signature proves it."""
        for public_url in self._other_addresses(request):
            if self._is_signed(self._validator, public_url, request):
                return f"Twilio calls {public_url}, and PUBLIC_URL is {self._public_url}. {MAKE_THEM_ONE}"
        account = request.form.get("AccountSid", self._account_sid)
        if self._account_sid and account != self._account_sid:
            return "They come from another account than TWILIO_ACCOUNT_SID, which signs with a token of its own."
        return ANY_OTHER

    def _other_addresses(self, request: Request) -> Iterator[str]:
        """The addresses that the carrier may have been given instead of PUBLIC_URL."""
        own, headers = urlsplit(self._public_url), request.headers
        hosts = dict.fromkeys((own.netloc, headers.get("Host", ""), headers.get("X-Forwarded-Host", "")))
        for path in dict.fromkeys((own.path, "")):
            for host in filter(None, hosts):
                yield from (f"{scheme}://{host}{path}" for scheme in ("https", "http"))


def is_signed(
    validator: RequestValidator,
    url: str,
    body: Mapping[str, str] | str,
    signature: str | None,
    settings: str | None = None,
) -> bool:
    """Whether `signature` is the carrier's for this URL and body (form fields, or JSON text). Never raises.

    The usual spelling is tried first, since the library computes four signatures in full to find it.
    """
    if not signature or (isinstance(body, str) and "bodySHA256=" not in url):
        return False
    try:
        if not settings and not isinstance(body, str) and hmac.compare_digest(_usual(validator, url, body), signature):
            return True
        algorithm = get_signature_algorithm(settings)
        if validator.validate(url, body, signature, algorithm):
            return True
        # The carrier also signs with an apostrophe written as %27, and with the scheme as it was set up.
        return not isinstance(body, str) and any(
            hmac.compare_digest(validator.compute_signature(spelling, body, algorithm), signature)
            for spelling in (url, url.replace("'", "%27"))
        )
    except (TypeError, ValueError):  # a signature that is not ASCII, a field that is not text, unknown settings
        return False


def _usual(validator: RequestValidator, url: str, fields: Mapping[str, str]) -> str:
    """Twilio's signature over a URL and fields that come once each (facts: "Validating requests", HMAC-SHA1)."""
    signed = url + "".join(name + value for name, value in sorted(fields.items()))
    return b64encode(hmac.new(validator.token, signed.encode(), "sha1").digest()).decode()


def raw_path(environ: Mapping[str, Any]) -> str:
    """The path and query exactly as they were sent: a signature covers every byte of them.

    Servers give them under different names. Where a server gives none, the decoded path is written again.
    """
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw:
        return without_host(raw)
    query = environ.get("QUERY_STRING", "")
    return quote(environ["PATH_INFO"].encode("latin-1")) + (f"?{query}" if query else "")


def without_host(target: str) -> str:
    """A path and query; those of a whole address, which a proxy may send in place of them."""
    return target if target.startswith("/") else "/" + target.partition("://")[2].partition("/")[2]
