"""Rules about other languages: nobody hears one that no person has checked, or that cannot be said in full."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib.resources import files

from helpline.channels import sms
from helpline.channels.segments import measure
from helpline.checks.facts import NEAR_DAYS, WORDS_DAYS
from helpline.checks.material import Material
from helpline.checks.prompts import prompts
from helpline.content.languages import FOLDER, Translated, sign_of
from helpline.content.library import Library
from helpline.content.messages import Message, messages
from helpline.content.rules import Rule, Rules, Severity
from helpline.content.source import suggest
from helpline.engine.reply import SayStep, Why
from helpline.errors import Complaint

rules = Rules[Material](always=True)

# The languages of Polly's voices that have been looked up; Google's carry theirs in their names.
POLLY = {
    "pl-PL": ("Ewa", "Jacek", "Jan", "Maja", "Ola"), "ro-RO": ("Carmen",), "pt-PT": ("Ines", "Cristiano"),
    "arb": ("Zeina",), "ar-AE": ("Hala", "Zayd"), "cy-GB": ("Gwyneth",), "en-GB": ("Amy", "Arthur", "Brian", "Emma"),
}  # fmt: skip
_NUMBER = re.compile(r"\d{3,}")


@cache
def carried() -> dict[str, frozenset[str]]:
    """What the carrier takes: the codes of `say` and `gather`, and the `voices`."""
    text = (files("helpline.checks") / "twilio_voices.txt").read_text(encoding="utf-8")
    parts = re.split(r"^\[(\w+)\]$", text, flags=re.MULTILINE)[1:]
    return {name: frozenset(words.split()) for name, words in zip(parts[::2], parts[1::2], strict=True)}


def _live(material: Material) -> Iterator[tuple[str, Translated]]:
    """The languages that are said to be live, whether they can be or not."""
    return ((code, one) for code, one in material.library.translations.items() if one.settings.live != "no")


def _complain(material: Material, code: str, key: str, says: str, cure: str) -> Complaint:
    return material.complain((code, (key,) if key else ()), says, cure)


def _of(material: Material, code: str, message: Message, says: str, cure: str) -> Complaint:
    """A complaint about the translation of a message, on its line of the PO file."""
    entry = material.library.translations[code].translation.entries.get(message.context)
    return Complaint(f"{FOLDER}/{code}.po", (entry.linenum if entry else 0) or 1, says, cure)


@rules.rule("L01", "house", "A wrong word in a language that nobody here reads sends a parent the wrong way.")
def live_words_were_checked(material: Material) -> Iterator[Complaint]:
    """A live language was translated by one person and read back by another, and no word has changed since."""
    for code, one in _live(material):
        if not one.translation.checked:
            says = f"{one.settings.name} is live, and nobody has checked its words since they were last changed."
            cure = f"Write live: no, or let a second person read them back: helpline languages checked {code} --help."
            yield _complain(material, code, "live", says, cure)


@rules.rule("L02", "house", "The numbers, and what to do in danger, are never left out in the caller's language.")
def the_first_tier_is_whole(material: Material) -> Iterator[Complaint]:
    """A live language has every message of its first tier, from the English of today."""
    for code, one in _live(material):
        for message in one.lacking(material.library, "numbers"):
            says = f"The first tier of {one.settings.name} is not whole: {_lack(one, message)}"
            cure = "Have it translated and checked. Until then callers are answered in English."
            yield _of(material, code, message, says, cure)


@rules.rule("L03", "house", "A parent who reads no English gets two numbers there instead of the advice.", "warning")
def live_steps_are_whole(material: Material) -> Iterator[Complaint]:
    """A language that is live in full has every message; a step that lacks one gives the numbers."""
    for code, one in _live(material):
        first = {message.context for message in one.lacking(material.library, "numbers")}
        for message in one.lacking(material.library, "all") if one.settings.live == "all" else ():
            if message.context not in first:
                says = f"In {one.settings.name}, the numbers are given instead: {_lack(one, message)}"
                cure = f"Have it translated, or say that it means the same: helpline languages same {code} --help."
                yield _of(material, code, message, says, cure)


def _lack(one: Translated, message: Message) -> str:
    words = " ".join(message.words.split())
    return f'{message.context} ("{words}") is {one.translation.state(message)}.'


@rules.limits(
    Rule("L04", "C14", "Words that nobody looks at any more go wrong unseen.", always=True),
    Rule("L04S", "C14", "A check needs a person, and a person needs notice.", "warning"),
)
def checks_are_recent(material: Material) -> Iterator[tuple[Severity, Complaint]]:
    """The words of a live language were checked in the last 180 days; a warning comes fourteen days before."""
    for code, one in _live(material):
        due = (one.translation.checked_on or material.on) + timedelta(days=WORDS_DAYS)
        cure = f"Let a person read them again: helpline languages checked {code} --help."
        if material.on > due:
            yield "error", _complain(material, code, "live", f"{one.settings.name} had to be checked by {due}.", cure)
        elif due - material.on <= timedelta(days=NEAR_DAYS):
            says = f"{one.settings.name} must be checked again by {due}."
            yield "warning", _complain(material, code, "live", says, cure)


@rules.rule("L05", "V31", "A voice or a language that the carrier does not take ends the call before a word is said.")
def the_carrier_can_say_it(material: Material) -> Iterator[Complaint]:
    """The voice and the codes of each language are the carrier's, and the voice speaks the language."""
    for code, one in material.library.translations.items():
        voice, say, gather = one.settings.say_voice, one.settings.say_language, one.settings.gather_language
        known = carried()
        for key, value, of in (("gather_language", gather, "gather"), ("say_voice", voice, "voices")):
            if value and value not in known[of]:
                cure = suggest(value, known[of], "Look it up in Twilio's table of voices.")
                yield _complain(material, code, key, f'Twilio knows no "{value}".', cure)
        if voice in known["voices"] and (spoken := _language_of(voice)) and say != spoken:
            yield _complain(material, code, "say_language", f"{voice} speaks {spoken}.", f"Write {spoken}.")
        if voice and not say:
            yield _complain(material, code, "say_voice", "The voice has no language.", "Write say_language, too.")


