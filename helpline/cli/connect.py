"""`helpline connect`: point a Twilio number at this service, or put it back."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import click

from helpline.cli.ask import ask
from helpline.config import Settings, from_environment, why_not_public
from helpline.errors import SettingError
from helpline.texts.account import ROUTES, Account, PhoneNumber, Routes
from helpline.web.texting import CALL_STATUS_PATH

KEPT = Path("helpline-connect.json")
NAMES = {
    "voice_url": "A call comes in",
    "voice_fallback_url": "if that fails",
    "status_callback": "when a call has ended",
    "sms_url": "A text comes in",
    "sms_fallback_url": "if that fails",
}


@click.command()
@click.option("--fallback-url", metavar="URL", help="What Twilio asks for a call when this service cannot be reached.")
@click.option("--sms-fallback-url", metavar="URL", help="The same for a text.")
@click.option("--undo", is_flag=True, help="Put everything back as it was before the first connect.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--kept", type=click.Path(dir_okay=False, path_type=Path), default=KEPT, show_default=True,
              help="The small file that holds what was there before.")  # fmt: skip
def connect(fallback_url: str | None, sms_fallback_url: str | None, undo: bool, yes: bool, kept: Path) -> None:
    """Point TWILIO_NUMBER's calls and texts at PUBLIC_URL.

    Shows the change first, and asks. The fallback must not be on the machine that may fail: make
    two TwiML Bins in the Twilio Console, of what `helpline fallback` and `helpline fallback --sms`
    print, and give their addresses here. An address that is not given stays as it is.
    """
    settings = from_environment()
    account, number = open_account(settings), settings.number
    phone = account.phone_number(number)
    wanted = _before(kept, phone) if undo else _ours(settings, phone, fallback_url, sms_fallback_url)
    change = {name: value for name, value in wanted.items() if value != phone.routes[name]}
    click.echo(_picture(number, phone.routes, change))
    if not change:
        click.echo("Nothing needs to be changed.")
    elif yes or (ask("Change it? (yes or no)") or "").casefold() in ("y", "yes"):
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
        click.echo(_next({**phone.routes, **change}))


def open_account(settings: Settings) -> Account:
    """The account of the settings. Raises SettingError when one that it needs is not set."""
    for name, value in (("TWILIO_ACCOUNT_SID", settings.account_sid), ("TWILIO_NUMBER", settings.number)):
        if not value:
            raise SettingError(f"{name} is not set. It is in the Twilio Console; README.md says what it is.")
    return Account(settings.account_sid, settings.auth_token, settings.api_url)


def routes_to(public_url: str) -> Routes:
    """Where calls and texts must go to reach the line at `public_url`."""
    urls = {"voice_url": "/voice", "status_callback": CALL_STATUS_PATH, "sms_url": "/sms"}
    methods = ("voice_method", "status_callback_method", "sms_method")
    return {name: public_url + path for name, path in urls.items()} | dict.fromkeys(methods, "POST")


def _ours(settings: Settings, phone: PhoneNumber, voice: str | None, sms: str | None) -> Routes:
    if why := why_not_public(settings.public_url):
        raise SettingError(why)
    for what, sid in phone.elsewhere:
        raise SettingError(
            f"Twilio sends this number's {what} to {sid}, whatever else is set. Take that off on the number's page "
            "in the Twilio Console, then connect again."
        )
    wanted = routes_to(settings.public_url)
    for name, url in (("voice", voice), ("sms", sms)):
        if url:
            _usable(url, settings.public_url)
            wanted |= {f"{name}_fallback_url": url, f"{name}_fallback_method": "POST"}
    return wanted


def _usable(url: str, public_url: str) -> None:
    if urlsplit(url).scheme != "https" or not urlsplit(url).netloc:
        raise SettingError(f"{url} is no address that begins with https://. Copy it from the TwiML Bin's page.")
    if urlsplit(url).netloc == urlsplit(public_url).netloc:
        raise SettingError(f"{url} is on the machine that may fail. Use a TwiML Bin: helpline fallback --help")


def _before(kept: Path, phone: PhoneNumber) -> Routes:
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
    """Write down what is there before the first change; a second one must not overwrite it."""
    if kept.exists():
        _before(kept, phone)  # it must be this number's, and of use
    else:
        kept.write_text(json.dumps({"number": phone.sid, "before": phone.routes}, indent=2) + "\n")


def _picture(number: str, now: Routes, change: Routes) -> str:
    lines = [f"Where calls and texts to {number} go:"]
    for name, says in NAMES.items():
        method = name.removesuffix("_url") + "_method"
        before, after = ((routes[name], routes[method]) for routes in (now, {**now, **change}))
        lines.append(f"  {says + ':':24}{_way(*before)}")
        if before != after:
            lines.append(f"  {'  from now on:':24}{_way(*after)}")
    return "\n".join(lines)


def _way(url: str, method: str) -> str:
    return f"{url} ({method})" if url else "nothing"


def _next(routes: Routes) -> str:
    if routes["voice_fallback_url"] and routes["sms_fallback_url"]:
        return "Now see whether all is well: helpline doctor"
    return (
        "When this service cannot be reached, Twilio has nothing to say in its place. Make TwiML Bins in the\n"
        "Twilio Console, one of what `helpline fallback` prints and one of `helpline fallback --sms`, then:\n"
        "helpline connect --fallback-url https://... --sms-fallback-url https://..."
    )
