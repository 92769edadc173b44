"""What each turn adds to the counts."""

import pytest

from helpline.content.library import Library
from helpline.engine.events import Event, EventKind, turn_events
from helpline.engine.inputs import Begin, Input, Key, Silence, Utterance
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

S, T, N, U = Begin(), Key, Silence(), Utterance


def events(library: Library, *said: Input) -> list[Event]:
    """The events of the last of these inputs."""
    session, found = Session(), ()
    for one in said:
        after, reply = take_turn(library, session, one)
        found, session = turn_events(library, session, one, reply), after
    return list(found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((S,), [("shape", EventKind.STARTED), ("shape", EventKind.CAME)]),
        ((S, T("1")), [("shape", EventKind.ANSWERED), ("shape", EventKind.LEFT), ("dunked", EventKind.CAME)]),
        ((S, N), [("shape", EventKind.NO_INPUT)]),
        ((S, N, N), []),  # the question follows the early number by itself
        ((S, N, N, N), [("shape", EventKind.NO_INPUT)]),
        ((S, N, T("9")), [("shape", EventKind.NO_MATCH)]),
        ((S, T("9")), [("shape", EventKind.NO_MATCH)]),
        ((S, T("#")), []),
        ((S, T("1"), T("*")), [("dunked", EventKind.LEFT), ("shape", EventKind.CAME)]),
        ((S, T("2"), N), []),  # an outcome was reached: silence there is no failure
        ((U("stop"),), []),
        ((U("menu"),), [("shape", EventKind.STARTED), ("shape", EventKind.CAME)]),
        (
            (U("menu"), U("round")),
            [("shape", EventKind.ANSWERED), ("shape", EventKind.LEFT), ("dunked", EventKind.CAME)],
        ),
        ((U("menu"), U("what is this")), [("shape", EventKind.NO_MATCH)]),
    ],
)
def test_a_turn_counts_as(joke: Library, said: tuple[Input, ...], expected: list[Event]) -> None:
    assert events(joke, *said) == expected


def test_three_misses_are_giving_up_and_0_is_asking(joke: Library) -> None:
    gave_up = events(joke, S, N, N, N, N)
    assert gave_up[:3] == [("shape", EventKind.NO_INPUT), ("shape", EventKind.GAVE_UP), ("shape", EventKind.LEFT)]
    asked = events(joke, S, T("0"))
    assert asked == [("shape", EventKind.ASKED), ("shape", EventKind.LEFT), (joke.service.person, EventKind.CAME)]


def test_a_text_that_is_not_understood_is_counted_each_time(joke: Library) -> None:
    first, second = events(joke, U("zzz")), events(joke, U("zzz"), U("zzz"))
    assert EventKind.NO_MATCH in [what for _, what in first]
    assert EventKind.NO_MATCH in [what for _, what in second]


def test_every_question_that_is_left_was_come_to(joke: Library) -> None:
    session, came, left = Session(), 0, 0
    for one in (S, T("1"), T("*"), T("2"), T("*"), N, N, N, N, T("*"), T("0"), T("*")):
        after, reply = take_turn(joke, session, one)
        for step, what in turn_events(joke, session, one, reply):
            came += step == "shape" and what is EventKind.CAME
            left += step == "shape" and what is EventKind.LEFT
        session = after
    assert (came, left) == (5, 4)  # and at the end the caller stands at it
