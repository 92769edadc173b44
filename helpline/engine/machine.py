"""The flow as a state machine: the authority on what follows what. It holds no words.

One strict python-statemachine class is built from each flow. Names are prefixed because step
names share a namespace with the machine's own (`send`, `model` and `states` would break it).
"""

import threading
from functools import lru_cache
from typing import Any

from statemachine import State, StateMachine
from statemachine.factory import StateMachineMetaclass

from helpline.content.model import Flow


class _At:
    """A model that already holds the state, so that starting a machine there fires nothing."""

    def __init__(self, step: str):
        self.state = f"step_{step}"


class _Machines(threading.local):
    """One machine a thread for each flow: to build one costs time for every step that the flow has."""

    def __init__(self) -> None:
        self.of = lru_cache(maxsize=32)(lambda flow: machine_for(flow)(model=_At(flow.start)))


_MACHINES = _Machines()


@lru_cache(maxsize=32)
def machine_for(flow: Flow) -> type[StateMachine]:
    """The machine class of a flow, built once (python-statemachine keeps every class for good)."""
    # No state is final: a machine that has come to one could not be set back and asked again.
    states = {name: State(name, initial=name == flow.start) for name in flow.steps}
    body: dict[str, Any] = {f"step_{name}": state for name, state in states.items()}
    for name, step in flow.steps.items():
        for option_name, option in step.options.items():
            way = states[name].to(states[option.next])
            event = f"choose_{option_name}"
            body[event] = body[event] | way if event in body else way
    body |= {"allow_event_without_transition": False, "catch_errors_as_events": False, "validate_trap_states": False}
    machine: type[StateMachine] = StateMachineMetaclass("FlowMachine", (StateMachine,), body)  # type: ignore[assignment]
    return machine


@lru_cache(maxsize=4096)
def follow(flow: Flow, step: str, option: str) -> str | None:
    """Where `option` leads from `step`; None when the flow holds no such choice (any more)."""
    if step not in flow.steps or option not in flow.steps[step].options:
        return None
    machine = _MACHINES.of(flow)
    machine.model.state = f"step_{step}"
    machine.send(f"choose_{option}")
    after: str = machine.model.state
    return after.removeprefix("step_")


def replay(flow: Flow, answers: tuple[tuple[str, str], ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The step that the answers lead to, and those of them that were on the way there."""
    given, step, used = dict(answers), flow.start, []
    while step in given and (after := follow(flow, step, given[step])):
        used.append((step, given[step]))
        step = after
    return step, tuple(used)


def draw(flow: Flow) -> str:
    """The flow as a Mermaid state diagram."""
    return f"{machine_for(flow):mermaid}"
