"""`helpline connect` and `helpline fallback`: where a number's calls and texts go, and what answers when that fails."""

import json
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import click

from helpline.channels import sms, voice
from helpline.cli.options import flows_option
from helpline.config import Settings, from_environment, why_not_public
from helpline.content.load import load
from helpline.errors import CarrierError, SettingError
from helpline.texts.account import ROUTES, Account, PhoneNumber, Routes
from helpline.web.texting import CALL_STATUS_PATH

KEPT = Path("helpline-connect.json")
DEFER = (
    'In the Twilio Console, open Messaging, Services, this one, Integration, and choose "Defer to sender\'s webhook".'
)
LABELS = {
    "voice_url": "A call comes in",
    "voice_fallback_url": "if that fails",
    "status_callback": "when a call has ended",
    "sms_url": "A text comes in",
    "sms_fallback_url": "if that fails",
}


@click.command()
@click.option("--sms", "for_texts", is_flag=True, help="The reply to a text, instead of the words of a call.")
@flows_option
def fallback(for_texts: bool, flows: Path) -> None:
    """Print static TwiML with both numbers, for the carrier's fallback URL.

    Put it where it does not depend on this service: a TwiML Bin at Twilio, for example. Print it
    again whenever a number changes: it is made from contacts.yaml.
    """
    library = load(flows)
    click.echo(sms.fallback(library) if for_texts else voice.fallback(library))


@click.command()
@click.option("--fallback-url", metavar="URL", help="The address of a call when this service cannot be reached.")
@click.option("--sms-fallback-url", metavar="URL", help="The same for a text.")
@click.option("--undo", is_flag=True, help="Put everything back as it was before the first connect.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--kept", type=click.Path(dir_okay=False, path_type=Path), default=KEPT, show_default=True,
              help="The small file that holds what was there before.")  # fmt: skip
def connect(fallback_url: str | None, sms_fallback_url: str | None, undo: bool, yes: bool, kept: Path) -> None:
    """Point TWILIO_NUMBER's calls and texts at PUBLIC_URL.

    Shows the change first, and waits for a yes. The fallback must not be on the machine that may
    fail: make two TwiML Bins in the Twilio Console, of what `helpline fallback` and `helpline
    fallback --sms` print, and give their addresses here. An address that is not given stays as it is.
    """
    settings = from_environment()
    account, number = open_account(settings), settings.number
    phone = account.phone_number(number)
    if not undo:
        _refuse_overruled(account, phone)
    wanted = _kept_routes(kept, phone) if undo else _our_routes(settings, phone, fallback_url, sms_fallback_url)
    change = {name: value for name, value in wanted.items() if value != phone.routes[name]}
    click.echo(_picture(number, phone.routes, change))
    if not change:
        click.echo("Nothing needs to be changed.")
    elif yes or _agreed():
        if not undo:
            _keep(kept, phone)
        account.point(phone.sid, change)
        click.echo("Done. Put it back with: helpline connect --undo" if not undo else "Done: it is as it was before.")
    else:
        click.echo("Nothing was changed.")
        return
    if undo:
        kept.unlink()
    else:
        click.echo(_advice({**phone.routes, **change}))


def open_account(settings: Settings) -> Account:
    """The account of the settings. Raises SettingError when one that it needs is not set."""
    for name, value in (("TWILIO_ACCOUNT_SID", settings.account_sid), ("TWILIO_NUMBER", settings.number)):
        if not value:
            raise SettingError(f"{name} is not set. It is in the Twilio Console: see helpline/OPERATING.md.")
    return Account(settings.account_sid, settings.auth_token, settings.api_url)


def routes_to(public_url: str) -> Routes:
    """Where calls and texts must go to reach the line at `public_url`."""
    urls = {"voice_url": "/voice", "status_callback": CALL_STATUS_PATH, "sms_url": "/sms"}
    methods = ("voice_method", "status_callback_method", "sms_method")
    return {name: public_url + path for name, path in urls.items()} | dict.fromkeys(methods, "POST")


def _agreed() -> bool:
    try:
        typed: str = click.prompt("Change it? (yes or no)", default="no", show_default=False, prompt_suffix=" ")
    except click.Abort:  # the input has ended
        return False
    return typed.strip().casefold() in ("y", "yes")


def _our_routes(settings: Settings, phone: PhoneNumber, voice_url: str | None, sms_url: str | None) -> Routes:
    if why := why_not_public(settings.public_url):
        raise SettingError(why)
    for kind, sid in phone.elsewhere:
        raise SettingError(
            f"Twilio sends this number's {kind} to {sid}, whatever else is set. Take that off on the number's page "
            "in the Twilio Console, then connect again."
        )
    wanted = routes_to(settings.public_url)
    for name, url in (("voice", voice_url), ("sms", sms_url)):
        if url:
            _refuse_useless(url, settings.public_url)
            wanted |= {f"{name}_fallback_url": url, f"{name}_fallback_method": "POST"}
    return wanted


def _refuse_overruled(account: Account, phone: PhoneNumber) -> None:
    """Raises SettingError when a Messaging Service would take the number's texts elsewhere all the same."""
    with suppress(CarrierError):  # the doctor tells that it could not be seen
        if service := account.overruling_service(phone):
            raise SettingError(f"{service} {DEFER} Then connect again.")


def _refuse_useless(fallback_url: str, public_url: str) -> None:
    parts = urlsplit(fallback_url)
    if parts.scheme != "https" or not parts.netloc:
        raise SettingError(
            f"{fallback_url} is no address that begins with https://. Copy it from the TwiML Bin's page."
        )
    if parts.netloc == urlsplit(public_url).netloc:
        raise SettingError(f"{fallback_url} is on the machine that may fail. Use a TwiML Bin: helpline fallback --help")


def _kept_routes(kept: Path, phone: PhoneNumber) -> Routes:
    try:
        read = json.loads(kept.read_text())
        before = {name: str(read["before"][name]) for name in ROUTES}
        same = read["number"] == phone.sid
    except (OSError, ValueError, KeyError, TypeError):
        raise SettingError(f"{kept}, which holds what was there before, is not here or cannot be read.") from None
    if not same:
        raise SettingError(f"{kept} belongs to another number than TWILIO_NUMBER. Give another file with --kept.")
    return before


def _keep(kept: Path, phone: PhoneNumber) -> None:
    """Write down the routes before the first change; a second change must not overwrite them."""
    if kept.exists():
        _kept_routes(kept, phone)  # it must be this number's, and of use
    else:
        kept.write_text(json.dumps({"number": phone.sid, "before": phone.routes}, indent=2) + "\n")


def _picture(number: str, now: Routes, change: Routes) -> str:
    lines = [f"Where calls and texts to {number} go:"]
    for name, label in LABELS.items():
        method = name.removesuffix("_url") + "_method"
        before, after = ((routes[name], routes[method]) for routes in (now, {**now, **change}))
        lines.append(f"  {label + ':':24}{_route(*before)}")
        if before != after:
            lines.append(f"  {'  from now on:':24}{_route(*after)}")
    return "\n".join(lines)


def _route(url: str, method: str) -> str:
    return f"{url} ({method})" if url else "nothing"


def _advice(routes: Routes) -> str:
    if routes["voice_fallback_url"] and routes["sms_fallback_url"]:
        return "Now see whether all is well: helpline doctor"
    return (
        "When this service cannot be reached, Twilio has nothing to say in its place. Make TwiML Bins in the\n"
        "Twilio Console, one of what `helpline fallback` prints and one of `helpline fallback --sms`, then:\n"
        "helpline connect --fallback-url https://... --sms-fallback-url https://..."
    )
