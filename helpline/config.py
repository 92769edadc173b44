"""Settings, read from the environment by this module only."""

import hmac
import ipaddress
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import helpline
from helpline.errors import SettingError

LOCAL_URL = "http://127.0.0.1:8000"
CARRIER_URL = "https://api.twilio.com"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
VOICES = ("auto", "clips", "say")
SHORTEST_SECRET = 12  # characters of a password that opens a page
LOGS = ("plain", "json")
QUOTES = ('""', "''", "“”", "‘’", "„“", "«»", "``")
Read = Callable[[str], str]  # by the name of a setting
_PLAIN = re.compile("[!-~]+")  # ASCII that is seen
# The ends of addresses that the line adds to PUBLIC_URL by itself.
OUR_PATH = re.compile(r"/(?:voice(?:/answer|/returned|/status)?|sms|texts/status|health|metrics|report|map)$", re.I)
PACKAGE = Path(helpline.__file__).resolve().parent
INSTALLED = (PACKAGE / "flows").is_dir()  # from a wheel, which brings the words; a checkout has them beside the package
FLOWS = (PACKAGE if INSTALLED else PACKAGE.parent) / "flows"
# A wheel brings no sound, and its folder is not one to write to: its clips stand where the line is started.
AUDIO = (Path.cwd() if INSTALLED else PACKAGE.parent) / "audio"


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one machine and another.

    `auth_token` signs the carrier's requests, as `auth_token_before` does while the token is being changed;
    `public_url` is the address that the carrier calls;
    `secret_key` keys the hashes under which text sessions are kept, `secret_key_before` those of before
    the key was changed; `report_password` and `metrics_token` open their pages, which are not served
    without; `counts` is off for a line that is only tried; `voice` is what a call hears: `auto`
    recordings, clips of the online voice, else Twilio's voice; `clips` those and clips of the embedded
    voice; `say` Twilio's voice only.
    `staff` shows what stands behind the words on the web page, and reads a changed flow file at once.
    `account_sid` and `number` (E.164) send texts: without both no text is offered;
    `api_url` is the carrier's own, that of one of its regions, or a stand-in's in tests.
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
    flows: Path = FLOWS
    audio: Path = AUDIO
    staff: bool = False
    account_sid: str = ""
    number: str = ""
    api_url: str = CARRIER_URL
    auth_token_before: str = ""

    @property
    def secret_fingerprint(self) -> str:
        """A sign of `secret_key` for comparing it. It is keyed by the auth token, so that nobody can guess from it."""
        key, secret = self.auth_token, self.secret_key or self.auth_token
        return hmac.new(key.encode(), secret.encode(), "sha256").hexdigest()[:12]

    @property
    def root(self) -> str:
        """The path in front of every address of the line: "" unless PUBLIC_URL has one."""
        return urlsplit(self.public_url).path.rstrip("/")


def _read(variables: Mapping[str, str], name: str) -> str:
    """A setting as it was meant; "" when it is not set.

    What nobody sees and nobody means is taken off: spaces around it, line ends, invisible characters, and quotes
    around the whole. A platform's form, an .env file or a mail that was copied from leaves them there.
    """
    written = variables.get(name, "")
    kinds = [unicodedata.category(character) for character in written]
    if "Cs" in kinds:  # bytes that are no UTF-8
        raise SettingError(f"{name} holds a letter that cannot be read. Type it again, in UTF-8.")
    seen = "".join(one for one, kind in zip(written, kinds, strict=True) if kind not in ("Cc", "Cf")).strip()
    return seen[1:-1].strip() if len(seen) > 1 and seen[0] + seen[-1] in QUOTES else seen


