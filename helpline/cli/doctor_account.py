"""The account as `helpline doctor` finds it: the number, where it leads, the fallbacks, the carrier's clock."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import urlsplit

from helpline.channels import sms, voice
from helpline.cli.carrier import get
from helpline.cli.connect import DEFER, open_account, routes_to
from helpline.cli.doctor_line import Examined, unknown, well, wrong
from helpline.config import Settings
from helpline.content.library import Library
from helpline.errors import CarrierBusyError, CarrierError, SettingError
from helpline.texts.account import Account, PhoneNumber, Routes
from helpline.texts.numbers import is_british

CLOCK_SECONDS = 60  # further off, hours and closures would begin and end at the wrong minute


def examine_account(settings: Settings, library: Library | None) -> Iterator[Examined]:
    """Examine the account at the carrier. `library` is None when the words cannot be read."""
    try:
        account = open_account(settings)
        phone = account.phone_number(settings.number)
        standing = account.standing()
    except (SettingError, CarrierError) as error:
        if isinstance(error, CarrierBusyError):
            yield unknown("account", str(error), "Ask again in a few minutes.")
        else:
            yield wrong("account", f"{error} Until then no caller can be sent a text.", "Do that, then ask again.")
        for subject in ("number", "webhooks", "fallback for calls", "fallback for texts", "clock"):
            yield unknown(subject, "The account could not be looked at.", "Mend the account first.")
        return
    yield _standing(standing)
    yield _number(settings.number, phone)
    yield _webhooks(settings, account, phone)
    yield _fallback("calls", settings, phone.routes, voice.fallback(library) if library else None)
    yield _fallback("texts", settings, phone.routes, sms.fallback(library) if library else None)
    yield _clock(account)


def _standing(standing: str) -> Examined:
    if standing in ("suspended", "closed"):
        says = f"The account is {standing}: no call and no text reaches the line."
        return wrong("account", says, "Look at the first page of the Twilio Console for the reason.")
    if standing == "trial":
        return wrong(
            "account", "It is a trial account: it texts only numbers that were verified beforehand.", "Upgrade it."
        )
    return well("account", "Twilio accepts the account's credentials.")


def _number(number: str, phone: PhoneNumber) -> Examined:
    lacks = [kind for kind, can in (("calls", phone.voice), ("texts", phone.sms)) if not can]
    if lacks:
        return wrong("number", f"The number cannot take {' or '.join(lacks)}.", "Buy one that can do both.")
    if not is_british(number):
        return wrong("number", "The number is not a UK number: a call from here may cost a lot.", "Buy a UK number.")
    return well("number", "It is a UK number that can take calls and texts.")


def _webhooks(settings: Settings, account: Account, phone: PhoneNumber) -> Examined:
    for kind, sid in phone.elsewhere:
        says = f"The number's {kind} go to {sid}, whatever else is set."
        return wrong("webhooks", says, "Take that off on the number's page in the Twilio Console.")
    differ = [name for name, value in routes_to(settings.public_url).items() if phone.routes[name] != value]
    if differ:
        return wrong("webhooks", f"The number does not lead to PUBLIC_URL: {', '.join(differ)}.", "helpline connect")
    try:
        if service := account.overruling_service(phone):
            return wrong("webhooks", service, DEFER)
    except CarrierError as error:
        says = f"Whether a Messaging Service takes the number's texts elsewhere could not be seen. {error}"
        return unknown("webhooks", says, "Ask again in a few minutes.")
    return well("webhooks", "Calls and texts to the number lead to PUBLIC_URL.")


def _fallback(kind: str, settings: Settings, routes: Routes, expected: str | None) -> Examined:
    """A fallback must be there, not be on the machine that may fail, and say what `helpline fallback` prints."""
    subject = f"fallback for {kind}"
    url = routes["voice_fallback_url" if kind == "calls" else "sms_fallback_url"]
    show = "helpline fallback" if kind == "calls" else "helpline fallback --sms"
    option = "--fallback-url" if kind == "calls" else "--sms-fallback-url"
    if not url:
        return wrong(
            subject,
            f"When this service cannot be reached, {kind} get nothing.",
            f"Make a TwiML Bin of what `{show}` prints, then: helpline connect {option} https://...",
        )
    if urlsplit(url).netloc == urlsplit(settings.public_url).netloc:
        return wrong(
            subject, "It is on the machine that may fail.", f"Use a TwiML Bin: helpline connect {option} https://..."
        )
    if expected is None:
        return unknown(subject, "What it should say cannot be made from broken words.", "Mend the words first.")
    answer = get(url, settings.auth_token, settings.account_sid)
    if answer.status != 200:
        return unknown(
            subject, f"{url} could not be fetched (status {answer.status}).", f"Compare it with what `{show}` prints."
        )
    if _plain(answer.words) != _plain(expected):
        return wrong(subject, "It does not say what the line says today.", f"Put into it what `{show}` prints.")
    return well(subject, "It is there, and says what the line says today.")


def _plain(document: str) -> str | None:
    """A document in its canonical form, without the spaces between its elements; None when it is not XML."""
    try:
        return ET.canonicalize(document, strip_text=True)
    except ET.ParseError:
        return None


def _clock(account: Account) -> Examined:
    ahead = account.seconds_ahead()
    if ahead is None:
        return unknown("clock", "Twilio did not say what time it is.", "Compare this machine's clock yourself.")
    if abs(ahead) > CLOCK_SECONDS:
        which = "ahead of" if ahead > 0 else "behind"
        return wrong(
            "clock", f"This machine's clock is {abs(ahead):.0f} seconds {which} Twilio's.", "Set it by a time server."
        )
    return well("clock", "This machine's clock agrees with Twilio's.")
