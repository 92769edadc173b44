"""The intents of a message: the phrases of words.yaml, compiled once for each library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from helpline.content.library import Library
from helpline.content.words import CARRIER_WORDS
from helpline.engine.negation import is_denied, is_negated
from helpline.engine.phrases import beginnings, is_solid, literals, pattern
from helpline.engine.spelling import Speller

MOST_SPELLINGS = 3  # of one message with a slip that may be several words


@dataclass(frozen=True)
class Mark:
    """A stretch of a message that holds a clue, or the opposite of the one that it was `found` as.

    One inside a longer one does not count, nor does one that is denied: then there is no `clue`.
    """

    clue: str | None
    found: str
    start: int
    words: str
    counts: bool

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in the message."""
        return self.start, self.start + len(self.words)


@dataclass(frozen=True)
class Marked:
    """A message (`plain`) in one spelling, with the clues as they stand in it."""

    words: str
    marks: tuple[Mark, ...]

    @cached_property
    def clues(self) -> frozenset[str]:
        """The clues in it."""
        return frozenset(mark.clue for mark in self.marks if mark.counts and mark.clue)


@dataclass(frozen=True)
class Fit:
    """A keyword that a message fits: by the words of a phrase that stands within it, or by clues that are all there."""

    keyword: str
    within: str = ""
    clues: tuple[str, ...] = ()


class Intents:
    """Finds danger, clues and keywords in bare words (`plain`). Holds no message."""

    def __init__(self, library: Library):
        words = library.words
        self._keywords = words.keywords
        self._danger = pattern(words.danger.phrases, words.lists)
        self._danger_alone = pattern(words.danger.words, words.lists)
        self._unless = pattern(words.danger.unless, words.lists)
        self._emoji = frozenset(words.danger.emoji)
        self._clues = [
            (name, solid, pattern((one for one in phrases if is_solid(one) is solid), words.lists))
            for name, phrases in words.clues.items()
            for solid in (True, False)
        ]
        self._negation = words.negation
        self._within = {name: pattern(keyword.within, words.lists) for name, keyword in words.keywords.items()}
        self._twins = {ours: pattern(twins, {}) for ours, twins in words.twins.items()}
        self._polite = pattern(words.polite, {})
        self._speller = _speller(library)

    def shows_danger(self, text: str) -> bool:
        """Whether an emoji in a text as it was typed may mean danger."""
        return not self._emoji.isdisjoint(text)

    def danger(self, words: str) -> bool:
        """Whether someone may be in danger. Everyday phrases that only look like it are taken out first."""
        return bool(self.danger_in(words))

    def danger_in(self, words: str) -> str:
        """The words of a message that may mean danger; none where there are none."""
        words = self.without_everyday(words)
        found = self._danger.search(words) or self._danger_alone.fullmatch(words)
        return found[0] if found else ""

    def without_everyday(self, words: str) -> str:
        """The message without the everyday phrases that only look like danger."""
        return " ".join(self._unless.sub(" ", words).split())

    def bare(self, words: str) -> str:
        """The message without a greeting, a please or a thank you; as it is when nothing else is left."""
        return " ".join(self._polite.sub(" ", words).split()) or words

    def spellings(self, words: str) -> list[str]:
        """The message with its slips mended: more than one where a slip may be several words."""
        for ours, twins in self._twins.items():
            words = twins.sub(ours, words)
        found = [""]
        for word in words.split():
            near = self._speller.nearest(word) or [word]
            # With two unclear slips a message is guesswork: the second stays as it is.
            near = near if len(found) == 1 or len(near) == 1 else [word]
            found = [f"{so_far} {one}".strip() for so_far in found for one in near[:MOST_SPELLINGS]]
        return found

    def topics(self, message: Marked) -> tuple[str, ...]:
        """The keyword that a whole sentence is taken for, and its rivals that fit as well; or those that it offers."""
        for first in self.fits(message):
            keyword = self._keywords[first.keyword]
            rivals = (rival for rival in keyword.rivals if self._fit(rival, message))
            return tuple(keyword.offers or (first.keyword, *rivals))
        return ()

    def fits(self, message: Marked) -> Iterator[Fit]:
        """Each keyword that a whole sentence fits, in the order of words.yaml: the first one wins."""
        return (fit for name in self._keywords if (fit := self._fit(name, message)))

    def held_back(self, message: Marked) -> Iterator[tuple[str, str]]:
        """Each keyword that a sentence would fit, and the clue of its `unless` that holds it back."""
        for name, keyword in self._keywords.items():
            for clue in (one for one in keyword.unless if one in message.clues and self._found(name, message)):
                yield name, clue

    def rules_out(self, name: str, message: Marked) -> bool:
        """Whether a message says itself that it is not about a keyword: it denies a clue that the keyword rests on."""
        denied = {mark.found for mark in message.marks if mark.counts and mark.clue != mark.found}
        when = self._keywords[name].when
        return any([clue] in when or (when and all(clue in all_of for all_of in when)) for clue in denied)

    def marked(self, words: str) -> Marked:
        """A message with the clues in it. A plain one in a longer plain one ("care" in "care plan") is none.

        One that a negation reaches counts as its opposite, where it has one; one that is denied may count as nothing.
        """
        spans = [(one.span(), name, solid) for name, solid, clue in self._clues for one in clue.finditer(words)]
        covers = [span for span, _, solid in spans if solid]
        marks = [
            Mark(
                self._read(name, words, span[0]), name, span[0], words[slice(*span)],
                counts=not (solid and any(_inside(span, other) for other in covers)),
            )
            for span, name, solid in spans
        ]  # fmt: skip
        return Marked(words, tuple(marks))

    def _fit(self, name: str, message: Marked) -> Fit | None:
        """How a message fits a keyword; None where it does not, or where a clue holds the keyword back."""
        return None if message.clues.intersection(self._keywords[name].unless) else self._found(name, message)

    def _found(self, name: str, message: Marked) -> Fit | None:
        if within := self._within[name].search(message.words):
            return Fit(name, within=within[0])
        all_of = next((all_of for all_of in self._keywords[name].when if message.clues.issuperset(all_of)), None)
        return Fit(name, clues=tuple(all_of)) if all_of else None

    def _read(self, clue: str, words: str, start: int) -> str | None:
        """The clue, or what it stands for where it is denied or a negation reaches it."""
        denied, left_out = self._negation.denied, self._negation.left_out
        if (clue in denied or clue in left_out) and is_denied(self._negation, words, start):
            return denied.get(clue)
        opposite, hindered = self._negation.opposites.get(clue), clue in self._negation.hindered
        return opposite if opposite and is_negated(self._negation, words, start, hindered) else clue


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span != other


