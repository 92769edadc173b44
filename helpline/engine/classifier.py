"""The second tier: a small statistical model of the examples, for messages in which no phrase is found.

An averaged perceptron (Freund and Schapire, 1999) on words, pairs of words and four letters in a row. Danger and topics
have one each, since an everyday sentence may be about any topic. They are trained in less than a second when the first
text needs them, and hold weights only, no message. They never act: what the one proposes is asked about, and what the
other takes for danger puts a sentence above the answer.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.words import DANGER, EVERYDAY
from helpline.engine.keywords import plain

ROUNDS, MARGIN, SEED = 5, 1.0, 7
LEAST = 2  # examples that a feature must stand in
LETTERS = 4
DANGER_MARGIN = 0.4  # how far danger must be ahead of all else

Weights = dict[str, dict[str, float]]


def features(words: str) -> set[str]:
    """The words of a message, their pairs, and every four letters in a row."""
    each = words.split()
    found = set(each) | {f"{one} {two}" for one, two in zip(each, each[1:], strict=False)}
    for word in (f"<{word}>" for word in each):
        found.update(word[i : i + LETTERS] for i in range(len(word) - LETTERS + 1))
    return found


class Classifier:
    """Knows how near a message is to the examples of each label."""

    def __init__(self, examples: Iterable[tuple[str, str]], least: int = LEAST):
        told = [(label, features(plain(text))) for label, text in examples]
        counted = Counter(feature for _, found in told for feature in found)
        rows = [(label, sorted(one for one in found if counted[one] >= least)) for label, found in told]
        self._labels = sorted({label for label, _ in rows})
        self._weights = _trained(rows, self._labels) if len(self._labels) > 1 else {}

    def scores(self, words: str) -> dict[str, float]:
        """How near a message (`plain`) is to each label, the nearest first; nothing when nothing was learned."""
        known = features(words) & self._weights.keys()
        if not known:
            return {}
        scores = _scores(self._weights, known, self._labels)
        return dict(sorted(((label, score / _size(known)) for label, score in scores.items()), key=lambda one: -one[1]))

    def ahead(self, label: str, words: str) -> float:
        """How far a label is ahead of all others; below zero where it is behind."""
        scores = self.scores(words)
        return scores.pop(label) - max(scores.values()) if label in scores else -math.inf


def _size(found: Iterable[str]) -> float:
    return math.sqrt(sum(1 for _ in found))


def _scores(weights: Weights, found: Iterable[str], labels: list[str]) -> dict[str, float]:
    scores = dict.fromkeys(labels, 0.0)
    for feature in found:
        for label, weight in weights.get(feature, {}).items():
            scores[label] += weight
    return scores


def _trained(rows: list[tuple[str, list[str]]], labels: list[str]) -> Weights:
    """The mean of the weights over all steps: where a label is not ahead by the margin, it and its rival are moved."""
    order = random.Random(SEED)  # noqa: S311 - the same weights every time, and no secret
    weights: Weights = defaultdict(lambda: defaultdict(float))
    moved: Weights = defaultdict(lambda: defaultdict(float))
    step = 0
    for _ in range(ROUNDS):
        order.shuffle(rows)
        for label, found in rows:
            step, size = step + 1, _size(found)
            scores = _scores(weights, found, labels)
            rival = max((one for one in labels if one != label), key=scores.__getitem__)
            if found and scores[label] - scores[rival] < MARGIN * size:
                for feature in found:
                    for name, change in ((label, 1 / size), (rival, -1 / size)):
                        weights[feature][name] += change
                        moved[feature][name] += change * step
    return {
        feature: {name: weight - moved[feature][name] / step for name, weight in names.items()}
        for feature, names in weights.items()
    }


@lru_cache(maxsize=8)
def trained_on(examples: tuple[tuple[str, str], ...], least: int = LEAST) -> Classifier:
    """The classifier of these labels and messages: trained once in a process, however often the words are loaded."""
    return Classifier(examples, least)


@lru_cache(maxsize=8)
def topics_of(library: Library) -> Classifier:
    """The classifier of topics, trained once on the examples of a library; the first label of each is learned."""
    others = {DANGER, EVERYDAY, *library.words.faq}  # the examples of questions train a tier of their own (faq.py)
    return trained_on(tuple((one.labels[0], one.text) for one in library.examples if one.labels[0] not in others))


@lru_cache(maxsize=8)
def danger_of(library: Library) -> Classifier:
    """The classifier of danger: the examples of it on one side, and all others on the other."""
    told = (one for one in library.examples if one.labels[0] not in library.words.faq)
    return trained_on(tuple((one.labels[0] if one.labels[0] == DANGER else EVERYDAY, one.text) for one in told))


def is_near_danger(library: Library, words: str) -> bool:
    """Whether a message (`plain`) is nearer to the examples of danger than to all others, by some way."""
    return danger_of(library).ahead(DANGER, words) > DANGER_MARGIN
