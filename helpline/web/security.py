"""Is this request really from the carrier? Always asked, and never answered with a crash."""

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hmac import HMAC, compare_digest
from typing import Any
from urllib.parse import quote

from twilio.request_validator import RequestValidator, get_signature_algorithm

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"

# The names under which WSGI hands headers over.
IN_SIGNATURE, IN_SETTINGS = (f"HTTP_{name.upper().replace('-', '_')}" for name in (SIGNATURE, SETTINGS))


def is_signed(
    validator: RequestValidator,
    url: str,
    body: Mapping[str, str] | str,
    signature: str | None,
    settings: str | None = None,
) -> bool:
    """Whether `signature` is the carrier's for this URL and body (form fields, or JSON text)."""
    if not signature or (isinstance(body, str) and "bodySHA256=" not in url):
        return False
    algorithm = get_signature_algorithm(settings)
    try:
        if validator.validate(url, body, signature, algorithm):
            return True
        # The carrier also signs with an apostrophe written as %27, and with the scheme as it was set up.
        return not isinstance(body, str) and any(
            compare_digest(validator.compute_signature(spelling, body, algorithm).encode(), signature.encode())
            for spelling in (url, url.replace("'", "%27"))
        )
    except (TypeError, ValueError):
        return False


def plainly_signed(token: bytes, url: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether the signature is the usual one, over this very URL and fields: one HMAC.

    The carrier's own validator tries several spellings of the URL and computes each in full, which
    takes longer than all the rest of a turn. It is asked about whatever does not match here.
    """
    signed = "".join([url, *[name + value for name, value in sorted(fields.items())]])
    own = _keyed(token).copy()
    own.update(signed.encode("utf-8", "surrogatepass"))
    return compare_digest(b64encode(own.digest()), signature.encode())


@lru_cache(maxsize=8)
def _keyed(token: bytes) -> HMAC:
    """An HMAC that has its key and waits for its message.

    `hmac.digest` would let other threads of the process run meanwhile, and then wait for them.
    """
    return HMAC(token, digestmod="sha1")


def request_is_signed(
    validator: RequestValidator, public_url: str, environ: Mapping[str, Any], form: Mapping[str, str]
) -> bool:
    """Whether a request was signed for our public address, whatever a proxy made of it."""
    url = public_url + raw_path(environ)
    return is_signed(validator, url, form, environ.get(IN_SIGNATURE), environ.get(IN_SETTINGS))


def without_host(target: str) -> str:
    """The path and query of a whole address, which a proxy may send in place of them."""
    return "/" + target.partition("://")[2].partition("/")[2]


def raw_path(environ: Mapping[str, Any]) -> str:
    """The path and query exactly as they were sent: a signature covers every byte of them.

    Servers hand them over under different names; where none does, ours are plain enough to be
    written again from what the server decoded.
    """
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw and not raw.startswith("/"):
        raw = without_host(raw)
    query = environ.get("QUERY_STRING", "")
    return raw or quote(environ["PATH_INFO"].encode("latin-1")) + (f"?{query}" if query else "")