def _language_of(voice: str) -> str | None:
    """The language that a voice speaks; None where it is not known."""
    maker, _, name = voice.partition(".")
    if maker == "Google":
        return "-".join(name.split("-")[:2])
    return next((language for language, names in POLLY.items() if name.split("-")[0] in names), None)


@rules.rule("L06", "V9", "A key that means two things, or nothing, leads nobody into their language.")
def each_has_a_way_in(material: Material) -> Iterator[Complaint]:
    """A live language has a key that the first question does not use, or a number; and texts in it can be known."""
    first = material.library.flow.steps[material.library.flow.start]
    taken = {option.press: f'"{name}"' for name, option in first.options.items()}
    for code, one in _live(material):
        key = one.settings.key
        if key is None and not one.settings.numbers:
            yield _complain(material, code, "key", "No call leads into it.", "Write key: 9, or numbers of its own.")
        if key and key in taken:
            yield _complain(material, code, "key", f"Key {key} belongs to {taken[key]}.", "Choose another, 6 to 9.")
        if key:
            taken[key] = one.settings.name
        for name in (name for name in one.settings.recognised_as if name not in material.library.words.other_languages):
            cure = suggest(name, material.library.words.other_languages, "Write a name that stands there.")
            yield _complain(material, code, "recognised_as", f'"{name}" is not in languages.yaml.', cure)


@rules.rule("L07", "N12", "A number that is typed stays behind when it changes.")
def no_number_is_typed(material: Material) -> Iterator[Complaint]:
    """No translation holds a row of figures: numbers come from contacts.yaml."""
    for code, one in material.library.translations.items():
        for message, words in _words(one, material.library):
            if found := _NUMBER.search(words):
                says = f'"{found[0]}" is typed in the translation of {message.context}.'
                yield _of(material, code, message, says, "Write the {name} that the English has.")


@rules.rule("L08", "house", "Without its {name}, a number is not said.")
def names_are_kept(material: Material) -> Iterator[Complaint]:
    """Each translation has the {names} of its English."""
    for code, one in material.library.translations.items():
        for message in messages(material.library):
            if one.translation.state(message) == "wrong":
                says = f"The {{names}} in the translation of {message.context} are not those of the English."
                yield _of(material, code, message, says, f'Write them as in "{" ".join(message.words.split())}".')


def _words(one: Translated, english: Library) -> Iterator[tuple[Message, str]]:
    for message in messages(english):
        if words := one.translation.of(message, drafts=True):
            yield message, words


@rules.rule("L09", "V21", "A prompt that is too long is forgotten before it ends; a long text costs, and is cut.")
def live_words_are_short(material: Material) -> Iterator[Complaint]:
    """In a live language no prompt lasts longer than in English, and no text is over its number of segments."""
    for code, library in material.library.live.items():
        watch, settings = material.watches[code], material.library.translations[code].settings
        for one in prompts(library):
            seconds = watch.seconds(one.script)
            if not one.slow and seconds > one.longest:
                says = f'In {settings.name}, "{one.name}" takes {seconds:.0f} seconds; {one.longest:.0f} are allowed.'
                yield _complain(material, code, "live", says, "Have it said in fewer words.")
        for spot, _ in library.every_step():
            name = str(spot[1][-1])
            size = measure(sms.text(library, SayStep(name, Why.ASKED)))
            if size.segments > sms.MOST_SEGMENTS[size.encoding]:
                says = f'In {settings.name}, the text "{name}" has {size.segments} segments of {size.encoding}.'
                yield _complain(material, code, "live", says, "Have it said in fewer words.")


@rules.rule("L11", "house", "A film that says other words than the line does is worse than none.")
def the_film_says_these_words(material: Material) -> Iterator[Complaint]:
    """The film in sign language was made from the first tier of today, and a person looked at it lately."""
    film, spot = material.library.service.website.film, ("service", ("website", "film", "words"))
    if film is None:
        return
    if film.words != sign_of(material.library):
        cure = f"Have it filmed again, or take it out. The sign of today's words is {sign_of(material.library)}."
        yield material.complain(spot, "The words of the film in sign language have changed since.", cure)
    if material.on > film.checked_on + timedelta(days=WORDS_DAYS):
        says = f"The film in sign language had to be checked by {film.checked_on + timedelta(days=WORDS_DAYS)}."
        yield material.complain(("service", ("website", "film", "checked_on")), says, "Let a Deaf person look at it.")


@rules.rule("L10", "V31", "Where neither a voice nor a clip can say a prompt, a caller hears English.")
def voiceless_languages_have_clips(material: Material) -> Iterator[Complaint]:
    """A live language that the carrier has no voice for has a clip for every prompt."""
    for code, library in material.library.live.items():
        if not library.service.say_voice:
            missing = [
                one.name for one in prompts(library) if not material.watches[code].measured(one.script, one.slow)
            ]
            if missing:
                says = (
                    f"Twilio has no voice for it, and {len(missing)} of its prompts have no clip, {missing[0]} first."
                )
                yield _complain(material, code, "say_voice", says, "Record them, or run helpline audio --engine gtts.")
