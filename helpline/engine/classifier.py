"""The second tier: small statistical models of the examples, for messages in which no phrase is found.

Topics have an averaged perceptron (Freund and Schapire, 1999) on words, pairs of words and four letters in a row.
Danger has naive Bayes, which found far more of the danger that it had not seen than a perceptron did. They are trained
in some three seconds when the first text comes, and hold weights only, no message. They never act: what the one
proposes is asked about, and what the other takes for danger puts a sentence above the answer.
"""

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from helpline.content.library import Library
from helpline.content.words import DANGER, EVERYDAY
from helpline.engine.keywords import plain

ROUNDS, MARGIN, SEED = 5, 1.0, 7
LEAST = 2  # examples that a feature must stand in
LETTERS = 4
RUN = 3  # words in a row that tell of danger
UNSEEN = 0.1  # how often a feature is taken to stand in messages where it was never seen
# Chosen on messages of other hands: of the everyday ones that are understood, about one in a hundred is near.
DANGER_MARGIN = 3.6  # how far danger must be ahead of all else in a message, or in a sentence of it
PART, PART_MARGIN = 12, 4.6  # the words of a part of a longer message, and how far danger must be ahead in one
FEWEST = 5  # words of a sentence that is looked at alone

_SENTENCE_END = re.compile(r"[.!?;\n]+")

Weights = dict[str, dict[str, float]]
Told = tuple[int, list[int]]  # the label of a message and its features, by number


def features_by_word(words: str, longest: int) -> Iterator[list[str]]:
    """The features that begin at each word: the runs of words from it on, and every four letters of it in a row."""
    each = words.split()
    for i, word in enumerate(each):
        runs = [" ".join(each[i : i + size]) for size in range(1, longest + 1) if i + size <= len(each)]
        letters = f"<{word}>"
        yield runs + [letters[k : k + LETTERS] for k in range(len(letters) - LETTERS + 1)]


def features(words: str, longest: int = 2) -> set[str]:
    """The words of a message, their pairs (or longer runs), and every four letters in a row."""
    return {feature for found in features_by_word(words, longest) for feature in found}


class Classifier:
    """Knows how near a message is to the examples of each label."""

    def __init__(self, examples: Iterable[tuple[str, str]]):
        told = [(label, features(plain(text))) for label, text in examples]
        counted = Counter(feature for _, found in told for feature in found)
        rows = [(label, sorted(one for one in found if counted[one] >= LEAST)) for label, found in told]
        self._labels = sorted({label for label, _ in rows})
        self._weights = _trained(rows, self._labels) if len(self._labels) > 1 else {}

    def scores(self, words: str) -> dict[str, float]:
        """How near a message (`plain`) is to each label, the nearest first; nothing when nothing was learned."""
        known = features(words) & self._weights.keys()
        scores = dict.fromkeys(self._labels, 0.0) if known else {}
        for feature in known:
            for label, weight in self._weights[feature].items():
                scores[label] += weight
        size = math.sqrt(len(known))
        return dict(sorted(((label, score / size) for label, score in scores.items()), key=lambda one: -one[1]))

    def ahead(self, label: str, words: str) -> float:
        """How far a label is ahead of all others; below zero where it is behind."""
        scores = self.scores(words)
        return scores.pop(label) - max(scores.values()) if label in scores else -math.inf


def _trained(rows: list[tuple[str, list[str]]], labels: list[str]) -> Weights:
    """The mean of the weights over all steps: where a label is not ahead by the margin, it and its rival are moved.

    Features and labels are numbers meanwhile, which makes it half as long.
    """
    numbers, ids = {label: number for number, label in enumerate(labels)}, dict[str, int]()
    told = [(numbers[label], [ids.setdefault(one, len(ids)) for one in found]) for label, found in rows]
    weights, moved = [defaultdict[int, float](float) for _ in ids], [defaultdict[int, float](float) for _ in ids]
    for step, (label, found) in enumerate(_shuffled(told), start=1):
        rival, ahead = _rival(weights, found, label, len(labels))
        size = math.sqrt(len(found))
        if found and ahead < MARGIN * size:
            for name, change in ((label, 1 / size), (rival, -1 / size)):
                for feature in found:
                    weights[feature][name] += change
                    moved[feature][name] += change * step
    steps = ROUNDS * len(rows)
    return {
        feature: {labels[name]: weight - moved[number][name] / steps for name, weight in weights[number].items()}
        for feature, number in ids.items()
        if weights[number]
    }


