"""The shape of a flow."""

from helpline.content.library import Library
from helpline.content.walk import branches, keys_of, loop_in, reachable, routes, tree


def test_every_route_is_listed(joke: Library) -> None:
    assert list(routes(joke)) == [
        ((("shape", "round"), ("dunked", "too_long")), "call_both"),
        ((("shape", "round"), ("dunked", "never")), "shrug"),
        ((("shape", "square"),), "bake_again"),
    ]


def test_all_steps_are_reachable_without_a_loop(joke: Library) -> None:
    assert reachable(joke.flow) == set(joke.flow.steps)
    assert loop_in(joke.flow) == []


def test_a_route_has_the_keys_that_its_answers_are_on(joke: Library) -> None:
    assert [keys_of(joke, route) for route, _ in routes(joke)] == [("1", "1"), ("1", "2"), ("2",)]


def test_the_tree_holds_each_step_once_under_every_option_that_leads_to_it(joke: Library) -> None:
    start = tree(joke)
    (round_, _, dunked), (square, option, bake_again) = start.options
    assert (start.name, round_, square, option.press) == ("shape", "round", "square", 2)
    assert (dunked.name, bake_again.name) == ("dunked", "bake_again")
    shrug = [below for _, _, below in (*dunked.options, *bake_again.options) if below.name == "shrug"]
    assert len(shrug) == 2
    assert shrug[0] is shrug[1]


def test_stand_alone_replies_have_branches_too(joke: Library) -> None:
    assert set(branches(joke)) == {*joke.flow.steps, *joke.replies}
