"""The second tier's proposals: keywords that the examples are near to. They are asked about, and never act."""

from functools import lru_cache

from helpline.content.library import Library
from helpline.engine.classifier import topics_of
from helpline.engine.intents import Marked, intents_of
from helpline.engine.position import end_of

NEAR_ENOUGH = 1.3  # of the scores: below it nothing is proposed
FEWEST = 2  # words of a message that something is proposed for
DOUBT = 0.0  # how far another place must be ahead of what phrases found, so that both are asked about


def proposed(library: Library, words: str) -> tuple[str, ...]:
    """The keywords that a message (`plain`) may be about, the nearest first; none when the first is not near enough."""
    if sum(word.isalpha() and len(word) > 1 for word in words.split()) < FEWEST:
        return ()  # a digit, a sign or one word is an answer to something else, and near to nothing
    scores = topics_of(library).scores(words)
    near = [_keywords_of(library).get(step) for step in scores]
    if not near or not near[0] or max(scores.values()) < NEAR_ENOUGH:
        return ()
    return tuple(name for name in near if name)


def doubt(library: Library, name: str, message: Marked) -> tuple[str, ...]:
    """The keywords to other places that a message is nearer to than to the one that phrases found, the nearest first.

    A question on the way to a place is no other place: it leads there. What the message denies is never named.
    """
    keywords, near = _keywords_of(library), topics_of(library).scores(message.words)
    scores = {keywords[step]: score for step, score in near.items() if step in keywords}
    ours = max((score for other, score in scores.items() if _on_one_way(library, name, other)), default=0.0)
    nearer = (one for one, score in scores.items() if score - ours > DOUBT and not _on_one_way(library, name, one))
    return tuple(one for one in nearer if not intents_of(library).rules_out(one, message))


def _on_one_way(library: Library, name: str, other: str) -> bool:
    """Whether two keywords lead to one place, or one of them leads on to the place of the other."""
    one, two = library.words.keywords[name], library.words.keywords[other]
    if one.reply or two.reply:
        return one.reply == two.reply
    shorter, longer = sorted((one.answers.items(), two.answers.items()), key=len)
    return shorter <= longer


@lru_cache(maxsize=8)
def _keywords_of(library: Library) -> dict[str, str]:
    """For each step that an example may name, the first keyword with a label that leads there."""
    found: dict[str, str] = {}
    for name, keyword in library.words.keywords.items():
        if keyword.label:
            found.setdefault(end_of(library, keyword), name)
    return found
