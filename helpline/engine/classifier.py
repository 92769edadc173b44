"""The second tier: a small statistical model of the examples, for messages in which no phrase is found.

An averaged perceptron (Freund and Schapire, 1999) on words, pairs of words and four letters in a row. It is trained
in less than a second when the first text needs it, and holds weights only, no message. It never acts: what it proposes
is asked about, and what it takes for danger puts a sentence above the answer.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import DANGER, EVERYDAY
from helpline.engine.keywords import plain

ROUNDS, MARGIN, SEED = 5, 1.0, 7
LEAST = 2  # examples that a feature must stand in
LETTERS = 4
DANGER_MARGIN = 0.7  # how far danger must be ahead of all else

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

    def __init__(self, examples: Iterable[tuple[str, str]]):
        told = [(label, features(plain(text))) for label, text in examples]
        counted = Counter(feature for _, found in told for feature in found)
        rows = [(label, sorted(one for one in found if counted[one] >= LEAST)) for label, found in told]
        self._labels = sorted({label for label, _ in rows})
        self._weights = _trained(rows, self._labels) if len(self._labels) > 1 else {}

    def scores(self, words: str) -> dict[str, float]:
        """How near a message (`plain`) is to each label, the nearest first; nothing when nothing was learned."""
        known = features(words) & self._weights.keys()
        if not known:
            return {}
        scores = _scores(self._weights, known, self._labels)
        return dict(sorted(((label, score / _size(known)) for label, score in scores.items()), key=lambda one: -one[1]))

    def danger(self, words: str) -> bool:
        """Whether a message is nearer to the examples of danger than to all others, by some way."""
        scores = self.scores(words)
        return DANGER in scores and scores.pop(DANGER) - max(scores.values()) > DANGER_MARGIN

    def nearest(self, words: str, least: float) -> list[str]:
        """The labels of the nearest examples, danger and everyday left out: none when the first is not near enough."""
        scores = self.scores(words)
        near = [label for label in scores if label not in (DANGER, EVERYDAY)]
        return near if near and scores[near[0]] >= least else []


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
def classifier_of(library: Library) -> Classifier:
    """The classifier of a library, trained once on its examples; the first of an example's labels is learned."""
    # The examples of questions train a tier of their own (faq.py).
    told = (example for example in library.examples if example.labels[0] not in library.words.faq)
    return Classifier((example.labels[0], example.text) for example in told)
