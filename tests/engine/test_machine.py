"""The flow as a state machine."""

import pytest
from statemachine.exceptions import TransitionNotAllowed

from helpline.content.library import Library
from helpline.engine.machine import build, draw, follow, machine_of, replay


def test_the_machine_says_what_follows_what(joke: Library) -> None:
    assert follow(joke, "shape", "round") == "dunked"
    assert follow(joke, "bake_again", "crumbs") == "shrug"


def test_what_the_flow_does_not_hold_leads_nowhere(joke: Library) -> None:
    assert follow(joke, "shape", "oval") is None
    assert follow(joke, "shape", "round choose_square") is None


def test_the_machine_is_strict(joke: Library) -> None:
    machine = machine_of(joke)()
    with pytest.raises(TransitionNotAllowed):
        machine.send("choose_never")


def test_the_class_is_built_once(joke: Library) -> None:
    assert machine_of(joke) is machine_of(joke)


def test_answers_are_replayed_by_name_in_any_order_and_the_rest_is_dropped(joke: Library) -> None:
    answers = (("dunked", "too_long"), ("shape", "round"), ("gone", "x"))
    assert replay(joke, answers) == ("call_both", (("shape", "round"), ("dunked", "too_long")))


def test_names_that_the_library_uses_itself_are_safe(joke: Library) -> None:
    step = joke.flow.steps["dunked"]
    start = joke.flow.steps["shape"].model_copy(
        update={"options": {"send": joke.flow.steps["shape"].options["round"].model_copy(update={"next": "model"})}}
    )
    flow = joke.flow.model_copy(
        update={
            "start": "states",
            "steps": {"states": start, "model": step, **{n: joke.flow.steps[n] for n in ("call_both", "shrug")}},
        }
    )
    machine = build(flow.steps, flow.start)()
    machine.send("choose_send")
    assert machine.current_state_value == "step_model"


def test_the_picture_is_drawn_from_the_machine(joke: Library) -> None:
    picture = draw(joke)
    assert picture.startswith("stateDiagram-v2")
    assert "step_shape --> step_dunked : Choose round" in picture
