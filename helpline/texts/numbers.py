"""Phone numbers: which of them the line would text, and how they are dialled."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_MOBILE = re.compile(r"7[1-57-9]\d{8}")  # Ofcom's National Telephone Numbering Plan: 070 is personal, 076 pagers
_WRITTEN = re.compile(r"[+\d][\d ()-]{6,20}")  # figures only: phonenumbers would also read letters and "tel:"
_KEYED = re.compile(r"07\d{9}")
_COUNTRY = re.compile(r"^(?:00)?44")


# What stands in place of a number that is withheld: the word for it, on a telephone's keys.
_WITHHELD = frozenset(
    word.upper().translate(str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999"))
    for word in ("anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld")
) | {"8566696"}  # as the carrier has UNKNOWN
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")


def can_be_shown(number: str) -> bool:
    """Whether a number in E.164 is a possible one, so that a carrier lets it be shown to a person who is called."""
    if not _INTERNATIONAL.fullmatch(number) or number[1:] in _WITHHELD:
        return False
    import phonenumbers  # imported here: 35 ms, and no call is put through on most lines

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return False


def keyed_mobile(digits: str) -> str | None:
    """The eleven digits (07...) of a mobile number as it was keyed in, with the country code or without."""
    number = _COUNTRY.sub("0", digits)
    return number if _KEYED.fullmatch(number) else None


def uk_mobile(written: str) -> str | None:
    """The number in E.164 (+447...) when it is a UK mobile, however it was written; otherwise None.

    Ofcom's drama numbers count. Jersey, Guernsey and the Isle of Man do not: carriers charge for
    them as abroad.
    """
    import phonenumbers  # imported here: 35 ms, and a line with no account never needs it

    number = _parsed(written)
    if number is None or number.country_code != 44:
        return None
    # No region is known for drama numbers: they belong to nobody.
    if phonenumbers.region_code_for_number(number) not in ("GB", None):
        return None
    return f"+44{number.national_number}" if _MOBILE.fullmatch(str(number.national_number)) else None


def international(written: str) -> str | None:
    """The number in E.164, however it was written; one without a country code is British. None when it is none."""
    import phonenumbers

    number = _parsed(written)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(written: str) -> "PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(written, "GB") if _WRITTEN.fullmatch(written.strip()) else None
    except phonenumbers.NumberParseException:
        return None


def as_dialled(number: str) -> str:
    """A number in E.164 as it is written and dialled in the United Kingdom; one from abroad stays as it is."""
    import phonenumbers

    parsed = phonenumbers.parse(number)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_british(number) else phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(parsed, style)


def is_british(number: str) -> bool:
    """Whether a number in E.164 has the United Kingdom's country code."""
    return number.startswith("+44")
