"""The walk through a flow: its steps, and the steps that their options lead to. Everything that follows a flow uses it.

`reachable` and `loop_in` look at a flow of which nothing is known yet; the others need one without loops (rule H04).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import Flow, Option, Outcome, Question


def _next(flow: Flow, name: str) -> list[str]:
    step = flow.steps.get(name)
    return [option.next for option in step.options.values()] if step else []


def reachable(flow: Flow) -> set[str]:
    """The names of all steps that a caller can come to."""
    found, waiting = {flow.start}, [flow.start]
    while waiting:
        for name in _next(flow, waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def loop_in(flow: Flow) -> list[str]:
    """The steps of one circle, in order; empty when there is none."""
    done: set[str] = set()

    def loop_after(trail: list[str]) -> list[str]:
        for name in _next(flow, trail[-1]):
            if name in trail:
                return trail[trail.index(name) :]
            if name not in done and (loop := loop_after([*trail, name])):
                return loop
        done.add(trail[-1])
        return []

    return next(filter(None, (loop_after([first]) for first in flow.steps)), [])


@dataclass(frozen=True, eq=False)
class Branch:
    """A step by its name, and each of its options: the option's name, the option, and the branch it leads to.

    A step that several options lead to is one and the same branch.
    """

    name: str
    step: Question | Outcome
    options: tuple[tuple[str, Option, "Branch"], ...]


@lru_cache(maxsize=8)
def branches(library: Library) -> dict[str, Branch]:
    """The branch of every step and of every stand-alone reply, by its name."""
    found: dict[str, Branch] = {}

    def branch(name: str, step: Question | Outcome) -> Branch:
        if name not in found:
            steps = library.flow.steps
            below = ((key, option, branch(option.next, steps[option.next])) for key, option in step.options.items())
            found[name] = Branch(name, step, tuple(below))
        return found[name]

    for name, step in (*library.flow.steps.items(), *library.replies.items()):
        branch(name, step)
    return found


def tree(library: Library) -> Branch:
    """The branch of the first step, with everything below it."""
    return branches(library)[library.flow.start]


Route = tuple[tuple[str, str], ...]  # (question, option) in the order they are answered


def answered(branch: Branch, so_far: Route = ()) -> Iterator[tuple[Route, Branch]]:
    """The branch, and each that answers to questions lead to from it, with those answers. Ends at outcomes."""
    yield so_far, branch
    if isinstance(branch.step, Question):
        for option_name, _, below in branch.options:
            yield from answered(below, (*so_far, (branch.name, option_name)))


def routes(library: Library) -> Iterator[tuple[Route, str]]:
    """Every way through the questions, and the name of the outcome it ends in."""
    return ((route, branch.name) for route, branch in answered(tree(library)) if isinstance(branch.step, Outcome))


def keys_of(library: Library, route: Route) -> tuple[str, ...]:
    """The keys that a caller presses to give these answers."""
    return tuple(str(library.flow.steps[question].options[option].press) for question, option in route)
