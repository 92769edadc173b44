"""How a text is billed: GSM-7 or UCS-2, and in how many message segments.

Twilio puts 160 septets (153 in each of several segments) or 70 UTF-16 units (67) into a segment,
and never splits an escaped character or a grapheme across two (rules S1 to S3).
"""

from dataclasses import dataclass

import regex

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # each counts as two


@dataclass(frozen=True)
class Size:
    """The size of a text: `units` are septets in GSM-7 and UTF-16 code units in UCS-2."""

    encoding: str
    units: int
    segments: int


def outside_gsm(text: str) -> list[str]:
    """The characters that force a text into UCS-2, each once, in order."""
    return list(dict.fromkeys(char for char in text if char not in BASIC and char not in EXTENDED))


def measure(text: str) -> Size:
    """The encoding, units and message segments of a text."""
    if outside_gsm(text):
        units = [len(part.encode("utf-16-le")) // 2 for part in regex.findall(r"\X", text)]
        return Size("UCS-2", sum(units), _packed(units, 70, 67))
    units = [2 if char in EXTENDED else 1 for char in text]
    return Size("GSM-7", sum(units), _packed(units, 160, 153))


def _packed(units: list[int], single: int, each: int) -> int:
    """How many segments hold the units, none of them split."""
    if sum(units) <= single:
        return 1
    segments, room = 1, each
    for unit in units:
        if unit > room:
            segments, room = segments + 1, each
        room -= unit
    return segments
