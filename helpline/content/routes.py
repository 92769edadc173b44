"""The shape of a flow: what leads where, without words."""

from collections.abc import Iterator

from helpline.content.model import Flow, Outcome, Question


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
    for first in flow.steps:
        trail = [first]
        ways = [iter(_next(flow, first))]
        while ways:
            name = next(ways[-1], None)
            if name is None:
                done.add(trail.pop())
                ways.pop()
            elif name in trail:
                return trail[trail.index(name) :]
            elif name not in done:
                trail.append(name)
                ways.append(iter(_next(flow, name)))
    return []


Route = tuple[tuple[str, str], ...]  # (question, option) in the order they are answered


def routes(flow: Flow, name: str | None = None, so_far: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every way through the questions, and the outcome it ends in. `flow` must have no loops."""
    name = name or flow.start
    step = flow.steps[name]
    if isinstance(step, Outcome):
        yield so_far, name
    elif isinstance(step, Question):
        for option_name, option in step.options.items():
            yield from routes(flow, option.next, (*so_far, (name, option_name)))
