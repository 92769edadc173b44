"""Rules about texts as they stand on a phone's screen."""

import re
from collections.abc import Iterator
from math import ceil
from statistics import median
from unicodedata import category

from helpline.channels.segments import measure, outside_gsm
from helpline.checks.calls import NOTICE
from helpline.checks.material import Material
from helpline.content import opening_hours
from helpline.content.library import Spot, under
from helpline.content.messages import NOTICE_SPOT
from helpline.content.rules import Rule, Rules, Severity
from helpline.content.wording import words_of
from helpline.errors import Complaint

rules = Rules[Material]()
MOST_SEGMENTS, USUAL_SEGMENTS = 2, 1  # S3
MOST_UNITS = 306  # in that many segments
MOST_CHARACTERS = 1600  # of a WhatsApp message that Twilio takes
LINE, LINES = opening_hours.LINE, 6  # S6
# S17: words to text back; the names that service.yaml pronounces are known too.
KNOWN_CAPITALS = frozenset({"UK", "PIN", "MENU", "BACK"})


def _spot(material: Material, name: str) -> Spot:
    """Where the words of a text are written."""
    if name == "first":
        return "phrases", ("greeting",)
    if name == NOTICE:
        return NOTICE_SPOT
    return material.library.spot(name, material.steps[name].kind)


@rules.rule("S01", "S1", "One such character makes a text cost twice as much and break in two.")
def only_gsm_characters(material: Material) -> Iterator[Complaint]:
    """No text holds a character outside the GSM-7 alphabet."""
    for name, text in material.messages.items():
        for char in outside_gsm(text):
            says = f'"{char}" (U+{ord(char):04X}) turns this text into the costly kind (UCS-2).'
            picture = category(char)[0] in "SMC"
            cure = "Write it in words, or take it out." if picture else "Type a plain ' or - or a plain letter instead."
            yield material.complain(_spot(material, name), says, cure)


@rules.limits(
    Rule("S03", "S3", "Long texts arrive in pieces, and in the wrong order."),
    Rule("S03M", "S3", "Most texts should be read without scrolling, and cost one text.", "warning"),
)
def texts_are_short(material: Material) -> Iterator[tuple[Severity, Complaint]]:
    """No text is longer than two message segments; the text in the middle, by length, has one."""
    sizes = {name: measure(_in_gsm(text)) for name, text in material.messages.items()}
    for name, size in sizes.items():
        if size.segments > MOST_SEGMENTS:
            words = len(material.messages[name].split())
            over = max(1, ceil((size.units - MOST_UNITS) * words / size.units))
            says = f'The text for "{name}" has {size.units} characters in {size.segments} segments.'
            cure = f"Cut about {over} words: {MOST_UNITS} characters at most."
            yield "error", material.complain(_spot(material, name), says, cure)
    if (middle := median(size.segments for size in sizes.values())) > USUAL_SEGMENTS:
        says = f"The median text has {middle} segments."
        yield "warning", material.complain(("flow", ()), says, "Shorten the longest texts.")


def _in_gsm(text: str) -> str:
    """The text with plain characters alone: rule S01 tells of the others, and they are not to be told of twice."""
    return text.translate({ord(char): "?" for char in outside_gsm(text)})


@rules.rule("S03W", "S3", "A message that is too long is not sent at all.")
def whatsapp_takes_it(material: Material) -> Iterator[Complaint]:
    """No message has more characters than WhatsApp takes; message segments do not matter there."""
    for name, text in material.messages.items():
        if len(text) > MOST_CHARACTERS:
            spot = _spot(material, name)
            cure = f"Cut it: {MOST_CHARACTERS} characters at most."
            yield material.complain(spot, f'The text for "{name}" has {len(text)} characters.', cure)


@rules.rule("S06L", "S6", "A line that a phone breaks by itself is hard to follow.")
def lines_are_short(material: Material) -> Iterator[Complaint]:
    """No line of a text has more than 45 characters."""
    for name, text in material.messages.items():
        for line in text.splitlines():
            if len(line) > LINE:
                says = f'"{line}" has {len(line)} characters.'
                yield material.complain(_spot(material, name), says, f"Break it: {LINE} at most.")


@rules.rule("S06", "S6", "A text that does not fit on the screen is not read to its end.", "warning")
def texts_have_few_lines(material: Material) -> Iterator[Complaint]:
    """No text has more than six lines."""
    for name, text in material.messages.items():
        if (count := len(text.splitlines())) > LINES:
            says = f'The text for "{name}" has {count} lines.'
            yield material.complain(_spot(material, name), says, f"Keep {LINES} or fewer.")


@rules.rule("S07", "S7", "A full stop after a number can become part of the number that is called.")
def numbers_end_their_line(material: Material) -> Iterator[Complaint]:
    """A number stands at the end of its line, as it is written in contacts.yaml."""
    numbers = {contact.number for contact in material.library.contacts.values() if contact.number}
    for name, text in material.messages.items():
        for line in text.splitlines():
            # 999 may stand inside a sentence: it is said to be called, not to be copied.
            for number in numbers:
                if len(number) > 3 and number in line and not line.endswith(number):
                    says = f'A number does not end its line in "{line}".'
                    yield material.complain(_spot(material, name), says, "Put the number last.")


@rules.rule("S14", "S14", "While no conversation can be kept, MENU would lead nowhere, so it is left out then.")
def commands_stand_apart(material: Material) -> Iterator[Complaint]:
    """No outcome's own words offer a command; `menu:` does, which is left out where no conversation is kept."""
    commands = {word.upper() for _, words in material.library.words.commands for word in words}
    names = set(material.library.service.pronounce)  # "SEND help" is a name, and no request
    for spot, outcome in material.library.every_outcome():
        for word in set(re.findall(r"\b[A-Z]+\b", words_of(outcome.outcome, "sms"))) & commands - names:
            cure = "Write the sentence that offers it beside them, as menu: Text MENU for choices."
            yield material.complain(under(spot, "outcome"), f"The words of this outcome offer {word}.", cure)


@rules.rule("S17", "S17", "A screen reader spells capitals out; a reader hears shouting.")
def no_shouting(material: Material) -> Iterator[Complaint]:
    """No word is in capitals but names people know, and no text has two exclamation marks."""
    known = KNOWN_CAPITALS | set(material.library.service.pronounce)
    for name, text in material.messages.items():
        shouted = [word for word in re.findall(r"\b[A-Z]{3,}\b", text) if word not in known]
        if shouted or text.count("!") > 1:
            said = ", ".join(shouted) or "!"
            yield material.complain(_spot(material, name), f"The text shouts: {said}.", "Write small letters.")
