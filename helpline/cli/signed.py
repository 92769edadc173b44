"""Requests to the line and to fallbacks, signed (or not) as the carrier would."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator

from helpline.web.signature import SIGNATURE

PATIENCE = 15  # seconds: as long as the carrier waits
LARGEST = 64 * 1024  # bytes; the carrier takes no longer document


@dataclass(frozen=True)
class Answer:
    """The status and words of an answer. `status` is 0 when none came."""

    status: int
    words: str = ""

    @property
    def is_twiml(self) -> bool:
        """Whether it is a document that the carrier can read."""
        return self.status == 200 and "<Response" in self.words


def post(url: str, auth_token: str, fields: dict[str, str]) -> Answer:
    """Post a form to the line, as the carrier does."""
    signature = RequestValidator(auth_token).compute_signature(url, fields)
    return _send("POST", url, fields, signature)


def get(url: str, auth_token: str, account_sid: str) -> Answer:
    """Fetch a fallback. A TwiML Bin answers only who signs, and names the account."""
    url += ("&" if urlsplit(url).query else "?") + f"AccountSid={account_sid}"
    return _send("GET", url, None, RequestValidator(auth_token).compute_signature(url, {}))


def _send(method: str, url: str, fields: dict[str, str] | None, signature: str) -> Answer:
    headers = {SIGNATURE: signature}
    try:
        # No redirect is followed: a signature is for one address.
        answer = requests.request(method, url, data=fields, headers=headers, timeout=PATIENCE, allow_redirects=False)
    except (requests.RequestException, ValueError):
        return Answer(0)
    return Answer(answer.status_code, answer.content[:LARGEST].decode(errors="replace"))
