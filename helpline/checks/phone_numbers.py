"""Rules about phone numbers: each stands in contacts.yaml alone, once, and reaches somebody at the usual price."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpline.checks.material import Material
from helpline.checks.wordings import written
from helpline.content.model import Contact
from helpline.content.phone_number import costs_more, is_drama, nobody_has
from helpline.content.phrases import DIGIT_WORDS
from helpline.content.rules import Rules
from helpline.content.wording import NAME
from helpline.errors import Complaint

rules = Rules[Material]()
MOST_BYTES = 1_000_000  # of a text file that is searched

# In figures: as people write them, never inside a longer word, hash, sum or date.
_FIGURES = re.compile(
    r"(?<![\w.,+/-])(?:(?:(?:\+44|0044)[ -]?(?:\(0\)[ -]?)?[1-9]|\(?0[1-9])(?:[ \u00a0()-]{0,2}\d){7,9}"
    r"|0(?:800|500)[ \u00a0-]?\d{4})(?![\w/-]|[.,]\d)"
)
_ELEVEN = re.compile(r"(?<![\w.,+/-])[1-9]\d{10}(?![\w/-]|[.,]\d)")
# In words: between two digits stand spaces, marks or markup, as in <Say>zero, one<break/>.
_BETWEEN = r"(?:[\s,.;:/-]|<[^>]{0,80}>){1,12}"
_DIGIT = rf"(?:{'|'.join(DIGIT_WORDS)}|oh|nought)"
_WORDS = re.compile(rf"\b(?:zero|oh|nought){_BETWEEN}(?:{_DIGIT}{_BETWEEN}){{7,9}}{_DIGIT}\b", re.IGNORECASE)
# Numbers without a dialling code, where they stand in what is said or texted.
_SHORT = re.compile(r"999|112|111|101|105|119|159|18000|116\d{3}|118\d{3}")
_FEW_FIGURES = re.compile(r"(?<![\w.,+/-])\d{3}(?: ?\d{2,3})?(?![\w/-]|[.,]\d)")
_FEW_WORDS = re.compile(rf"\b(?:{_DIGIT}{_BETWEEN}){{2,5}}{_DIGIT}\b", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"^( +number:).*$", re.MULTILINE)


@dataclass(frozen=True)
class PhoneNumber:
    """A phone number in a text: the line it starts on (from 1), as written there, and its digits."""

    line: int
    written: str
    digits: str


def numbers_in(words: str) -> Iterator[PhoneNumber]:
    """The phone numbers in a text that are not drama numbers, in order of their kind."""
    for pattern in (_FIGURES, _ELEVEN, _WORDS):
        for found in pattern.finditer(words):
            digits = digits_of(found[0])
            if not is_drama(digits):
                yield PhoneNumber(words.count("\n", 0, found.start()) + 1, found[0], digits)


def digits_of(written: str) -> str:
    """The digits of a number however it is written, with 0 for +44."""
    small = re.sub(r"<[^>]*>", " ", written.lower())
    for word, digit in [*((word, str(n)) for n, word in enumerate(DIGIT_WORDS)), ("oh", "0"), ("nought", "0")]:
        small = re.sub(rf"\b{word}\b", digit, small)
    small = small.replace("(0)", "")
    return re.sub(r"^(?:44|0044)(?=[1-9]\d{8,9}$)", "0", re.sub(r"\D", "", small))


@rules.rule("N11", "N11", "A number written twice is corrected once.")
def numbers_stand_in_contacts_alone(material: Material) -> Iterator[Complaint]:
    """No phone number, in figures or in words, stands anywhere but at a contact's number in contacts.yaml."""
    known = {_digits(contact): name for name, contact in _numbered(material)}
    for file, words in material.texts:
        searched = _NUMBER_LINE.sub(r"\1", words) if file.endswith("contacts.yaml") else words
        for number in numbers_in(searched):
            yield Complaint(file, number.line, *_says_and_cure(number.written, known.get(number.digits)))
    for piece in written(material):
        for short in _short_numbers_in(piece.words):
            yield material.complain(piece.spot, *_says_and_cure(short, known.get(digits_of(short))))


