"""Getting it by text, and being put through: one turn at a time, on the joke flow."""

from dataclasses import replace

import pytest

from helpline.content.library import Library
from helpline.content.outcome_keys import Action, first_option_key, outcome_keys
from helpline.engine.inputs import DialEnded, DialResult, NumberEntered, SendResult, Sent, TextsTo
from helpline.engine.reply import AskForNumber, Dial, ReadBack, SayStep, SendText, Why
from helpline.engine.session import NumberEntry

from ..conftest import Talker


@pytest.fixture
def mobile(joke: Library) -> Talker:
    return Talker(joke).calls(TextsTo.CALLER)


@pytest.fixture
def landline(joke: Library) -> Talker:
    return Talker(joke).calls(TextsTo.OTHER)


@pytest.fixture
def connected(connecting: Library) -> Talker:
    return Talker(connecting).calls(TextsTo.CALLER)


@pytest.mark.parametrize(("keys", "step", "key"), [("12", "shrug", "2"), ("2", "bake_again", "3"),
                                                    ("11", "call_both", "3"), ("0", "numbers", "3")])  # fmt: skip
def test_the_key_after_all_others_asks_for_the_text(mobile: Talker, keys: str, step: str, key: str) -> None:
    mobile.presses(keys).is_at(step).presses(key).is_at(step)
    mobile.is_said(SendText)
    assert mobile.session.sent == 1


@pytest.mark.parametrize("sending", SendResult)
def test_whatever_becomes_of_it_the_caller_stays_and_hears_so(mobile: Talker, sending: SendResult) -> None:
    mobile.presses("113").does(Sent(sending)).is_at("call_both")
    assert (mobile.reply.why, mobile.is_said().result) == (Why.RESULT, sending)


def test_a_second_wish_for_the_same_text_is_counted(mobile: Talker) -> None:
    mobile.presses("0").presses("3").does(Sent(SendResult.LIMIT)).presses("3")
    assert (mobile.is_at("numbers").is_said(SendText).step, mobile.session.sent) == ("numbers", 2)


def test_a_phone_that_turns_out_to_get_no_texts_is_asked_for_another_number(mobile: Talker) -> None:
    mobile.presses("03").does(Sent(SendResult.NOT_MOBILE)).presses("3").is_at("numbers")
    mobile.is_said(AskForNumber)


def test_a_line_that_sends_no_texts_has_no_such_key(caller: Talker) -> None:
    caller.presses("122").is_at("shrug")
    assert caller.reply.why is Why.NO_MATCH
    assert not caller.is_said().text_offered


def test_the_text_is_never_asked_for_by_silence(mobile: Talker) -> None:
    for _ in range(9):
        assert not isinstance(mobile.waits().reply, SendText)


def test_a_caller_on_another_phone_keys_a_number_in_and_says_yes(landline: Talker) -> None:
    landline.presses("122").is_at("shrug").is_said(AskForNumber)
    assert landline.does(NumberEntered("sealed")).is_said(ReadBack).why is Why.NUMBER_ENTERED
    landline.presses("1")
    assert (landline.is_said(SendText).step, landline.session.entry) == ("shrug", NumberEntry("sealed"))
    landline.does(Sent(SendResult.SENT)).is_at("shrug").is_said(SayStep)
    assert landline.session.entry is None


def test_two_tries_another_number(landline: Talker) -> None:
    landline.presses("122").does(NumberEntered("sealed")).presses("2")
    landline.is_said(AskForNumber)
    assert landline.session.entry == NumberEntry()


@pytest.mark.parametrize("keyed", [(), (NumberEntered("sealed"),)])
def test_special_keys_mean_what_they_mean_everywhere(landline: Talker, keyed: tuple[NumberEntered, ...]) -> None:
    def at_it() -> Talker:
        landline.calls(TextsTo.OTHER).presses("122")
        for number in keyed:
            landline.does(number)
        return landline

    at_it().presses("*").is_at("shrug").is_said(SayStep)
    at_it().presses("0").is_at("numbers").is_said(SayStep)
    kind = type(at_it().reply)
    at_it().presses("#").is_said(kind)
    assert landline.reply.why is Why.MORE_TIME


