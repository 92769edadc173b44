"""A stand-in for the carrier, for terminals, tests and the doctor: it signs requests and posts them to the webhooks."""

import re
import secrets
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
import requests
from flask import Flask
from twilio.request_validator import RequestValidator

from helpline.config import Settings
from helpline.web import create_app
from helpline.web.signature import SIGNATURE

CALLER = "+447700900123"  # Ofcom keeps this number for drama
PATIENCE = 15  # seconds: as long as the carrier waits
LARGEST = 64 * 1024  # bytes; the carrier takes no longer document
NOT_TEXT = "What was typed or piped in is not text in UTF-8. Save it as UTF-8, and send it again."


@dataclass(frozen=True)
class Spoken:
    """The words of one turn of a call, the seconds it waits, and where a key goes (None: the call has ended).

    `dialled` is the number that the call is put through to; then `next_path` is where it comes back.
    """

    words: str
    wait_seconds: int
    next_path: str | None
    dialled: str | None = None


@dataclass(frozen=True)
class Carrier:
    """Posts to an application as the carrier does."""

    app: Flask
    settings: Settings

    def post(self, path: str, **fields: str) -> str:
        """Post a signed form to a path of the line, and give the document that comes back."""
        url = self.settings.public_url + path
        signature = RequestValidator(self.settings.auth_token).compute_signature(url, fields)
        response = self.app.test_client().post(path, data=fields, headers={SIGNATURE: signature})
        if response.status_code != 200:
            raise RuntimeError(f"The line answered {response.status}.")
        return response.get_data(as_text=True)

    def call(self) -> Spoken:
        """Phone the line."""
        return self._spoken("/voice")

    def press(self, path: str, digit: str) -> Spoken:
        """Press a key; an empty `digit` is silence."""
        return self._spoken(path, Digits=digit)

    def comes_back(self, path: str) -> Spoken:
        """Come back from a call that was put through and that nobody picked up."""
        return self._spoken(path, DialCallStatus="no-answer")

    def _spoken(self, path: str, **fields: str) -> Spoken:
        return read_twiml(self.post(path, CallSid="CA" + secrets.token_hex(16), From=CALLER, **fields))

    def text(self, body: str) -> str | None:
        """Text the line. None when it sends nothing back."""
        document = self.post("/sms", MessageSid="SM" + secrets.token_hex(16), From=CALLER, Body=body)
        return ET.fromstring(document).findtext("Message")  # noqa: S314 - our own document


@dataclass(frozen=True)
class Answer:
    """The status and words of an answer. `status` is 0 when none came; `trouble` is then the kind of error."""

    status: int
    words: str = ""
    trouble: type[Exception] = Exception

    @property
    def is_twiml(self) -> bool:
        """Whether it is a document that the carrier can read."""
        return self.status == 200 and "<Response" in self.words


def post(url: str, auth_token: str, fields: dict[str, str], method: str = "POST") -> Answer:
    """Post a signed form to the line at `url`."""
    signature = RequestValidator(auth_token).compute_signature(url, fields)
    return _request(method, url, fields, {SIGNATURE: signature})


def get(url: str, auth_token: str, account_sid: str) -> Answer:
    """Fetch a fallback. A TwiML Bin answers only a signed request that names the account."""
    url += ("&" if urlsplit(url).query else "?") + f"AccountSid={account_sid}"
    return post(url, auth_token, {}, "GET")


def ask(url: str) -> Answer:
    """Fetch a page that anyone may see."""
    return _request("GET", url, {}, {})


def _request(method: str, url: str, fields: dict[str, str], headers: dict[str, str]) -> Answer:
    try:
        # No redirect is followed: a signature is for one address.
        answer = requests.request(method, url, data=fields, headers=headers, timeout=PATIENCE, allow_redirects=False)
    except (requests.RequestException, ValueError) as error:
        cause = getattr(error.args[0] if error.args else None, "reason", error)  # urllib3 knows it more exactly
        return Answer(0, trouble=type(cause))
    return Answer(answer.status_code, answer.content[:LARGEST].decode(errors="replace"))


@contextmanager
def own_line(flows: Path, at: float | None = None, drafts: bool = False) -> Iterator[Carrier]:
    """A carrier with a line of its own, which keeps its texts only until it is closed.

    The line speaks as it would `at` that time, in seconds since 1970 (None: now), and with `drafts` in languages
    that nobody has checked, too.
    """
    with tempfile.TemporaryDirectory() as folder:
        texts = f"sqlite:///{folder}/texts.db"
        # A terminal shows words, so the line says them here, whatever clips there are.
        settings = Settings(
            auth_token=secrets.token_hex(16), database_url=texts, flows=flows, voice="say", counts=False
        )
        app = create_app(settings)
        line = app.extensions["helpline"].at(at)
        app.extensions["helpline"] = line.with_drafts if drafts else line
        yield Carrier(app, settings)
        app.extensions["helpline"].close()


def typed(question: str) -> str | None:
    """The line that is typed or piped in, without the spaces around it; None when the input has ended (Ctrl-D).

    Raises click.ClickException for a line that is not text.
    """
    click.echo(f"{question} ", nl=False)
    # The bytes: a text stream that is made anew for each line reads ahead, and the lines behind it are lost.
    line = sys.stdin.buffer.readline() if sys.stdin else b""
    if not line:
        return None
    words = as_text(line).strip()
    if not sys.stdin.isatty():  # a terminal shows by itself what is typed
        click.echo(words)
    return words


def as_text(given: bytes) -> str:
    """The text of a line of the input, or of a word on the command line. Raises click.ClickException if it is none."""
    try:
        return given.decode()
    except UnicodeDecodeError:
        raise click.ClickException(NOT_TEXT) from None


def read_twiml(document: str) -> Spoken:
    """The words and the next path of a TwiML document."""
    response = ET.fromstring(document)  # noqa: S314 - our own document
    says, gather, dial = response.iter("Say"), response.find("Gather"), response.find("Dial")
    goes_on = gather if gather is not None else dial
    return Spoken(
        words="\n".join(_lines(" ".join("".join(say.itertext()).split())) for say in says),
        wait_seconds=int(gather.get("timeout", "0")) if gather is not None else 0,
        next_path=goes_on.get("action") if goes_on is not None else None,
        dialled=dial.findtext("Number") if dial is not None else None,
    )


def _lines(words: str) -> str:
    """One sentence a line; the groups of a number stay together."""
    return re.sub(r"(?<=[.?!]) (?!(?:zero|one|two|three|four|five|six|seven|eight|nine),)", "\n", words)
