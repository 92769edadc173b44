"""The intents of a message: the phrases of words.yaml, compiled once for each library."""

import re
from collections.abc import Iterator
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import CARRIER_WORDS, Keyword
from helpline.engine.phrases import beginnings, is_solid, literals, pattern
from helpline.engine.spelling import Speller

MOST_SPELLINGS = 3  # of one message with a slip that may be several words


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
        self._within = {name: pattern(keyword.within, words.lists) for name, keyword in words.keywords.items()}
        self._twins = {ours: pattern(twins, {}) for ours, twins in words.twins.items()}
        self._polite = pattern(words.polite, {})
        self._speller = _speller(library)

    def shows_danger(self, text: str) -> bool:
        """Whether an emoji in a text as it was typed may mean danger."""
        return not self._emoji.isdisjoint(text)

    def danger(self, words: str) -> bool:
        """Whether someone may be in danger. Everyday phrases that only look like it are taken out first."""
        words = " ".join(self._unless.sub(" ", words).split())
        return bool(self._danger.search(words)) or bool(self._danger_alone.fullmatch(words))

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

    def topics(self, words: str) -> tuple[str, ...]:
        """The keyword that a whole sentence is taken for, and its rivals that fit as well."""
        clues = self.clues(words)
        for name in self._keywords:
            if self._fits(name, words, clues):
                rivals = (one for one in self._keywords[name].rivals if self._fits(one, words, clues))
                return (name, *rivals)
        return ()

    def clues(self, words: str) -> frozenset[str]:
        """The clues in a message. A plain one inside a longer plain one does not count ("care" in "care plan")."""
        spans = [(one.span(), name, solid) for name, solid, clue in self._clues for one in clue.finditer(words)]
        covers = [span for span, _, solid in spans if solid]
        return frozenset(
            name for span, name, solid in spans if not (solid and any(_inside(span, other) for other in covers))
        )

    def _fits(self, name: str, words: str, clues: frozenset[str]) -> bool:
        keyword: Keyword = self._keywords[name]
        if clues.intersection(keyword.unless):
            return False
        return bool(self._within[name].search(words)) or any(clues.issuperset(all_of) for all_of in keyword.when)


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
