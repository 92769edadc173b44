"""Finding phone numbers in any text, in figures or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpline.content.script import DIGIT_WORDS

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
class Stray:
    """A phone number in a text: the line it starts on (from 1), as written there, and its digits."""

    line: int
    written: str
    digits: str


def strays(words: str) -> Iterator[Stray]:
    """The phone numbers in a text that are not drama numbers, in order of their kind."""
    for pattern in (_FIGURES, _ELEVEN, _WORDS):
        for found in pattern.finditer(words):
            digits = digits_of(found[0])
            if not _DRAMA.fullmatch(digits):
                yield Stray(words.count("\n", 0, found.start()) + 1, found[0], digits)


def digits_of(written: str) -> str:
    """The digits of a number however it is written, with 0 for +44."""
    small = re.sub(r"<[^>]*>", " ", written.lower())
    for word, digit in [*((word, str(n)) for n, word in enumerate(DIGIT_WORDS)), ("oh", "0"), ("nought", "0")]:
        small = re.sub(rf"\b{word}\b", digit, small)
    small = small.replace("(0)", "")
    return re.sub(r"^(?:44|0044)(?=[1-9]\d{9}$)", "0", re.sub(r"\D", "", small))
