"""What `helpline doctor` can see on this machine: words, facts, sound, database."""

from collections.abc import Iterator
from datetime import date, timedelta

from helpline.checks.overdue import overdue
from helpline.checks.prompts import prompts
from helpline.cli.checked import Checked, unknown, well, wrong
from helpline.config import Settings
from helpline.content.library import Library
from helpline.speech.clip_library import ClipLibrary
from helpline.store.reports import Counts, Reports
from helpline.store.sessions import TextSessions


def look_here(settings: Settings, library: Library | None, today: date) -> Iterator[Checked]:
    """Everything that needs no network. `library` is None when the words cannot be read."""
    if library:
        yield well("words", "The words can be read.")
        yield _facts(settings, library, today)
        yield _sound(settings, library)
    else:
        yield wrong("words", "The flow files cannot be read, so the line does not start.", "helpline check")
        for what in ("facts", "sound"):
            yield unknown(what, "It is looked at with the words.", "Mend the words first.")
    yield from _database(settings, today)


def _facts(settings: Settings, library: Library, today: date) -> Checked:
    late = overdue(library, settings.flows, today)
    if late:
        return wrong("facts", " ".join(f"{one.file}, line {one.line}: {one.says}" for one in late), late[0].cure)
    return well("facts", "Every number and the words were checked by a person not too long ago.")


def _sound(settings: Settings, library: Library) -> Checked:
    """A clip whose words have changed is not played, so stale and missing are one thing: no clip says the prompt."""
    if settings.voice == "say":
        return well("sound", "Twilio's own voice says everything: HELPLINE_VOICE is say.")
    clips = ClipLibrary(settings.audio, library.service.pronounce)
    every, embedded = prompts(library), settings.voice == "clips"
    names = [clips.name_for(one.script, one.slow, language=one.language, embedded=embedded) for one in every]
    there = sum(name is not None for name in names)
    if there == len(every):
        return well("sound", f"There is a clip or a recording of each of the {there} prompts.")
    if there == 0 and not embedded:
        return well("sound", "No clips are to be played, so Twilio's own voice says everything.")
    return wrong(
        "sound",
        f"{len(every) - there} of {len(every)} prompts have no clip of today's words: Twilio's own voice says them.",
        "Make them: helpline audio",
    )


def _database(settings: Settings, today: date) -> Iterator[Checked]:
    texts, reports = TextSessions(settings.database_url, settings.secret_key), Reports(settings.database_url)
    counts: Counts = {}
    try:
        counts = reports.since(today - timedelta(days=6))
        trouble = "" if texts.works() else "it cannot be written to"
    except Exception as error:  # noqa: BLE001 - a wrong address, a missing driver, a full disk: all are told alike
        trouble = type(error).__name__
    finally:
        texts.close()
        reports.close()
    if not trouble:
        yield well("database", "The database answers.")
        yield _delivered(counts)
        return
    yield wrong(
        "database",
        f"The database does not answer ({trouble}). Calls are answered; a text gets the numbers only.",
        "Look at DATABASE_URL, and whether that machine or folder is there and may be written to.",
    )
    yield unknown("deliveries", "How many texts arrived is kept in the database.", "Mend the database first.")


def _delivered(counts: Counts) -> Checked:
    """What Twilio reported about the texts of the last seven days."""
    texts = {(status, code): number for (kind, status, code), number in counts.items() if kind == "text"}
    good = sum(number for (status, _), number in texts.items() if status == "delivered")
    bad = sum(texts.values()) - good
    if not texts:
        return well("deliveries", "Twilio reported on no text in the last 7 days.")
    says = f"Of the texts of the last 7 days {good} arrived and {bad} did not."
    if bad <= good:
        return well("deliveries", says)
    codes = ", ".join(sorted({code for status, code in texts if status != "delivered" and code})) or "none given"
    return wrong("deliveries", f"{says} Twilio's error codes: {codes}.", "Look them up in Twilio's list of errors.")
