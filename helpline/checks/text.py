"""Rules about what is read on a phone's screen."""

import re
from collections.abc import Iterator
from statistics import median

from helpline.channels.segments import measure, outside_gsm
from helpline.checks.finding import Rule, rule
from helpline.checks.material import Material, Spot
from helpline.checks.phrases import written
from helpline.content.model import Question
from helpline.content.reserved import CARRIER_WORDS
from helpline.errors import Complaint

MOST_SEGMENTS, USUAL_SEGMENTS = 2, 1  # S3
SENDER_WITHIN = 30  # S4, characters
MOST_CHARACTERS = 1600  # of a WhatsApp message that Twilio takes
LINE, LINES = 45, 6  # S6
KNOWN_CAPITALS = frozenset(
    {"UK", "PIN", "MENU", "COMPLAIN", "SCHOOL", "COUNCIL", "CARE"}
)  # S17: words to text back; the names that service.yaml pronounces are known too

# "SEND help" is a name, not a request.
_ASKED_FOR = re.compile(rf"\b(?:[Tt]ext|[Rr]eply|[Ss]end)\b (?:with )?(?i:{'|'.join(sorted(CARRIER_WORDS))})\b")


def _spot(material: Material, name: str) -> Spot:
    """Where the words of a text are written."""
    if name == "first":
        return "phrases", ("greeting",)
    return material.spot(name, "question" if isinstance(material.steps[name], Question) else "outcome")


@rule("S01", "S1", "One such character makes a text cost twice as much and break in two.")
def only_gsm_characters(material: Material) -> Iterator[Complaint]:
    """No text holds a character outside the GSM-7 alphabet."""
    for name, text in material.messages.items():
        for char in outside_gsm(text):
            yield material.complain(
                _spot(material, name),
                f'"{char}" (U+{ord(char):04X}) turns this text into the costly kind (UCS-2).',
                "Type a plain ' or - or a plain letter instead.",
            )


@rule("S03", "S3", "Long texts arrive in pieces, and in the wrong order.")
def texts_are_short(material: Material) -> Iterator[Complaint]:
    """No text is longer than two message segments."""
    for name, text in material.messages.items():
        if (size := measure(text)).segments > MOST_SEGMENTS:
            yield material.complain(
                _spot(material, name),
                f'The text for "{name}" has {size.units} characters in {size.segments} segments.',
                "Shorten it: 306 characters at most.",
            )


@rule("S03W", "S3", "A message that is too long is not sent at all.")
def whatsapp_takes_it(material: Material) -> Iterator[Complaint]:
    """No message has more characters than WhatsApp takes; message segments do not matter there."""
    for name, text in material.messages.items():
        if len(text) > MOST_CHARACTERS:
            spot = _spot(material, name)
            yield material.complain(spot, f'The text for "{name}" has {len(text)} characters.', "Shorten it.")


@rule("S03M", "S3", "Most texts should be read without scrolling, and cost one text.", "warning")
def most_texts_are_one_segment(material: Material) -> Iterator[Complaint]:
    """The text in the middle, by length, has one message segment."""
    if (middle := median(measure(text).segments for text in material.messages.values())) > USUAL_SEGMENTS:
        yield material.complain(("flow", ()), f"The median text has {middle} segments.", "Shorten the longest texts.")


@rule("S04", "S4", "A text from an unknown number is not trusted, and is deleted.")
def the_sender_comes_first(material: Material) -> Iterator[Complaint]:
    """Each text starts with who it is from, within 30 characters."""
    for name, text in material.messages.items():
        if material.library.service.text_name not in text[:SENDER_WITHIN]:
            yield material.complain(
                _spot(material, name), f'The text for "{name}" does not say who it is from.', "Shorten text_name."
            )


@rule("S06L", "S6", "A line that a phone breaks by itself is hard to follow.")
def lines_are_short(material: Material) -> Iterator[Complaint]:
    """No line of a text has more than 45 characters."""
    for name, text in material.messages.items():
        for line in text.splitlines():
            if len(line) > LINE:
                yield material.complain(
                    _spot(material, name), f'"{line}" has {len(line)} characters.', f"Break it: {LINE} at most."
                )


@rule("S06", "S6", "A text that does not fit on the screen is not read to its end.", "warning")
def texts_have_few_lines(material: Material) -> Iterator[Complaint]:
    """No text has more than six lines."""
    for name, text in material.messages.items():
        if (count := len(text.splitlines())) > LINES:
            yield material.complain(
                _spot(material, name), f'The text for "{name}" has {count} lines.', f"Keep {LINES} or fewer."
            )


@rule("S07", "S7", "A full stop after a number can become part of the number that is called.")
def numbers_end_their_line(material: Material) -> Iterator[Complaint]:
    """A number stands at the end of its line, as it is written in contacts.yaml."""
    numbers = {contact.number for contact in material.library.contacts.values() if contact.number}
    for name, text in material.messages.items():
        for line in text.splitlines():
            # 999 may stand inside a sentence: it is said to be called, not to be copied.
            for number in numbers:
                if len(number) > 3 and number in line and not line.endswith(number):
                    yield material.complain(
                        _spot(material, name), f'A number does not end its line in "{line}".', "Put the number last."
                    )


@rule("S09", "S9", "The carrier acts on these words itself: the texter may never hear from us again.")
def reserved_words_are_not_asked_for(material: Material) -> Iterator[Complaint]:
    """No wording asks for a word that belongs to the carrier."""
    for piece in written(material):
        if found := _ASKED_FOR.search(piece.words):
            yield material.complain(piece.spot, f'"{found[0]}" asks for a word of the carrier\'s.', "Ask for another.")


@rule("S09A", "S9", "The carrier may act on the word before we see it.", "warning")
def reserved_words_are_no_answers(material: Material) -> Iterator[Complaint]:
    """No option and no command lists a word that belongs to the carrier."""
    for name, step in material.steps.items():
        part = "options" if isinstance(step, Question) else "also"
        for option_name, option in step.options.items():
            for word in sorted(CARRIER_WORDS & set(option.words)):
                spot = material.spot(name, part, option_name, "words")
                yield material.complain(spot, f'"{word}" is a word of the carrier\'s.', "Take it out.")
    for command in ("menu", "back", "again", "person"):
        for word in sorted(CARRIER_WORDS & set(getattr(material.library.words.commands, command))):
            spot = "words", ("commands", command)
            yield material.complain(spot, f'"{word}" is a word of the carrier\'s.', "Take it out.")


@rule("S17", "S17", "A screen reader spells capitals out; a reader hears shouting.")
def no_shouting(material: Material) -> Iterator[Complaint]:
    """No word is in capitals but names people know, and no text has two exclamation marks."""
    known = KNOWN_CAPITALS | set(material.library.service.pronounce)
    for name, text in material.messages.items():
        shouted = [word for word in re.findall(r"\b[A-Z]{3,}\b", text) if word not in known]
        if shouted or text.count("!") > 1:
            said = ", ".join(shouted) or "!"
            yield material.complain(_spot(material, name), f"The text shouts: {said}.", "Write small letters.")


RULES: tuple[Rule, ...] = (
    only_gsm_characters, texts_are_short, whatsapp_takes_it, most_texts_are_one_segment, the_sender_comes_first,
    lines_are_short, texts_have_few_lines, numbers_end_their_line, reserved_words_are_not_asked_for,
    reserved_words_are_no_answers, no_shouting,
)  # fmt: skip
