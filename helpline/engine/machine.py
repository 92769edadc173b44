"""The flow as a state machine: the authority on what follows what. It holds no words.

One strict python-statemachine class is built from each flow, since the package keeps every class for good.
Names are prefixed because steps share a namespace with the machine's own names (`send`, `model`).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.engine.session import Answers

STATE, EVENT = "step_", "choose_"


def build(steps: Mapping[str, Question | Outcome], start: str) -> type[StateMachine]:
    """The machine class of some steps: a state each, and an event for each name that an option has."""
    # No state is final: an outcome may lead on to another one.
    states = {name: State(name, initial=name == start) for name in steps}
    body: dict[str, Any] = {f"{STATE}{name}": state for name, state in states.items()}
    for name, step in steps.items():
        for option_name, option in step.options.items():
            transition = states[name].to(states[option.next])
            event = f"{EVENT}{option_name}"
            body[event] = body[event] | transition if event in body else transition
    body |= {"allow_event_without_transition": False, "catch_errors_as_events": False}
    body |= {"validate_trap_states": False, "validate_disconnected_states": False}  # replies stand alone
    return type("FlowMachine", (StateMachine,), body)


@lru_cache(maxsize=8)
def machine_of(library: Library) -> type[StateMachine]:
    """The machine class of a library: the steps of its flow, and the replies that stand alone."""
    return build({**library.replies, **library.flow.steps}, library.flow.start)


@lru_cache(maxsize=4096)
def replay(library: Library, answers: Answers, start: str | None = None) -> tuple[str, Answers]:
    """The step that the answers lead to, and those of the answers that were on the way there.

    `start` is the first step of the flow unless another one is named. Replays are remembered, since a new
    machine takes a fifth of a millisecond.
    """
    machine = machine_of(library)(start_value=f"{STATE}{start or library.flow.start}")
    given, used = dict(answers), []
    while (step := str(machine.current_state_value).removeprefix(STATE)) in given:
        try:
            machine.send(f"{EVENT}{given[step]}")
        except TransitionNotAllowed:
            break
        used.append((step, given[step]))
    return step, tuple(used)


def follow(library: Library, step: str, option: str) -> str | None:
    """The step that an option of `step` leads to; None if the machine refuses the option."""
    after, used = replay(library, ((step, option),), start=step)
    return after if used else None


def draw(library: Library) -> str:
    """The flow as a Mermaid state diagram, without the replies that stand alone."""
    return f"{build(library.flow.steps, library.flow.start):mermaid}"
