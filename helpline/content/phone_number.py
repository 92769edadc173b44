"""A phone number of this country: read as people write it, and read out in its own groups.

`phonenumbers` knows what a number is and how it is grouped. It takes a moment to load, so it is imported where it
is used. New ranges are opened all the time, so a line starts with any number that could be one; `helpline check`
says when nobody has it, and when a call to it costs more than usual.
"""

import re
from functools import lru_cache

REGION, COUNTRY = "GB", "44"
LONG_GROUP = 6  # figures; rule N2 reads such a group as three and three
CALLED = ("1", "9")  # short numbers that can be called begin so; the others only take texts
DIRECTORY = "118"  # directory enquiries: a call costs several pounds

_WRITTEN = re.compile(r"(?=.*\d)\+?[\d\s().\u2010-\u2015-]+")
# Ofcom keeps these for drama: they ring nowhere (rule N12).
_DRAMA = re.compile(r"0(?:1632960|7700900|2079460)\d{0,3}|01234567890?")
AS_IN = "Write its figures, as in 01632 960 001, 020 7946 0123 or 111."
LOOK = "Look at its source again: most numbers have 11 figures, dialling code and all."


def is_short(number: str) -> bool:
    """Whether it is one of the few numbers that have no dialling code, such as 999 or 116 123."""
    return not number.startswith("0")


def is_drama(digits: str) -> bool:
    """Whether it is one of the numbers that Ofcom keeps for drama."""
    return bool(_DRAMA.fullmatch(digits))


def clean(written: str) -> str:
    """A number as it is kept and texted: its figures from 0 on, in groups with a space between them.

    The writer's own spaces stay where they keep the dialling code whole. Raises ValueError with the fault and
    the cure when it cannot be called from this country.
    """
    text = written.strip()
    if not _WRITTEN.fullmatch(text):
        raise ValueError("is not a phone number in figures", AS_IN)
    parts = re.findall(r"\d+", text)
    if text.startswith(("+", "00")):
        parts = [_from_abroad("".join(parts))]
    national = _national("".join(parts))
    return " ".join(parts) if parts[0] == national.partition(" ")[0] else national


def _from_abroad(digits: str) -> str:
    """The digits with 0 instead of the country code; a (0) behind it is one too many."""
    digits = digits.removeprefix("00")
    if not digits.startswith(COUNTRY):
        raise ValueError("is not a number of the United Kingdom", AS_IN)
    return "0" + digits.removeprefix(COUNTRY).removeprefix("0")


@lru_cache(maxsize=256)
def _national(digits: str) -> str:
    """The number in the groups in which this country writes it. Raises ValueError when it cannot be a number."""
    import phonenumbers

    parsed = phonenumbers.PhoneNumber(country_code=int(COUNTRY), national_number=int(digits))
    if is_short(digits):
        if not digits.startswith(CALLED) or not phonenumbers.is_valid_short_number_for_region(parsed, REGION):
            raise ValueError("is not a number that can be called in this country", LOOK)
        return f"{digits[:3]} {digits[3:]}".strip() if len(digits) == LONG_GROUP else digits
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        long = reason == phonenumbers.ValidationResult.TOO_LONG
        raise ValueError(f"is too {'long' if long else 'short'} for a phone number: {len(digits)} figures", LOOK)
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return written if written.startswith("0") else f"{digits[:5]} {digits[5:]}"


def groups(number: str) -> tuple[str, ...]:
    """The groups in which a number is read out: the dialling code whole, then groups of five at most (rule N2)."""
    code, *rest = _national(number.replace(" ", "")).split(" ")
    cut = [group for part in rest for group in ((part[:3], part[3:]) if len(part) == LONG_GROUP else (part,))]
    return (code, *cut)


def dialled(number: str) -> str:
    """A number with a dialling code as the carrier dials it, with the country code."""
    return f"+{COUNTRY}{number.replace(' ', '')[1:]}"


def nobody_has(number: str) -> bool:
    """Whether no such number is given out. The numbers for drama are let through, for tests and examples."""
    import phonenumbers

    digits = number.replace(" ", "")
    parsed = phonenumbers.PhoneNumber(country_code=int(COUNTRY), national_number=int(digits))
    return not (is_short(digits) or is_drama(digits) or phonenumbers.is_valid_number_for_region(parsed, REGION))


def costs_more(number: str) -> bool:
    """Whether a call costs more than one to a dialling code in 01, 02 or 03: 084, 087, 09, 070 and 118."""
    import phonenumbers

    digits, kinds = number.replace(" ", ""), phonenumbers.PhoneNumberType
    parsed = phonenumbers.PhoneNumber(country_code=int(COUNTRY), national_number=int(digits))
    dear = (kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.PERSONAL_NUMBER, kinds.PAGER)
    return digits.startswith(DIRECTORY) or not is_short(digits) and phonenumbers.number_type(parsed) in dear