@pytest.mark.parametrize("what", [NumberEntered(None), None])
def test_three_tries_to_key_a_number_in_then_the_advice_again(landline: Talker, what: NumberEntered | None) -> None:
    landline.presses("122")
    for attempt in (2, 3):
        landline.does(what) if what else landline.waits()
        assert landline.is_said(AskForNumber).attempt == attempt
    landline.does(what) if what else landline.waits()
    assert landline.is_at("shrug").is_said(SayStep).why is Why.GIVEN_UP


def test_other_keys_do_not_send(landline: Talker) -> None:
    landline.presses("122").does(NumberEntered("sealed")).presses("9")
    assert landline.is_said(ReadBack).why is Why.NO_MATCH


def test_no_number_is_asked_for_at_a_question_whatever_an_address_says(joke: Library) -> None:
    talker = Talker(joke).calls(TextsTo.OTHER)
    talker.session = talker.session._replace(entry=NumberEntry("sealed"))
    talker.presses("1").is_at("dunked").is_said(SayStep)
    talker.session = talker.session._replace(entry=NumberEntry())
    talker.does(NumberEntered("sealed")).is_at("dunked").is_said(SayStep)


@pytest.mark.parametrize("taking", [(), ("dunker",), ("baker",), ("dunker", "baker")])
def test_the_last_key_calls_the_contact_that_is_read_and_moves_no_other_key(
    joke: Library, taking: tuple[str, ...]
) -> None:
    contacts = {
        name: contact.model_copy(update={"put_through": name in taking}) for name, contact in joke.contacts.items()
    }
    library, step = replace(joke, contacts=contacts), joke.flow.steps["call_both"]
    for index, name in enumerate(("dunker", "baker")):
        keys = [(key.press, key.action) for key in outcome_keys(library, step, text=True, contact=index)]  # type: ignore[arg-type]
        assert keys[:3] == [(1, Action.AGAIN), (2, Action.OTHER_CONTACT), (3, Action.TEXT)]
        assert keys[3:] == ([(4, Action.DIAL)] if name in taking else [])


def test_the_key_calls_nobody_who_takes_no_calls(joke: Library) -> None:
    contacts = joke.contacts | {"baker": joke.contacts["baker"].model_copy(update={"put_through": True})}
    talker = Talker(replace(joke, contacts=contacts)).calls(TextsTo.CALLER).presses("114").is_at("call_both")
    assert talker.reply.why is Why.NO_MATCH
    assert talker.presses("24").is_said(Dial).name == "baker"


@pytest.mark.parametrize("result", DialResult)
def test_whoever_was_put_through_comes_back_to_the_number_that_was_called(
    connected: Talker, result: DialResult
) -> None:
    connected.presses("1124").is_at("call_both")
    assert connected.is_said(Dial).name == "baker"
    connected.does(DialEnded(result)).is_at("call_both")
    assert (connected.is_said().result, connected.is_said().contact) == (result, 1)
    assert connected.presses("3").is_said(SendText).step == "call_both"


def test_zero_connects_where_the_line_is_set_so(connecting: Library) -> None:
    Talker(connecting).calls().presses("0").is_said(SayStep)
    service = connecting.service.model_copy(update={"zero": "connect"})
    talker = Talker(replace(connecting, service=service)).calls().presses("10").is_at("numbers")
    assert talker.is_said(Dial).name == "baker"
    talker.does(DialEnded(DialResult.BUSY)).is_at("numbers").presses("*").is_at("dunked")


@pytest.mark.parametrize(("contacts", "first"), [(1, 2), (2, 3), (3, 3), (4, 3)])
def test_options_begin_after_the_keys_to_hear_it_again_and_the_other_contact(
    joke: Library, contacts: int, first: int
) -> None:
    outcome = joke.flow.steps["shrug"].model_copy(update={"contacts": ["baker"] * contacts})
    assert first_option_key(outcome) == first  # type: ignore[arg-type]
    own = [key.press for key in outcome_keys(joke, outcome, text=False, contact=0)]  # type: ignore[arg-type]
    assert own == list(range(1, first))
