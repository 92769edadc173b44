"""Settings, read from the environment in this one place."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import helpline
from helpline.errors import SettingError

LOCAL_URL = "http://127.0.0.1:8000"
VOICES = ("auto", "clips", "say")
SHORTEST_SECRET = 12  # characters of a password that opens a page
HOME = Path(helpline.__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one machine and another.

    `auth_token` signs the carrier's requests; `public_url` is the address that the carrier calls;
    `secret_key` keys the hashes under which text sessions are kept, `secret_key_before` those of before
    the key was changed; `report_password` and `metrics_token` open their pages, which are not served
    without; `metrics_folder` is where several processes add their figures up; `counts` is off for a
    line that is only tried; `voice` is what a call hears: `auto` recordings, clips of the online voice,
    else Twilio's voice; `clips` those and clips of the embedded voice; `say` Twilio's voice only.
    """

    auth_token: str
    public_url: str = LOCAL_URL
    database_url: str = "sqlite:///helpline.db"
    secret_key: str = ""
    secret_key_before: str = ""
    report_password: str = ""
    metrics_token: str = ""
    metrics_folder: str = ""
    counts: bool = True
    voice: str = "auto"
    flows: Path = HOME / "flows"
    audio: Path = HOME / "audio"


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
        metrics_folder=environment.get("PROMETHEUS_MULTIPROC_DIR", ""),
        voice=_voice(environment.get("HELPLINE_VOICE") or Settings.voice),
    )


def database_url(environment: Mapping[str, str] = os.environ) -> str:
    """Where text conversations and counts are kept: all that the commands which only read or tidy need."""
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
