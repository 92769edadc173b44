"""A prompt to be read along: the words as they are written, line by line, each with the second at which it begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpline.content.phrases import DIGIT_WORDS
from helpline.content.script import AFTER_PRESS, Digits, Pause, Script, Segment
from helpline.content.timing import Stopwatch

NEW_LINE = AFTER_PRESS  # milliseconds: a pause as long as this ends a line, and options are always so far apart
_DIGIT = f"(?:{'|'.join(DIGIT_WORDS)})"
_SPOKEN = re.compile(rf"\b(?:{_DIGIT}(?: {_DIGIT})+|(?<=press ){_DIGIT})\b")  # "nine nine nine", "press zero"


@dataclass(frozen=True)
class Piece:
    """Words said in one breath, and the seconds into the prompt at which they begin."""

    words: str
    begins: float


Line = tuple[Piece, ...]


def captions(script: Script, watch: Stopwatch, slow: bool) -> list[Line]:
    """The lines of a prompt: an option, a whole number and a line of an address stand each on its own."""
    lines: list[list[Piece]] = []
    for piece, new_line in _pieces(script, watch, slow):
        if new_line or not lines:
            lines.append([])
        lines[-1].append(piece)
    return [tuple(line) for line in lines]


def _pieces(script: Script, watch: Stopwatch, slow: bool) -> Iterator[tuple[Piece, bool]]:
    """Each piece, and whether a new line begins with it. The groups of a number are never parted."""
    paused = 0
    for index, segment in enumerate(script):
        if isinstance(segment, Pause):
            paused = segment.ms
        else:
            new_line = paused >= NEW_LINE and not isinstance(segment, Digits)
            yield Piece(_written(segment), round(watch.until(script, index, slow), 2)), new_line


def _written(segment: Segment) -> str:
    """The words of a segment with digits as digits."""
    if isinstance(segment, Digits):
        return segment.digits
    return _SPOKEN.sub(_as_digits, getattr(segment, "text", ""))


def _as_digits(spoken: re.Match[str]) -> str:
    return "".join(str(DIGIT_WORDS.index(word)) for word in spoken[0].split())