def _short_numbers_in(words: str) -> Iterator[str]:
    for pattern in (_FEW_FIGURES, _FEW_WORDS):
        yield from (found[0] for found in pattern.finditer(words) if _SHORT.fullmatch(digits_of(found[0])))


def _says_and_cure(written: str, contact: str | None) -> tuple[str, str]:
    says = f'"{" ".join(written.split())}" is a phone number.'
    if contact:
        return says, f"Write {{{contact}}} instead: the number comes from contacts.yaml."
    return says, "Take it out. To give it to callers, add a contact to contacts.yaml, and write {its_name} here."


@rules.rule("N11D", "N11", "A number that changes would be corrected at one contact, and stay wrong at the other.")
def no_number_stands_twice(material: Material) -> Iterator[Complaint]:
    """No two contacts have the same number."""
    first: dict[str, str] = {}
    for name, contact in _numbered(material):
        before = first.setdefault(_digits(contact), name)
        if before != name:
            says = f'"{name}" has the same number as "{before}".'
            cure = f'Look at the source of both. If they are one, take "{name}" out and write {before} instead.'
            yield material.complain(("contacts", (name, "number")), says, cure)


@rules.rule("N11U", "N11", "A number that nobody is given is looked after by nobody.")
def every_contact_is_given(material: Material) -> Iterator[Complaint]:
    """Each contact is given by an outcome or named in a sentence."""
    given = {name for _, outcome in material.library.every_outcome() for name in outcome.contacts}
    given |= {name for piece in written(material) for name in NAME.findall(piece.words)}
    for name in material.library.contacts:
        if name not in given:
            cure = f'Write {name} into "contacts:" of an outcome, or take it out of this file.'
            yield material.complain(("contacts", (name,)), f'Nobody is given the contact "{name}".', cure)


@rules.rule("N02", "N2", "A parent who calls it reaches nobody.")
def somebody_has_the_number(material: Material) -> Iterator[Complaint]:
    """Each number is one that is given out in the United Kingdom."""
    cure = "Look at its source again. If it is right, install a newer version of the package phonenumbers."
    yield from _each(material, nobody_has, "No number like {} is given out in this country.", cure)


@rules.rule("N02C", "house", "A parent must not pay to be helped, and this line tells no prices.")
def calls_cost_the_usual(material: Material) -> Iterator[Complaint]:
    """No number is one to which calls cost more than to others."""
    cure = "Ask them for a number that begins with 01, 02, 03 or 080."
    yield from _each(material, costs_more, "A call to {} costs more than other calls.", cure)


def _each(material: Material, is_amiss: Callable[[str], bool], says: str, cure: str) -> Iterator[Complaint]:
    for name, contact in _numbered(material):
        if contact.number and is_amiss(contact.number):
            yield material.complain(("contacts", (name, "number")), says.format(contact.number), cure)


def _numbered(material: Material) -> Iterator[tuple[str, Contact]]:
    return ((name, contact) for name, contact in material.library.contacts.items() if contact.number)


def _digits(contact: Contact) -> str:
    return "".join(contact.digit_groups)


def text_files(folder: Path) -> tuple[tuple[str, str], ...]:
    """Name (from the repository's root) and words of each text file that git tracks beside `folder`.

    The files of the folder alone where there is no git. A file that is not UTF-8, or over 1 MB, is no text.
    """
    root = folder.resolve().parent
    names = _tracked(root)
    paths = [root / name for name in names] if names else sorted(folder.resolve().rglob("*"))
    found = ((str(path.relative_to(root)), _words(path)) for path in paths)
    return tuple((name, words) for name, words in found if words)


def _tracked(root: Path) -> list[str]:
    # Only what is tracked: a build folder or a virtual environment is full of numbers that are not ours.
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except OSError:
        return []
    return [name for name in done.stdout.decode(errors="replace").split("\0") if name]


def _words(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() and path.stat().st_size < MOST_BYTES else ""
    except (UnicodeDecodeError, OSError):
        return ""
