"""Words for steps: people know a step by what it says, and not by its name in a file."""

import re
from collections import Counter
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.walk import Route, answered, tree
from helpline.content.wording import fill, words_of

_SENTENCE_END = re.compile(r"(?<=[.?!])\s")


@lru_cache(maxsize=8)
def titles(library: Library) -> dict[str, str]:
    """The words for every step and stand-alone reply: its question, or the first sentence of its advice.

    Where several would have the same words, those of the answers that lead there follow; a reply has its name.
    """
    steps = {**library.flow.steps, **library.words.replies}
    said = {name: _first_sentence(library, step) for name, step in steps.items()}
    ways = {branch.name: route for route, branch in reversed(list(answered(tree(library))))}
    times = Counter(said.values())

    def way(name: str) -> str:
        return "; ".join(answer for _, answer in answers_in_words(library, ways.get(name, ())))

    return {
        name: words if times[words] == 1 else f"{words} ({way(name) or _readable(name)})"
        for name, words in said.items()
    }


def title(library: Library, name: str) -> str:
    """The words for one step; the name, made readable, of a step that is gone."""
    return titles(library).get(name) or _readable(name)


def answers_in_words(library: Library, route: Route) -> list[tuple[str, str]]:
    """Each question and its answer, as they are said. An answer that is gone is left out."""
    steps = library.flow.steps
    known = ((steps.get(question), option) for question, option in route)
    return [
        (_first_sentence(library, step), words_of(step.options[option].say))
        for step, option in known
        if step and option in step.options
    ]


def _first_sentence(library: Library, step: Question | Outcome) -> str:
    words = words_of(step.question if isinstance(step, Question) else step.outcome)
    numbers = {name: contact.written for name, contact in library.contacts.items()}
    return _SENTENCE_END.split(fill(words, **numbers).strip(), maxsplit=1)[0]


def _readable(name: str) -> str:
    return name.replace("_", " ")
