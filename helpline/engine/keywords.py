"""Whole messages: bare words, digits, options, commands and keywords. Nothing is guessed here."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from helpline.content.library import Library
from helpline.content.model import Option
from helpline.content.phrases import DIGIT_WORDS
from helpline.engine.inputs import Input, Key, Silence, Utterance

_DIGIT = re.compile(
    rf"(?:(?:the )?(?:option|number|no|press|key|answer|choice) ?)?(\d|{'|'.join(DIGIT_WORDS)})(?: please| thanks)?"
)
_ORDINAL = re.compile(r"(?:the )?(1st|2nd|3rd|[45]th|first|second|third|fourth|fifth)(?: one)?")

# A digit that a remark follows: "3 sort of", "2. she did", but not "2 meetings" or "3 of them".
_COUNTED = (
    "meeting|time|week|day|month|year|yr|hour|hr|min|kid|boy|girl|child|son|daughter|school|letter|email|call|report"
    "|session|term|page|mile|professional|teacher|thing|other|children|people|different|more|of|to|or|half|and a|in"
    "|st|nd|rd|th|pm|am"
)
_DIGIT_AHEAD = re.compile(rf"(?:option |number )?(\d)(?: one)? (?!\d|(?:{_COUNTED})s?\b).+")

# Digits as autocorrect and hasty thumbs write them. They count only as a whole message.
_TWINS = {
    "l": "1",
    "i": "1",
    "won": "1",
    "to": "2",
    "too": "2",
    "tow": "2",
    "tree": "3",
    "for": "4",
    "fore": "4",
    "fuor": "4",
}
_ORDER = ("first", "second", "third", "fourth", "fifth")
_LINK = re.compile(r"\b(?:https?|www) \S")  # as `plain` leaves an address
_EMOJI = re.compile(r"[^\w\s!-/:-@\[-`{-~]")

_QUESTION = re.compile(
    r"(?:(?:and|but|so|or|ok|then|well|also|right|go on|nah) )*"
    r"(?:is|are|am|was|isnt|arent|wasnt|doesnt|do (?!not\b)|does|did|can|could|will|would|should|must|may|shall|has"
    r"|what|whats|when|where|wheres|who|whos|whose|why|how|hows|which|if|any idea)\b"
)
_ASKED_WITHIN = re.compile(
    r"\b(?:do|does|did|is|are|can|could|will|would|should|must|have|has)"
    r" (?:i|we|you|he|she|it|they|that|this|there|my|anyone|someone|somebody|people|parents|councils|schools)\b"
)

Kind = Literal["picture", "yes_no", "emoji", "link"]

# Forms that phones add, and that nobody writes: characters without width, "(1/2)", and a signature.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
_PART = re.compile(r"^\s*\(?\d/\d\)?\s+|\s*\(\d/\d\)\s*$")
_SIGNATURE = re.compile(
    r"(?:^|[\n.!?]\s*)(?:sent from (?:my (?:iphone|ipad|android|samsung|galaxy|huawei|phone|mobile|pixel)|outlook|gmail"
    r"|yahoo mail|mail)|get outlook for)\b[\w ]*\.?\s*$",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r"\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|removed an? \w+ from|reacted \S+ to|\W+ to)"
    r"\s*[\"\u201c\u201e](?P<quoted>.*?)[\"\u201d]?\s*",
    re.IGNORECASE | re.DOTALL,
)


_FORMS = {"characters that cannot be seen": _INVISIBLE, "a signature": _SIGNATURE, "a part number": _PART}


def without_forms(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it was typed, and what a phone had added to it."""
    added = []
    for form, pattern in _FORMS.items():
        text, times = pattern.subn("", text)
        added += [form] * bool(times)
    return text, tuple(added)