def from_environment(variables: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises SettingError, in a sentence, when one is missing or cannot be used.
    """
    read = partial(_read, variables)
    token, token_before = _token("TWILIO_AUTH_TOKEN", read), _token("TWILIO_AUTH_TOKEN_BEFORE", read)
    if not token:
        raise SettingError(
            "TWILIO_AUTH_TOKEN is not set. It is the Auth Token on your Twilio Console's first page; without it "
            "nobody could tell a real call from a forged one. To try the line with no account: helpline serve."
        )
    account_sid, stand_in, public_url = _account(read), _stand_in(read), _public_url(read)
    if account_sid and not stand_in and (why := why_not_public(public_url)):
        raise SettingError(f"{why} Set PUBLIC_URL to the address that Twilio calls, or take TWILIO_ACCOUNT_SID away.")
    return Settings(
        auth_token=token,
        auth_token_before=token_before,
        public_url=public_url,
        database_url=database_url(variables),
        secret_key=read("SECRET_KEY") or token,
        secret_key_before=read("SECRET_KEY_BEFORE") or ("" if read("SECRET_KEY") else token_before),
        report_password=_secret("REPORT_PASSWORD", read),
        metrics_token=_bearer("METRICS_TOKEN", read),
        flows=flows_folder(variables),
        audio=audio_folder(variables),
        voice=_one_of("HELPLINE_VOICE", VOICES, read) or Settings.voice,
        staff=_one_of("HELPLINE_STAFF", ("on", "off"), read) == "on",
        account_sid=account_sid,
        number=_number(read),
        api_url=stand_in or _carrier_url(read),
    )


def database_url(variables: Mapping[str, str] = os.environ) -> str:
    """The address of the database: the only setting of the commands that read counts or delete what has expired."""
    return _read(variables, "DATABASE_URL") or Settings.database_url


def flows_folder(variables: Mapping[str, str] = os.environ) -> Path:
    """The folder with the words. Raises SettingError when HELPLINE_FLOWS names a folder without them."""
    return with_flows(Path(_read(variables, "HELPLINE_FLOWS") or FLOWS).absolute())


def with_flows(folder: Path) -> Path:
    """The folder itself. Raises SettingError, which names it, when no flow files are in it."""
    if not any(folder.glob("[!.]*.yaml")):
        raise SettingError(
            f"There are no flow files in {folder.absolute()}. HELPLINE_FLOWS or --flows names the folder with the "
            "words; without them the line speaks the words that it came with."
        )
    return folder


def audio_folder(variables: Mapping[str, str] = os.environ) -> Path:
    """The folder with clips/ and recordings/, which need not be there."""
    return Path(_read(variables, "HELPLINE_AUDIO") or AUDIO).absolute()


def log_form(variables: Mapping[str, str] = os.environ) -> str:
    """The form of a line of the log: plain, for people, or json, for programs."""
    return _one_of("HELPLINE_LOG", LOGS, partial(_read, variables)) or LOGS[0]


def for_serving(local_url: str, variables: Mapping[str, str] = os.environ) -> tuple[Settings, bool]:
    """The settings to serve with at an address of this machine, and whether the auth token was made for this run.

    With no token the line can still be tried: anyone who reads the made token can sign requests.
    """
    read = partial(_read, variables)
    made = not read("TWILIO_AUTH_TOKEN")
    token = {"TWILIO_AUTH_TOKEN": secrets.token_hex(16)} if made else {}
    url = read("PUBLIC_URL") or local_url
    return from_environment({**variables, "PUBLIC_URL": url, **token}), made


def _token(name: str, read: Read) -> str:
    written = read(name)
    if written and not re.fullmatch("[0-9a-fA-F]{32}", written):
        raise SettingError(
            f"{name} is not an Auth Token: 32 figures and letters from a to f. It has {len(written)} characters. Copy "
            "it again from the first page of the Twilio Console."
        )
    return written


def _public_url(read: Read) -> str:
    written = read("PUBLIC_URL") or LOCAL_URL
    parts = _split(written)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or not _PLAIN.fullmatch(written):
        raise SettingError(
            f"PUBLIC_URL is {written!r}. Write the address that Twilio calls, such as https://line.example.org."
        )
    for sign, is_called in (("?", "a query"), ("#", "a fragment")):
        if sign in written:
            raise SettingError(f"PUBLIC_URL is {written!r}, with {is_called}. Leave out the {sign} and all after it.")
    path = parts.path.rstrip("/")
    if ours := OUR_PATH.search(path):
        raise SettingError(f"PUBLIC_URL is {written!r}. Leave out {ours[0]}: the line adds its own paths.")
    login, at, host = parts.netloc.rpartition("@")
    url = f"{parts.scheme}://{login}{at}{host.lower()}{path}"
    if parts.scheme == "http" and not _is_inside(parts.hostname):
        raise SettingError(why_not_public(url))
    return url


def _split(written: str) -> SplitResult | None:
    """The parts of an address; None where it is none, or where its port is no port."""
    try:
        parts = urlsplit(written)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _secret(name: str, read: Read) -> str:
    written = read(name)
    if written and len(written) < SHORTEST_SECRET:
        raise SettingError(f"{name} is too short to be safe. Use {SHORTEST_SECRET} characters or more.")
    return written


def _bearer(name: str, read: Read) -> str:
    """A secret that comes in a header, where nothing but ASCII arrives as it was sent."""
    written = _secret(name, read)
    if not written.isascii():
        raise SettingError(f"{name} holds a letter that no header can carry. Use a to z, figures, - and _.")
    return written


def _one_of(name: str, choices: tuple[str, ...], read: Read) -> str:
    written = read(name).lower()
    if written and written not in choices:
        raise SettingError(f"{name} is {written!r}. Use one of: {', '.join(choices)}.")
    return written


def _account(read: Read) -> str:
    written = read("TWILIO_ACCOUNT_SID")
    if written and not re.fullmatch("AC[0-9a-fA-F]{32}", written):
        raise SettingError(
            "TWILIO_ACCOUNT_SID is not an Account SID: AC and 32 letters and figures. It is on your Twilio "
            "Console's first page."
        )
    return written


def _number(read: Read) -> str:
    written = re.sub("[ .-]", "", read("TWILIO_NUMBER"))
    if written and not re.fullmatch(r"\+(?!440)[1-9][0-9]{6,14}", written):
        raise SettingError("TWILIO_NUMBER must be the whole number, with + and the country code: +44 for a UK number.")
    return written


def _stand_in(read: Read) -> str:
    """The stand-in for the carrier. The auth token is sent there, so only this machine may stand in for it."""
    written = read("TWILIO_API_URL").rstrip("/")
    if not written or written == CARRIER_URL:
        return ""
    parts = _split(written)
    if not parts or parts.hostname not in LOOPBACK:
        raise SettingError("TWILIO_API_URL is for tests only, and must be on this machine: http://127.0.0.1:4010.")
    return written


def _carrier_url(read: Read) -> str:
    """The carrier's REST API, at the region and edge that its own client would take from the same settings."""
    region, edge = read("TWILIO_REGION").lower(), read("TWILIO_EDGE").lower()
    for name, value in (("TWILIO_REGION", region), ("TWILIO_EDGE", edge)):
        if value and not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", value):
            raise SettingError(f"{name} is {value!r}. Write it as Twilio does: region ie1, edge dublin, for Ireland.")
    if region and not edge and region != "us1":
        raise SettingError(
            f"TWILIO_REGION is {region}, and TWILIO_EDGE is not set. Twilio needs both: for Ireland, ie1 and dublin."
        )
    return f"https://api.{edge}.{region or 'us1'}.twilio.com" if edge else CARRIER_URL


def why_not_public(url: str) -> str | None:
    """The reason, in a sentence, why the carrier cannot or should not call a PUBLIC_URL; None when it can."""
    parts = urlsplit(url)
    if _is_inside(parts.hostname or ""):
        return f"PUBLIC_URL is {url}, which only this machine or its own network can reach. Twilio is outside it."
    if parts.scheme != "https":
        return f"PUBLIC_URL is {url}. Without https anyone on the way could read what callers press: use https://."
    return None


def _is_inside(host: str) -> bool:
    """Whether a host is this machine, or one that only its own network knows."""
    if host in LOOPBACK or "." not in host.strip(".") and ":" not in host:
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:  # a name
        return False
