"""The line that runs at PUBLIC_URL as `helpline doctor` finds it: its words, its keys, and who may look at it."""

import json
from collections.abc import Iterator
from typing import Any

from helpline.cli.carrier import ask
from helpline.cli.doctor_line import Examined, unknown, well, wrong
from helpline.config import Settings
from helpline.content.library import Library

SHORTEST_KEY = 16  # characters; whoever can guess the key can try every mobile number against the database
_KEY = "Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'. Set it, and restart the line."


def examine_running(settings: Settings, library: Library | None) -> Iterator[Examined]:
    """Hold what runs against the files and settings on this machine. `library` is None when they cannot be read."""
    yield _key(settings)
    told = _health(settings.public_url)
    if told is None:
        for subject in ("running line", "running words", "running key", "staff's view", "former token"):
            yield unknown(subject, "The line's /health could not be read.", "Mend the address first.")
        return
    yield _reasons(told)
    yield _words(told, library)
    yield _same_key(told, settings)
    yield _staff(told)
    yield _former_token(told, settings)


def _health(public_url: str) -> dict[str, Any] | None:
    answer = ask(f"{public_url}/health")
    try:
        told = json.loads(answer.words)
    except ValueError:
        return None
    return (
        told
        if isinstance(told, dict) and {"reasons", "words", "secret_key", "staff", "token_before"} <= told.keys()
        else None
    )


def _key(settings: Settings) -> Examined:
    if settings.secret_key in ("", settings.auth_token):
        says = "SECRET_KEY is not set, so the auth token takes its place: a new token loses every conversation."
        return wrong("key", says, _KEY)
    if len(settings.secret_key) < SHORTEST_KEY:
        return wrong("key", f"SECRET_KEY has {len(settings.secret_key)} characters, so it can be guessed.", _KEY)
    return well("key", "SECRET_KEY is set, and long enough.")


def _reasons(told: dict[str, Any]) -> Examined:
    if told["reasons"]:
        return wrong("running line", " ".join(told["reasons"]), "Mend that on the line's machine; its log says more.")
    return well("running line", "The line says of itself that all is well.")


def _words(told: dict[str, Any], library: Library | None) -> Examined:
    subject = "running words"
    if library is None:
        return unknown(subject, "They are held against the flow files, which cannot be read.", "Mend the words first.")
    if told["words"] != library.fingerprint:
        says = f"The line speaks other words than the flow files here; it loaded its own at {told['loaded']}."
        return wrong(subject, says, "Restart the line, with these flow files on its machine.")
    return well(subject, f"The line speaks the words of these flow files, loaded at {told['loaded']}.")


def _same_key(told: dict[str, Any], settings: Settings) -> Examined:
    if told["secret_key"] != settings.secret_fingerprint:
        return wrong(
            "running key",
            "The line runs with another SECRET_KEY, or another auth token, than is set here.",
            "Set the same SECRET_KEY and TWILIO_AUTH_TOKEN on every machine, and restart the line.",
        )
    return well("running key", "The line runs with the SECRET_KEY that is set here.")


def _staff(told: dict[str, Any]) -> Examined:
    if told["staff"]:
        says = "The staff's view is on, and everybody who opens PUBLIC_URL sees it."
        return wrong("staff's view", says, "Start the line without HELPLINE_STAFF and without --staff.")
    return well("staff's view", "The staff's view is off.")


def _former_token(told: dict[str, Any], settings: Settings) -> Examined:
    subject = "former token"
    if told["token_before"]:
        says = f"The former auth token is still used: {told['token_before']} times, last at {told['token_before_at']}."
        return wrong(subject, says, "Promote the new token in the Twilio Console, then ask again a day later.")
    if settings.auth_token_before:
        return well(subject, "Nothing was signed with it since the line started. Take TWILIO_AUTH_TOKEN_BEFORE away.")
    return well(subject, "None is accepted.")
