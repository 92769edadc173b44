"""Any keys, any text, any order: always an answer, always a way to a number."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.engine.inputs import (
    Begin,
    DialEnded,
    DialResult,
    Key,
    NumberEntered,
    SendResult,
    Sent,
    Silence,
    TextsTo,
    Utterance,
)  # fmt: skip
from helpline.engine.reply import EndCall, SayStep
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

INPUTS = st.one_of(
    st.sampled_from(TextsTo).map(Begin),
    st.sampled_from([None, "sealed"]).map(NumberEntered),
    st.sampled_from(SendResult).map(Sent),
    st.sampled_from(DialResult).map(DialEnded),
    st.just(Silence()),
    st.sampled_from("0123456789*#²٣x").map(Key),
    st.text(max_size=40).map(Utterance),
    st.sampled_from(["menu", "back", "again", "1", "two", "hobnob", "tea", "on fire", "stop", "0"]).map(Utterance),
)


@given(said=st.lists(INPUTS, max_size=12))
def test_every_turn_has_a_place_and_every_place_is_a_few_silences_from_a_number(joke: Library, said: list) -> None:  # type: ignore[type-arg]
    session = Session()
    for one in said:
        session, reply = take_turn(joke, session, one)
        assert joke.step(reply.step) is not None
        assert Session.from_pairs(session.to_pairs()) == session
    for _ in range(4):  # the first one may give a number once; after the others it is read twice
        session, reply = take_turn(joke, session, Silence())
        if isinstance(joke.step(reply.step), Outcome) and isinstance(reply, SayStep | EndCall):
            return
    raise AssertionError(f"{reply.step} gave no number")


@given(pairs=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=6), said=INPUTS)
@settings(max_examples=200)
def test_any_address_at_all_is_answered(joke: Library, pairs: list, said) -> None:  # type: ignore[type-arg, no-untyped-def]
    _, reply = take_turn(joke, Session.from_pairs(pairs), said)
    assert joke.step(reply.step) is not None


@given(said=INPUTS)
def test_the_same_in_gives_the_same_out(joke: Library, said) -> None:  # type: ignore[no-untyped-def]
    assert take_turn(joke, Session(), said) == take_turn(joke, Session(), said)
