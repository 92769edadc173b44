"""From what was typed to what was meant. Exact words and phrases only: nothing is guessed."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from helpline.content.model import Danger, Keyword, Option
from helpline.content.reserved import OPT_OUT_WORDS
from helpline.content.script import DIGIT_WORDS

_DIGIT = re.compile(
    rf"(?:(?:option|number|press|key|answer|choice) ?)?(\d|{'|'.join(DIGIT_WORDS)})(?: please| thanks)?"
)


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
    """The single digit that a message is: "1", "one", "option 1" (rule S11)."""
    found = _DIGIT.fullmatch(words)
    if not found:
        return None
    digit = found[1]
    return str(DIGIT_WORDS.index(digit)) if digit in DIGIT_WORDS else str(int(digit))


def option_in(options: dict[str, Option], words: str) -> str | None:
    """The option that a message names, by its digit or one of its words."""
    digit = digit_in(words)
    for name, option in options.items():
        if str(option.press) == digit or words == _ours(name) or is_any(words, option.words):
            return name
    return None


def keyword_in(keywords: dict[str, Keyword], words: str) -> Keyword | None:
    """The keyword for a message: first one that is the whole message, then one that it holds."""
    whole = (keyword for keyword in keywords.values() if is_any(words, [*keyword.words, *keyword.within]))
    held = (keyword for keyword in keywords.values() if holds_any(words, keyword.within))
    return next(whole, None) or next(held, None)


def is_danger(danger: Danger, words: str) -> bool:
    """Whether someone may be in danger. Everyday phrases that only look like it are taken out first."""
    for phrase in danger.unless:
        words = re.sub(rf"\b{re.escape(_ours(phrase))}\b", " ", words)
    words = " ".join(words.split())
    return is_any(words, danger.words) or holds_any(words, danger.phrases)


def is_opt_out(words: str) -> bool:
    """Whether the whole message is one of the carrier's opt-out words."""
    return words in OPT_OUT_WORDS


def is_any(words: str, candidates: Iterable[str]) -> bool:
    """Whether the whole message is one of these."""
    return any(words == _ours(candidate) for candidate in candidates)


def holds_any(words: str, phrases: Iterable[str]) -> bool:
    """Whether the message holds one of these, as whole words."""
    return any(f" {_ours(phrase)} " in f" {words} " for phrase in phrases)
