"""The rule that phone numbers are written in contacts.yaml alone: it finds them in any text, in figures or words."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpline.checks.material import Material
from helpline.content.model import Contact
from helpline.content.rules import Rules
from helpline.content.script import DIGIT_WORDS
from helpline.errors import Complaint

rules = Rules[Material]()
MOST_BYTES = 1_000_000  # of a text file that is searched

# In figures: as people write them, never inside a longer word, hash, sum or date.
_FIGURES = re.compile(
    r"(?<![\w.,+/-])(?:(?:\+44|0044)[ -]?(?:\(0\)[ -]?)?[1-9]|\(?0[1-9])(?:[ \u00a0()-]{0,2}\d){7,9}(?![\w/-]|[.,]\d)"
)
_ELEVEN = re.compile(r"(?<![\w.,+/-])[1-9]\d{10}(?![\w/-]|[.,]\d)")
# In words: between two digits stand spaces, marks or markup, as in <Say>zero, one<break/>.
_BETWEEN = r"(?:[\s,.;:/-]|<[^>]{0,80}>){1,12}"
_DIGIT = rf"(?:{'|'.join(DIGIT_WORDS)}|oh|nought)"
_WORDS = re.compile(rf"\b(?:zero|oh|nought){_BETWEEN}(?:{_DIGIT}{_BETWEEN}){{7,9}}{_DIGIT}\b", re.IGNORECASE)

# Ofcom keeps these for drama: they ring nowhere (rule N12).
_DRAMA = re.compile(r"(?:0|44|0044)?(?:1632960|7700900|2079460)\d{0,3}|01234567890?")


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
            if not _DRAMA.fullmatch(digits):
                yield PhoneNumber(words.count("\n", 0, found.start()) + 1, found[0], digits)


def digits_of(written: str) -> str:
    """The digits of a number however it is written, with 0 for +44."""
    small = re.sub(r"<[^>]*>", " ", written.lower())
    for word, digit in [*((word, str(n)) for n, word in enumerate(DIGIT_WORDS)), ("oh", "0"), ("nought", "0")]:
        small = re.sub(rf"\b{word}\b", digit, small)
    small = small.replace("(0)", "")
    return re.sub(r"^(?:44|0044)(?=[1-9]\d{9}$)", "0", re.sub(r"\D", "", small))


@rules.rule("N11", "N11", "A number written twice is corrected once.")
def numbers_stand_in_contacts_alone(material: Material) -> Iterator[Complaint]:
    """No phone number, in figures or in words, stands anywhere but in contacts.yaml."""
    known = {digits_of(contact.number): contact for contact in material.library.contacts.values() if contact.number}
    for name, words in material.texts:
        for number in numbers_in(words) if not name.endswith("contacts.yaml") else ():
            yield _complaint(name, number, known.get(number.digits))


def _complaint(name: str, number: PhoneNumber, contact: Contact | None) -> Complaint:
    says = f"{contact.name}'s number stands here." if contact else f'"{number.written}" looks like a phone number.'
    cure = (
        "Take it from contacts.yaml, by name."
        if contact
        else "Take it out, or use a drama number such as 01632 960 001."
    )
    return Complaint(name, number.line, says, cure)


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
