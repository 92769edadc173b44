"""The carrier's signature: whether a request really comes from Twilio."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from twilio.request_validator import RequestValidator, get_signature_algorithm

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


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
