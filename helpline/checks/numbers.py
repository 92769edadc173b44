"""Rules about reading a number out, so that it can be written down the first time."""

import re
from collections.abc import Iterator

from helpline.checks.finding import Rule, rule
from helpline.checks.material import Material, words_in
from helpline.checks.phrases import written
from helpline.checks.walk import Stop
from helpline.content.model import Contact, Outcome
from helpline.content.script import Digits, Pause, Script, Speech
from helpline.content.timing import Span, readings
from helpline.errors import Complaint

SECONDS = (9, 14)  # N3, for eleven digits
GROUPS = [5, 3, 3]  # N2
BETWEEN_GROUPS = (600, 900)  # N4, milliseconds
BETWEEN_READINGS = 1500  # N4
PEN = 2000  # N5


def _pages(material: Material) -> Iterator[tuple[str, Stop, Script, list[Contact]]]:
    """Each page of each outcome, with the contacts that have a number."""
    for name, stops in material.outcomes.items():
        step = material.steps[name]
        assert isinstance(step, Outcome)
        contacts = [contact for contact in material.library.contacts_of(step) if contact.number]
        for stop in stops:
            yield name, stop, material.script(stop), contacts


def numbers_read(material: Material) -> Iterator[tuple[str, Contact, int]]:
    """How often each number is read in all, for each outcome: place, contact, readings."""
    for name, stops in material.outcomes.items():
        step = material.steps[name]
        assert isinstance(step, Outcome)
        for contact in material.library.contacts_of(step):
            yield name, contact, max(len(readings(material.script(stop), contact)) for stop in stops)


@rule("N01", "N1", "Few people write eleven digits down at the first hearing.")
def numbers_are_read_twice(material: Material) -> Iterator[Complaint]:
    """Every number, and every address, is read twice on one page."""
    for name, contact, count in numbers_read(material):
        if count < 2:
            spot = material.spot(name, "contacts")
            yield material.complain(spot, f"{contact.name}'s number is read {count} times.", "Read it twice.")


@rule("N02", "N2", "A number in unfamiliar groups is heard as another number.")
def groups_are_fixed(material: Material) -> Iterator[Complaint]:
    """A number of eleven digits is read as five, three and three."""
    for name, contact in material.library.contacts.items():
        sizes = [len(group) for group in contact.digit_groups]
        if sum(sizes) == sum(GROUPS) and sizes != GROUPS:
            yield material.complain(
                ("contacts", (name, "number")), f"This number is read in groups of {sizes}.", "Write it as 5, 3 and 3."
            )


def reading_lengths(material: Material) -> Iterator[tuple[str, float]]:
    """Place and seconds of each reading of a number of eleven digits, with the pauses inside it."""
    for name, stop, script, contacts in _pages(material):
        for contact in contacts:
            if len(contact.digit_groups) == len(GROUPS):
                yield from (
                    (name, _lasts(material, script, span, stop.reply.slow)) for span in readings(script, contact)
                )


def _lasts(material: Material, script: Script, span: Span, slow: bool) -> float:
    return material.watch.until(script, span[1], slow) - material.watch.until(script, span[0], slow)


@rule("N03", "N3", "Faster than a pen, and the end is lost; slower, and the start is forgotten.")
def numbers_are_read_slowly(material: Material) -> Iterator[Complaint]:
    """Eleven digits take 9 to 14 seconds."""
    for name, seconds in reading_lengths(material):
        if not SECONDS[0] <= seconds <= SECONDS[1]:
            yield material.complain(
                material.spot(name), f"A number is read in {seconds:.1f} s.",
                "Change the pauses in content/script.py, or the clip.",
            )  # fmt: skip


@rule("N04", "N4", "The pause between groups is when they are written down.")
def pauses_between_groups(material: Material) -> Iterator[Complaint]:
    """600 to 900 ms between groups, and at least 1,500 ms between readings."""
    for name, _, script, contacts in _pages(material):
        for contact in contacts:
            spans = readings(script, contact)
            inside = [part.ms for first, end in spans for part in script[first:end] if isinstance(part, Pause)]
            between = [_longest(script[a[1] : b[0]]) for a, b in zip(spans, spans[1:], strict=False)]
            low, high = BETWEEN_GROUPS
            if not all(low <= ms <= high for ms in inside) or not all(ms >= BETWEEN_READINGS for ms in between):
                yield material.complain(
                    material.spot(name),
                    f"The pauses in {contact.name}'s number are not right.",
                    "See content/script.py.",
                )


@rule("N05", "N5", "A pen has to be found first.")
def time_for_a_pen(material: Material) -> Iterator[Complaint]:
    """At least two seconds of silence stand before the first digit."""
    for name, stop, script, contacts in _pages(material):
        first = min((spans[0][0] for contact in contacts if (spans := readings(script, contact))), default=None)
        if first is not None and _longest(script[:first]) < PEN:
            yield material.complain(
                material.spot(name), f"Page {stop.reply.page + 1} leaves no time for a pen.", "See content/script.py."
            )


def _longest(parts: Script) -> int:
    return max((part.ms for part in parts if isinstance(part, Pause)), default=0)


@rule("N06", "N6", "A voice reads a row of digits as one large number.")
def no_raw_digits(material: Material) -> Iterator[Complaint]:
    """No spoken words hold three digits or more in a row."""
    for stop, script in material.spoken():
        if found := re.search(r"\d{3,}", words_in(script)):
            spot = material.spot(stop.reply.step)
            yield material.complain(spot, f'"{found[0]}" would be read as one number.', "Name the contact in {}.")


@rule("N07", "N7", 'The key is called "zero"; a letter, or "double", is one more thing to work out.')
def zero_is_zero(material: Material) -> Iterator[Complaint]:
    """No wording says "oh", "nought", "double" or "triple" for digits."""
    for piece in written(material):
        if found := re.search(r"\b(oh|nought|double|triple)\b", piece.words, re.IGNORECASE):
            yield material.complain(piece.spot, f'"{found[0]}" is used here.', 'Say "zero", digit by digit.')


@rule("N08", "N8", "A number that starts in an unfamiliar way is taken for a foreign one.")
def no_country_code(material: Material) -> Iterator[Complaint]:
    """No wording holds +44."""
    for piece in written(material):
        if re.search(r"\+ ?44|plus four four", piece.words):
            yield material.complain(piece.spot, "+44 is used here.", "Name the contact in {}.")


@rule("N09", "N9", "Words between the two readings push the first one out of memory.")
def nothing_between_readings(material: Material) -> Iterator[Complaint]:
    """Between the two readings of a number only the lead-in to the second is said."""
    # One stretch of speech is allowed: "The number again".
    for name, _, script, contacts in _pages(material):
        for contact in contacts:
            spans = readings(script, contact)
            for a, b in zip(spans, spans[1:], strict=False):
                said = [part for part in script[a[1] : b[0]] if isinstance(part, (Speech, Digits))]
                if len(said) > 1:
                    yield material.complain(material.spot(name), "Words stand between two readings.", "Take them out.")


RULES: tuple[Rule, ...] = (
    numbers_are_read_twice, groups_are_fixed, numbers_are_read_slowly, pauses_between_groups, time_for_a_pen,
    no_raw_digits, zero_is_zero, no_country_code, nothing_between_readings,
)  # fmt: skip
