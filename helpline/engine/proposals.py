"""The second tier's proposals: keywords that the examples are near to. They are asked about, and never act."""

from functools import lru_cache

from helpline.content.library import Library
from helpline.engine.classifier import topics_of
from helpline.engine.machine import replay

NEAR_ENOUGH = 1.3  # of the scores: below it nothing is proposed
FEWEST = 2  # words of a message that something is proposed for
DOUBT = 0.6  # how far another body must be ahead of what phrases found, so that both are asked about


def proposed(library: Library, words: str) -> tuple[str, ...]:
    """The keywords that a message (`plain`) may be about, the nearest first; none when the first is not near enough."""
    if sum(word.isalpha() and len(word) > 1 for word in words.split()) < FEWEST:
        return ()  # a digit, a sign or one word is an answer to something else, and near to nothing
    scores = topics_of(library).scores(words)
    near = [_keywords_of(library).get(step) for step in scores]
    if not near or not near[0] or max(scores.values()) < NEAR_ENOUGH:
        return ()
    return tuple(name for name in near if name)


def doubt(library: Library, name: str, words: str) -> str | None:
    """The keyword about another body that a message is clearly nearer to than to the one that phrases found."""
    nearest: dict[str | None, tuple[float, str]] = {}
    for step, score in topics_of(library).scores(words).items():
        if other := _keywords_of(library).get(step):
            nearest.setdefault(_body(library, other), (score, other))
    ours, _ = nearest.get(_body(library, name), (0.0, name))
    score, other = max(nearest.values(), default=(ours, name))
    return other if score - ours > DOUBT else None


def _body(library: Library, name: str) -> str | None:
    """The body that a keyword is about, as the first question names it; its reply where it has no answers."""
    keyword = library.words.keywords[name]
    return keyword.answers.get(library.flow.start) or keyword.reply


@lru_cache(maxsize=8)
def _keywords_of(library: Library) -> dict[str, str]:
    """For each step that an example may name, the first keyword with a label that leads there."""
    found: dict[str, str] = {}
    for name, keyword in library.words.keywords.items():
        if keyword.label:
            found.setdefault(keyword.reply or replay(library, tuple(keyword.answers.items()))[0], name)
    return found
