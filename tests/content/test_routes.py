"""The shape of a flow."""

from helpline.content.library import Library
from helpline.content.routes import loop_in, reachable, routes


def test_every_route_is_listed(joke: Library) -> None:
    assert list(routes(joke.flow)) == [
        ((("shape", "round"), ("dunked", "too_long")), "call_both"),
        ((("shape", "round"), ("dunked", "never")), "shrug"),
        ((("shape", "square"),), "bake_again"),
    ]


def test_all_steps_are_reachable_without_a_loop(joke: Library) -> None:
    assert reachable(joke.flow) == set(joke.flow.steps)
    assert loop_in(joke.flow) == []
