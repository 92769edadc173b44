"""The line as `helpline doctor` finds it: words, facts, sound, database, delivery statuses, public address."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import partial

from urllib3.exceptions import NameResolutionError, SSLError

from helpline.checks.facts import overdue
from helpline.checks.prompts import prompts_of_all
from helpline.cli.carrier import Answer, post
from helpline.config import Settings
from helpline.content.library import Library
from helpline.speech.clip_library import ClipLibrary
from helpline.store.callback_counts import CallbackCounts, Counts
from helpline.store.database import Database
from helpline.store.database_errors import Trouble, trouble_of
from helpline.store.schema import VERSION, version_of
from helpline.store.trial_turn import TrialTurn

PATH = "/voice/answer?begun=yes"  # with a query: a proxy that changes it breaks the signature
_NAME = "Correct the name, or enter it where your domain is kept; after that it may take an hour."
_CERTIFICATE = "Look at its certificate: out of date, of another name, not whole, or of nobody known; renew it."
_SERVE = "Start the line there (helpline serve, or the Procfile), and see that PUBLIC_URL leads to it."


class State(Enum):
    """How an examination ended. A thing that could not be looked at is never passed over in silence."""

    WELL = "well"
    WRONG = "wrong"
    UNKNOWN = "not checked"


@dataclass(frozen=True)
class Examined:
    """One thing that was examined: its state, a sentence about it, and how to mend it."""

    state: State
    subject: str
    says: str
    cure: str = ""


well = partial(Examined, State.WELL)
wrong = partial(Examined, State.WRONG)
unknown = partial(Examined, State.UNKNOWN)


def examine_line(
    settings: Settings, library: Library | None, today: date, why_not_public: str | None
) -> Iterator[Examined]:
    """Examine the line on this machine and at its address.

    `library` is None when the words cannot be read; `why_not_public` says why the carrier cannot call
    PUBLIC_URL, None when it can.
    """
    if library:
        yield well("words", "The words can be read.")
        yield _facts(settings, library, today)
        yield _sound(settings, library)
    else:
        yield wrong("words", "The flow files cannot be read, so the line does not start.", "helpline check")
        for subject in ("facts", "sound"):
            yield unknown(subject, "It is looked at with the words.", "Mend the words first.")
    yield from _database(settings, today)
    yield from _address(settings, why_not_public)


def _facts(settings: Settings, library: Library, today: date) -> Examined:
    due = overdue(library, today)
    if due:
        return wrong("facts", " ".join(f"{one.file}, line {one.line}: {one.says}" for one in due), due[0].cure)
    return well("facts", "Every number and the words were checked by a person not too long ago.")


def _sound(settings: Settings, library: Library) -> Examined:
    if settings.voice == "say":
        return well("sound", "Twilio's own voice says everything: HELPLINE_VOICE is say.")
    clips = ClipLibrary(settings.audio, library.service.pronounce)
    every, embedded = prompts_of_all(library), settings.voice == "clips"
    names = [clips.name_for(one.script, one.slow, language=one.language, embedded=embedded) for one in every]
    return sound(sum(name is not None for name in names), len(every), embedded)


def sound(there: int, every: int, embedded: bool) -> Examined:
    """Judge the sound, where `there` of `every` prompts have a clip; `embedded`: clips must be played.

    A clip whose words have changed is not played, so stale and missing are one thing: no clip says the prompt.
    """
    if there == every:
        return well("sound", f"There is a clip or a recording of each of the {there} prompts.")
    if there == 0 and not embedded:
        return well("sound", "No clips are to be played, so Twilio's own voice says everything.")
    return wrong(
        "sound",
        f"{every - there} of {every} prompts have no clip of today's words: Twilio's own voice says them.",
        "Make them: helpline audio",
    )


def _database(settings: Settings, today: date) -> Iterator[Examined]:
    with closing(Database(settings.database_url)) as database:
        trouble = _trouble(database)
        if trouble is None:
            yield well("database", "A conversation by text can be kept in the database.")
            yield _deliveries(CallbackCounts(database).since(today - timedelta(days=6)))
            return
    says = f"{trouble.says} Calls are answered; a text gets both numbers, but no conversation."
    yield wrong("database", says, trouble.cure)
    yield unknown("deliveries", "How many texts arrived is kept in the database.", "Mend the database first.")


def _trouble(database: Database) -> Trouble | None:
    """Why the line could keep no conversation in a database. One of another version is left as it is."""
    try:
        version = version_of(database.engine)
    except Exception as error:  # noqa: BLE001 - a wrong address, a missing driver, a full disk: each has its sentence
        return trouble_of(error)
    if version == 0:
        return Trouble("The line has made no tables there yet.", "Start it, or ask in the folder where it runs.")
    if version != VERSION:
        return Trouble(
            f"The database has version {version}, and this program wants version {VERSION}.",
            "Start the line with this program; it brings an older one up to date.",
        )
    return TrialTurn(database).trouble()


def _deliveries(counts: Counts) -> Examined:
    """Judge the delivery statuses of the last seven days."""
    texts = {(status, code): number for (kind, status, code), number in counts.items() if kind == "text"}
    good = sum(number for (status, _), number in texts.items() if status == "delivered")
    bad = sum(texts.values()) - good
    if not texts:
        return well("deliveries", "Twilio gave the delivery status of no text in the last 7 days.")
    says = f"Of the texts of the last 7 days {good} arrived and {bad} did not."
    if bad <= good:
        return well("deliveries", says)
    codes = ", ".join(sorted({code for status, code in texts if status != "delivered" and code})) or "none given"
    return wrong("deliveries", f"{says} Twilio's error codes: {codes}.", "Look them up in Twilio's list of errors.")


def _address(settings: Settings, why_not_public: str | None) -> Iterator[Examined]:
    """Call PUBLIC_URL twice as the carrier would: once signed, once forged."""
    if why_not_public:
        cure = "Set PUBLIC_URL to the address that the world sees: https://line.example.org."
        yield wrong("address", why_not_public, cure)
    else:
        yield well("address", f"{settings.public_url} is an address that Twilio can call.")
    url, fields = settings.public_url + PATH, {"CallSid": "CA" + "0" * 32, "Digits": ""}
    answer = post(url, settings.auth_token, fields)
    yield signed(answer)
    yield _forged(answer, post(url, "not " + settings.auth_token, fields))


def signed(answer: Answer) -> Examined:
    """Judge the answer to a signed request."""
    subject = "signed requests"
    if answer.is_twiml:
        return well(subject, "A request that is signed for PUBLIC_URL is answered.")
    if issubclass(answer.trouble, NameResolutionError):
        return wrong(subject, "The name in PUBLIC_URL leads to no machine.", _NAME)
    if issubclass(answer.trouble, SSLError):
        return wrong(subject, "Nobody can trust the https of PUBLIC_URL, so Twilio does not call it.", _CERTIFICATE)
    if answer.status == 0:
        return wrong(subject, "Nothing answers at PUBLIC_URL in time.", _SERVE)
    if answer.status == 403:
        return wrong(
            subject,
            "A request that is signed for PUBLIC_URL is refused.",
            "Give the running line the same TWILIO_AUTH_TOKEN and PUBLIC_URL as here. If they are the same, a proxy "
            "on the way changes the path or the query: if it takes a prefix off, put the prefix into PUBLIC_URL.",
        )
    if 300 <= answer.status < 400:
        return wrong(subject, "PUBLIC_URL sends callers on to another address.", "Set PUBLIC_URL to that address.")
    return wrong(subject, f"What answers at PUBLIC_URL is not the line (status {answer.status}).", _SERVE)


def _forged(signed: Answer, forged: Answer) -> Examined:
    subject = "forged requests"
    if not signed.is_twiml:
        says = "Whether a forged request is refused cannot be seen yet."
        return unknown(subject, says, "Mend the signed ones first.")
    if forged.status == 403:
        return well(subject, "A forged request is refused.")
    says = f"A forged request is not refused (status {forged.status})."
    return wrong(subject, says, "Take the line offline and find out why.")
