"""Is this request really from the carrier? Always asked, and never answered with a crash."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hmac import compare_digest, digest
from urllib.parse import quote, urlsplit

from flask import Request
from twilio.request_validator import RequestValidator, get_signature_algorithm
from werkzeug.datastructures import MultiDict

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


@cache
def _named(header: str) -> str:
    """The name under which WSGI hands a header over."""
    return "HTTP_" + header.upper().replace("-", "_")


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


def _matches(validator: RequestValidator, url: str, form: MultiDict[str, str], signature: str) -> bool:
    """Whether the signature is the usual one, over this very URL: one HMAC.

    The carrier's own validator tries several spellings of the URL and computes each in full, which
    takes longer than all the rest of a turn. It is asked about whatever does not match here.
    """
    signed = [url]
    for name, values in sorted(form.lists()):
        for value in values if len(values) == 1 else sorted(set(values)):
            signed += (name, value)
    expected = b64encode(digest(validator.token, "".join(signed).encode(), "sha1"))
    return compare_digest(expected, signature.encode())


def request_is_signed(validator: RequestValidator, public_url: str, request: Request) -> bool:
    """Whether a request was signed for our public address, whatever a proxy made of it."""
    url, form = public_url + raw_path(request), request.form
    signature, settings = request.environ.get(_named(SIGNATURE)), request.environ.get(_named(SETTINGS))
    if signature and settings is None and _matches(validator, url, form, signature):
        return True
    return is_signed(validator, url, form, signature, settings)


def raw_path(request: Request) -> str:
    """The path and query exactly as they were sent: a signature covers every byte of them.

    Servers hand them over under different names; where none does, ours are plain enough to be
    written again from what Flask decoded.
    """
    raw: str = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or ""
    if raw and not raw.startswith("/"):  # a proxy may send the whole address
        parts = urlsplit(raw)
        raw = parts.path + (f"?{parts.query}" if parts.query else "")
    query = request.query_string.decode("latin-1")
    return raw or quote(request.path) + (f"?{query}" if query else "")
