"""What `helpline doctor` sees from outside: the public address, as the carrier would call it."""

from collections.abc import Iterator

from helpline.cli.checked import Checked, unknown, well, wrong
from helpline.cli.signed import Answer, post
from helpline.config import Settings, why_not_public

PATH = "/voice/answer?begun=yes"  # with a query: a proxy that changes it breaks the signature
_SERVE = "Start the line there (helpline serve, or the Procfile), and see that PUBLIC_URL leads to it."


def look_outside(settings: Settings) -> Iterator[Checked]:
    """Whether the carrier can call the line, and nobody else."""
    if why := why_not_public(settings.public_url):
        yield wrong("address", why, "Set PUBLIC_URL to the address that the world sees: https://line.example.org.")
    else:
        yield well("address", f"{settings.public_url} is an address that Twilio can call.")
    url, fields = settings.public_url + PATH, {"CallSid": "CA" + "0" * 32, "Digits": ""}
    signed = post(url, settings.auth_token, fields)
    yield _signed(signed)
    yield _forged(signed, post(url, "not " + settings.auth_token, fields))


def _signed(answer: Answer) -> Checked:
    what = "signed requests"
    if answer.is_twiml:
        return well(what, "A request that is signed for PUBLIC_URL is answered.")
    if answer.status == 0:
        return wrong(what, "Nothing answers at PUBLIC_URL in time.", _SERVE)
    if answer.status == 403:
        return wrong(
            what,
            "A request that is signed for PUBLIC_URL is refused.",
            "Give the running line the same TWILIO_AUTH_TOKEN and PUBLIC_URL as here. If they are the same, a proxy "
            "on the way changes the path or the query: if it takes a prefix off, put the prefix into PUBLIC_URL.",
        )
    if 300 <= answer.status < 400:
        return wrong(what, "PUBLIC_URL sends callers on to another address.", "Set PUBLIC_URL to that address.")
    return wrong(what, f"What answers at PUBLIC_URL is not the line (status {answer.status}).", _SERVE)


def _forged(signed: Answer, answer: Answer) -> Checked:
    what = "forged requests"
    if not signed.is_twiml:
        return unknown(what, "Whether a forged request is refused cannot be seen yet.", "Mend the signed ones first.")
    if answer.status == 403:
        return well(what, "A forged request is refused.")
    return wrong(
        what, f"A forged request is not refused (status {answer.status}).", "Take the line offline and find out why."
    )
