"""Settings, read from the environment in this one place."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import helpline
from helpline.errors import SettingError

LOCAL_URL = "http://127.0.0.1:8000"
CARRIER_URL = "https://api.twilio.com"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
VOICES = ("auto", "clips", "say")
SHORTEST_SECRET = 12  # characters of a password that opens a page
HOME = Path(helpline.__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one machine and another.

    `auth_token` signs the carrier's requests; `public_url` is the address that the carrier calls;
    `secret_key` keys the hashes under which text sessions are kept, `secret_key_before` those of before
    the key was changed; `report_password` and `metrics_token` open their pages, which are not served
    without; `counts` is off for a line that is only tried; `voice` is what a call hears: `auto`
    recordings, clips of the online voice, else Twilio's voice; `clips` those and clips of the embedded
    voice; `say` Twilio's voice only.
    `staff` shows what stands behind the words on the web page, and reads a changed flow file at once.
    `account_sid` and `number` (E.164) are what texts are sent with: without both none is offered;
    `api_url` is the carrier's own, or a stand-in's in tests.
    """

    auth_token: str
    public_url: str = LOCAL_URL
    database_url: str = "sqlite:///helpline.db"
    secret_key: str = ""
    secret_key_before: str = ""
    report_password: str = ""
    metrics_token: str = ""
    counts: bool = True
    voice: str = "auto"
    flows: Path = HOME / "flows"
    audio: Path = HOME / "audio"
    staff: bool = False
    account_sid: str = ""
    number: str = ""
    api_url: str = CARRIER_URL


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises SettingError, in a sentence, when one is missing or cannot be used.
    """
    token = environment.get("TWILIO_AUTH_TOKEN", "").strip()
    if not token:
        raise SettingError(
            "TWILIO_AUTH_TOKEN is not set. It is the Auth Token on your Twilio Console's first page; without it "
            "nobody could tell a real call from a forged one. To try the line with no account: helpline serve."
        )
    return Settings(
        auth_token=token,
        public_url=_url(environment.get("PUBLIC_URL") or LOCAL_URL),
        database_url=database_url(environment),
        secret_key=environment.get("SECRET_KEY") or token,
        secret_key_before=environment.get("SECRET_KEY_BEFORE", ""),
        report_password=_secret(environment, "REPORT_PASSWORD"),
        metrics_token=_secret(environment, "METRICS_TOKEN"),
        voice=_voice(environment.get("HELPLINE_VOICE") or Settings.voice),
        staff=_switch("HELPLINE_STAFF", environment.get("HELPLINE_STAFF") or "off"),
        account_sid=_account(environment.get("TWILIO_ACCOUNT_SID", "").strip()),
        number=_number(environment.get("TWILIO_NUMBER", "").replace(" ", "")),
        api_url=_api(environment.get("TWILIO_API_URL") or CARRIER_URL),
    )


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """Where text conversations and counts are kept: all that the commands `report` and `retention` need."""
    return environment.get("DATABASE_URL") or Settings.database_url


def for_serving(port: int, environment: Mapping[str, str] = os.environ) -> tuple[Settings, bool]:
    """The settings to serve with on a local port, and whether the auth token was made for this run.

    With no token the line can still be tried: whoever reads the token can sign requests.
    """
    made = not environment.get("TWILIO_AUTH_TOKEN", "").strip()
    token = {"TWILIO_AUTH_TOKEN": secrets.token_hex(16)} if made else {}
    return from_environment({"PUBLIC_URL": f"http://127.0.0.1:{port}", **environment, **token}), made


def _url(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SettingError(
            f"PUBLIC_URL is {written!r}. Write the address that Twilio calls, such as https://line.example.org."
        )
    return written.rstrip("/")


def _secret(environment: Mapping[str, str], name: str) -> str:
    written = environment.get(name, "")
    if written and len(written) < SHORTEST_SECRET:
        raise SettingError(f"{name} is too short to be safe. Use {SHORTEST_SECRET} characters or more.")
    return written


def _voice(written: str) -> str:
    if written not in VOICES:
        raise SettingError(f"HELPLINE_VOICE is {written!r}. Use one of: {', '.join(VOICES)}.")
    return written


def _switch(name: str, written: str) -> bool:
    if written not in ("on", "off"):
        raise SettingError(f"{name} is {written!r}. Use on or off.")
    return written == "on"


def _account(written: str) -> str:
    if written and not re.fullmatch("AC[0-9a-fA-F]{32}", written):
        raise SettingError(
            "TWILIO_ACCOUNT_SID is not an Account SID: AC and 32 letters and figures. It is on your Twilio "
            "Console's first page."
        )
    return written


def _number(written: str) -> str:
    if written and not re.fullmatch(r"\+[1-9]\d{6,14}", written):
        raise SettingError("TWILIO_NUMBER must be the whole number, with + and the country code: +44 for a UK number.")
    return written


def _api(written: str) -> str:
    """The carrier's address. Whoever answers there is given the auth token, so only this machine may stand in."""
    if written != CARRIER_URL and urlsplit(written).hostname not in LOOPBACK:
        raise SettingError("TWILIO_API_URL is for tests only, and must be on this machine: http://127.0.0.1:4010.")
    return written.rstrip("/")


def why_not_public(url: str) -> str | None:
    """Why the carrier cannot, or should not, call a PUBLIC_URL, in a sentence; None when it can."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK or "." not in host.strip(".") or _is_private(host):
        return f"PUBLIC_URL is {url}, which only this machine or its own network can reach. Twilio is outside it."
    if parts.scheme != "https":
        return f"PUBLIC_URL is {url}. Without https anyone on the way could read what callers press: use https://."
    return None


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:  # a name
        return False
