"""Words that are nearly one of ours: a letter too many, too few, wrong or swapped with the next."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST = 4  # of what is typed: shorter words are near to everything
SHORTEST_OURS = 5
LONG = 8  # from here on, two slips


class Speller:
    """Knows our words and, of all others, which are too ordinary to be a slip.

    The first letter has to be right: it nearly always is, and "walked" is then never "talked".
    """

    def __init__(self, ours: Iterable[str], ordinary: Iterable[str], beginnings: Iterable[str]):
        self._known = frozenset(ours) | frozenset(ordinary)
        self._beginnings = tuple(beginnings)
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(set(ours)):
            if len(word) >= SHORTEST_OURS and word.isalpha():
                self._by_letter.setdefault(word[0], []).append(word)

    def nearest(self, word: str) -> list[str]:
        """Our words that `word` may be meant as: none when it is one of ours or ordinary, several in a tie."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._known or word.startswith(self._beginnings):
            return []
        slips = 2 if len(word) >= LONG else 1
        near: dict[int, list[str]] = {}
        for ours in self._by_letter.get(word[0], ()):
            distance = OSA.distance(word, ours, score_cutoff=slips)
            if distance <= slips:
                near.setdefault(distance, []).append(ours)
        return near[min(near)] if near else []