def _phrases(library: Library) -> Iterator[str]:
    """Every phrase of keywords, clues, questions, commands and options. Danger is left out."""
    words = library.words
    for keyword in words.keywords.values():
        yield from (*keyword.words, *keyword.within)
    for phrases in words.clues.values():
        yield from phrases
    for phrases in words.inquiries.values():
        yield from phrases
    for subject in words.subjects.values():
        yield from subject.named
    for _, phrases in words.commands:
        yield from phrases
    for step in library.flow.steps.values():
        for name, option in step.options.items():
            yield from (name.replace("_", " "), *option.words)


def _speller(library: Library) -> Speller:
    """The speller mends words that say something by themselves, and never a word that the carrier acts on."""
    words, phrases = library.words, list(_phrases(library))
    ours = {*(phrase for phrase in phrases if phrase.isalpha()), *words.twins} - CARRIER_WORDS
    danger = (words.danger.phrases, words.danger.words, words.danger.unless)
    known = [
        *words.everyday,
        *CARRIER_WORDS,
        *phrases,
        *(one for part in (*danger, *words.lists.values()) for one in part),
    ]
    return Speller(ours, literals(known), beginnings(phrases))


@lru_cache(maxsize=8)
def intents_of(library: Library) -> Intents:
    """The intents of a library, compiled once."""
    return Intents(library)


@lru_cache(maxsize=512)
def option_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern for the phrases of an option. Only words of the flow files are remembered here."""
    return pattern(phrases, {})
