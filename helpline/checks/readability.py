"""How hard words are to follow: a Flesch-Kincaid grade of our own, with nothing to download.

grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59; UK reading age = grade + 5.
Syllables are counted by groups of vowels; names and words where that goes wrong are listed.
The figure ranks texts and means little for one sentence: use it on a whole path (rule C1).
"""

import re
from functools import cache

# Words of this line that the count below gets wrong.
SYLLABLES = {
    "sendiass": 3, "nhs": 3, "ehc": 3, "sen": 3, "worcestershire": 3, "herefordshire": 4, "disagree": 3,
    "disagreement": 4, "agreement": 3, "education": 4, "mediation": 4, "organisation": 5, "clinic": 2,
    "area": 3, "being": 2, "idea": 3, "people": 2, "website": 2, "something": 2, "sometimes": 2,
    "somewhere": 2, "someone": 2, "hospitals": 3, "services": 3, "service": 2, "science": 2, "quiet": 2, "before": 2,
    "here": 1, "there": 1, "are": 1, "one": 1, "they": 1, "complain": 2, "social": 2,
    "special": 2, "trust": 1, "nursery": 3, "every": 2, "council": 2, "decision": 3, "meeting": 2, "uk": 2,
}  # fmt: skip

_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.?!:])\s+|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line of its own counts as one."""
    return [part.strip() for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words of a text. A figure is not a word here: keys would make every menu look easy."""
    return _WORD.findall(text)


@cache
def syllables(word: str) -> int:
    """How many syllables an English word has, at least one."""
    small = word.lower()
    if small in SYLLABLES:
        return SYLLABLES[small]
    small = re.sub(r"'s?$", "", small)
    small = re.sub(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^dt])ed$|(?<=[^sxzcg])es$", "", small)
    small = re.sub(r"(?<=[b-df-hj-np-tv-z])(?:e)(?=(?:ly|ful|less|ment)\b)", "", small)
    return max(1, len(re.findall(r"[aeiouy]+", small)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text; 0.0 for a text without words."""
    said, count = words(text), len(sentences(text))
    if not said:
        return 0.0
    return 0.39 * len(said) / count + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def reading_age(text: str) -> float:
    """The UK reading age of a text, in years: its grade and five."""
    return grade(text) + 5