def _shuffled(told: list[Told]) -> Iterator[Told]:
    """All messages in one order after another, the same every time."""
    order = random.Random(SEED)  # noqa: S311 - the same weights every time, and no secret
    for _ in range(ROUNDS):
        order.shuffle(told)
        yield from told


def _rival(weights: list[defaultdict[int, float]], found: list[int], label: int, labels: int) -> tuple[int, float]:
    """The best of the other labels for these features, and how far the label is ahead of it."""
    scores = [0.0] * labels
    for feature in found:
        for name, weight in weights[feature].items():
            scores[name] += weight
    ours, scores[label] = scores[label], -math.inf
    best = max(scores)
    return scores.index(best), ours - best


@lru_cache(maxsize=8)
def trained_on(examples: tuple[tuple[str, str], ...]) -> Classifier:
    """The classifier of these labels and messages: trained once in a process, however often the words are loaded."""
    return Classifier(examples)


@lru_cache(maxsize=8)
def topics_of(library: Library) -> Classifier:
    """The classifier of topics, trained once on the examples of a library; the first label of each is learned."""
    others = {DANGER, EVERYDAY, *library.words.faq}  # the examples of questions train a tier of their own (faq.py)
    return trained_on(tuple((one.labels[0], one.text) for one in library.examples if one.labels[0] not in others))


@lru_cache(maxsize=8)
def danger_of(library: Library) -> dict[str, float]:
    """Naive Bayes: how much each feature tells for danger, or below zero for all else, as the examples have it."""
    danger, others = Counter[str](), Counter[str]()
    for one in library.examples:
        side = danger if one.labels[0] == DANGER else others
        side.update(features(plain(one.text), RUN))
    told = sum(one.labels[0] == DANGER for one in library.examples)
    share = math.log((len(library.examples) - told + 2 * UNSEEN) / (told + 2 * UNSEEN))
    return {
        feature: math.log((danger[feature] + UNSEEN) / (others[feature] + UNSEEN)) + share
        for feature in danger.keys() | others.keys()
    }


def is_near_danger(library: Library, text: str) -> bool:
    """Whether a text, a sentence of it or a part of it is by some way nearer to danger than to all other examples."""
    weights = danger_of(library)
    sentences = (one for one in map(plain, _SENTENCE_END.split(text)) if len(one.split()) >= FEWEST)
    whole = _running(weights, plain(text))
    return (
        _ahead(*whole) > DANGER_MARGIN
        or any(_ahead(*_running(weights, one)) > DANGER_MARGIN for one in sentences)
        or any(ahead > PART_MARGIN for ahead in _ahead_in_parts(*whole))
    )


def _running(weights: dict[str, float], words: str) -> tuple[list[float], list[int]]:
    """What the features that begin at each word tell for danger, and their number, added up from the first word on."""
    known = [[weights[feature] for feature in found if feature in weights] for found in features_by_word(words, RUN)]
    return [0.0, *accumulate(map(math.fsum, known))], [0, *accumulate(map(len, known))]


def _ahead_in_parts(sums: Sequence[float], counts: Sequence[int]) -> Iterator[float]:
    """How far danger is ahead in each part of a longer message."""
    for end in range(PART, len(sums)):
        yield _ahead(sums[end - PART : end + 1], counts[end - PART : end + 1])


def _ahead(sums: Sequence[float], counts: Sequence[int]) -> float:
    """How far danger is ahead between the first and the last of these running sums."""
    known = counts[-1] - counts[0]
    return (sums[-1] - sums[0]) / math.sqrt(known) if known else -math.inf
