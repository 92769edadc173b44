"""Whole messages: bare words, digits, options and keywords. Nothing is guessed here."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from helpline.content.model import Keyword, Option
from helpline.content.reserved import OPT_OUT_WORDS
from helpline.content.script import DIGIT_WORDS

_DIGIT = re.compile(
    rf"(?:(?:the )?(?:option|number|no|press|key|answer|choice) ?)?(\d|{'|'.join(DIGIT_WORDS)})(?: please| thanks)?"
)
_ORDINAL = re.compile(r"(?:the )?(1st|2nd|3rd|[45]th|first|second|third|fourth|fifth)(?: one)?")

# Digits as autocorrect and hasty thumbs write them. They count only as a whole message.
_TWINS = {"won": "1", "to": "2", "too": "2", "tow": "2", "tree": "3", "for": "4", "fore": "4", "fuor": "4"}
_ORDER = ("first", "second", "third", "fourth", "fifth")
_LINK = re.compile(r"\b(?:https?|www) \S")  # as `plain` leaves an address
_EMOJI = re.compile(r"[^\w\s!-/:-@\[-`{-~]")


def plain(text: str) -> str:
    """The text as bare words: small letters, no marks, single spaces ("E.H.C.P!" is "ehcp").

    A message of nothing but marks ("?", an emoji) stays as it is.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    joined = re.sub(r"['’`]|(?<=\b\w)\.(?=\w\b)", "", folded)
    words = " ".join(re.findall(r"[^\W_]+", joined))
    return words or folded.strip()


@cache
def _ours(words: str) -> str:
    """`plain` for words of our own files, remembered. What people write is never remembered."""
    return plain(words)


def digit_in(words: str) -> str | None:
    """The single digit that a message is: "1", "one", "option 1", "the first one" (rule S11)."""
    found = _DIGIT.fullmatch(words)
    if not found:
        ordinal = _ORDINAL.fullmatch(words)
        place = ordinal and (ordinal[1][0] if ordinal[1][0].isdigit() else str(_ORDER.index(ordinal[1]) + 1))
        return place or _TWINS.get(words)
    digit = found[1]
    return str(DIGIT_WORDS.index(digit)) if digit in DIGIT_WORDS else str(int(digit))


def option_in(options: dict[str, Option], words: str) -> str | None:
    """The option that a message names, by its digit or one of its words."""
    digit = digit_in(words)
    for name, option in options.items():
        if str(option.press) == digit or words == _ours(name) or is_any(words, option.words):
            return name
    return None


def keyword_in(keywords: dict[str, Keyword], words: str) -> str | None:
    """The name of the keyword that is the whole message."""
    return next((name for name, keyword in keywords.items() if is_any(words, keyword.words)), None)


def odd_kind(words: str) -> str | None:
    """What a message without words of its own is: a "picture" (nothing typed), "yes_no", an "emoji", a "link"."""
    if not words:
        return "picture"
    if words in ("yes", "no"):
        return "yes_no"
    if _LINK.search(words):
        return "link"
    return None if re.search(r"\w", words) or not _EMOJI.search(words) else "emoji"


def is_opt_out(words: str) -> bool:
    """Whether the whole message is one of the carrier's opt-out words."""
    return words in OPT_OUT_WORDS


def is_any(words: str, candidates: Iterable[str]) -> bool:
    """Whether the whole message is one of these."""
    return any(words == _ours(candidate) for candidate in candidates)