def plain(text: str) -> str:
    """The text as bare words: small letters, no marks, single spaces ("E.H.C.P!" is "ehcp").

    A message of nothing but marks ("?", an emoji) stays as it is.
    """
    typed, _ = without_forms(text)
    folded = unicodedata.normalize("NFKC", typed).casefold()
    joined = re.sub(r"['’`]|(?<=\b\w)\.(?=\w\b)", "", folded)
    words = " ".join(re.findall(r"[^\W_]+", joined))
    return words or folded.strip()


def quoted_in(text: str) -> str | None:
    """The message that a reaction of a phone quotes ("Liked “…”"); None when the text is no reaction."""
    found = _REACTION.fullmatch(_INVISIBLE.sub("", text))
    return found["quoted"] if found else None


def digit_in(words: str) -> str | None:
    """The single digit that a message is: "1", "one", "option 1", "the first one" (rule S11)."""
    found = _DIGIT.fullmatch(words)
    if not found:
        ordinal = _ORDINAL.fullmatch(words)
        number = ordinal and (ordinal[1][0] if ordinal[1][0].isdigit() else str(_ORDER.index(ordinal[1]) + 1))
        return number or _TWINS.get(words)
    digit = found[1]
    return str(DIGIT_WORDS.index(digit)) if digit in DIGIT_WORDS else str(int(digit))


def digit_ahead(words: str) -> str | None:
    """The digit that a message begins with, where a remark of the texter's follows it."""
    found = _DIGIT_AHEAD.fullmatch(words)
    return found[1] if found else None


class Exact:
    """The commands, keywords and options that whole messages (`plain`) name. Made once a library; holds no message."""

    def __init__(self, library: Library):
        words = library.words
        self._commands = _names([("person", ["0", "zero", "o"]), *words.commands]) | {"*": "back"}
        self._keywords = _names((name, keyword.words) for name, keyword in words.keywords.items())
        steps = (library.flow.steps | library.replies).items()
        self._options = {name: _names(_option_words(step.options)) for name, step in steps}

    def command(self, words: str) -> str | None:
        """The command that the message is: person, back, again or menu."""
        return self._commands.get(words)

    def keyword(self, words: str) -> str | None:
        """The name of the keyword that the message is."""
        return self._keywords.get(words)

    def option(self, step: str, words: str) -> str | None:
        """The option of a step that the message names, by its digit or one of its words."""
        options = self._options[step]
        return options.get(words) or options.get(digit_in(words) or "")


def _names(named: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """The name that each of the words stands for; the first, where two have the same."""
    found: dict[str, str] = {}
    for name, candidates in named:
        for candidate in candidates:
            found.setdefault(plain(candidate), name)
    return found


def _option_words(options: dict[str, Option]) -> Iterator[tuple[str, list[str]]]:
    for name, option in options.items():
        yield name, [str(option.press), name, *option.words]


@lru_cache(maxsize=8)
def exact_of(library: Library) -> Exact:
    """The names that whole messages stand for in a library, made once."""
    return Exact(library)


def wordless_kind(words: str) -> Kind | None:
    """The kind of a message without words of its own: "picture" (nothing typed), "yes_no", "emoji" or "link"."""
    if not words:
        return "picture"
    if words in ("yes", "no"):
        return "yes_no"
    if _LINK.search(words):
        return "link"
    return None if re.search(r"\w", words) or not _EMOJI.search(words) else "emoji"


def asks_something(text: str) -> bool:
    """Whether a message is put as a question: by its mark, its first word, or the order of its words."""
    words = plain(text)
    return bool(re.search(r"\w.*\?", text) or _QUESTION.match(words) or _ASKED_WITHIN.search(words))


def begins_as_question(words: str) -> bool:
    """Whether the first words of a message (`plain`) are those of a question."""
    return bool(_QUESTION.match(words))


def spoken_input(words: str) -> Input:
    """The words that the carrier recognised, as an input: a lone digit is that key, and no words are silence."""
    bare = plain(words)
    digit = digit_in(bare) or ("0" if bare in ("zero", "oh") else None)
    if digit:
        return Key(digit)
    return Utterance(words, spoken=True) if bare else Silence()
