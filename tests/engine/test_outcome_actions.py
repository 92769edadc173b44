"""Getting it by text, and being put through: one turn at a time, on the joke flow."""

from dataclasses import replace

import pytest

from helpline.content.library import Library
from helpline.content.outcome_keys import extras
from helpline.engine.inputs import DialEnded, DialResult, NumberEntered, Sent
from helpline.engine.reply import Why
from helpline.engine.send_result import SendResult

from ..conftest import Talker


@pytest.fixture
def mobile(joke: Library) -> Talker:
    return Talker(joke).calls("here")


@pytest.fixture
def landline(joke: Library) -> Talker:
    return Talker(joke).calls("elsewhere")


@pytest.fixture
def connected(connecting: Library) -> Talker:
    return Talker(connecting).calls("here")


@pytest.mark.parametrize(("keys", "step", "key"), [("12", "shrug", "2"), ("2", "bake_again", "3"),
                                                    ("11", "call_both", "3"), ("0", "numbers", "3")])  # fmt: skip
def test_the_key_after_all_others_asks_for_the_text(mobile: Talker, keys: str, step: str, key: str) -> None:
    mobile.presses(keys).is_at(step).presses(key).is_at(step)
    assert mobile.reply.texts == step
    assert mobile.session.sent == 1


@pytest.mark.parametrize("sending", SendResult)
def test_whatever_becomes_of_it_the_caller_stays_and_hears_so(mobile: Talker, sending: SendResult) -> None:
    mobile.presses("113").does(Sent(sending)).is_at("call_both")
    assert (mobile.reply.why, mobile.reply.news, mobile.reply.texts) == (Why.NEWS, sending, None)


def test_a_second_wish_for_the_same_text_is_counted(mobile: Talker) -> None:
    mobile.presses("0").presses("3").does(Sent(SendResult.LIMIT)).presses("3")
    assert (mobile.reply.texts, mobile.session.sent) == ("numbers", 2)


def test_a_phone_that_turns_out_to_get_no_texts_is_asked_for_another_number(mobile: Talker) -> None:
    mobile.presses("03").does(Sent(SendResult.NOT_MOBILE)).presses("3").is_at("numbers")
    assert mobile.reply.asking == "number"


def test_a_line_that_sends_no_texts_has_no_such_key(caller: Talker) -> None:
    caller.presses("122").is_at("shrug")
    assert caller.reply.why is Why.NO_MATCH
    assert not caller.reply.offers


def test_the_text_is_never_asked_for_by_silence(mobile: Talker) -> None:
    for _ in range(9):
        assert not mobile.waits().reply.texts


def test_a_caller_on_another_phone_keys_a_number_in_and_says_yes(landline: Talker) -> None:
    assert landline.presses("122").is_at("shrug").reply.asking == "number"
    landline.does(NumberEntered("sealed"))
    assert (landline.reply.asking, landline.reply.why) == ("check", Why.KEYED)
    landline.presses("1")
    assert (landline.reply.texts, landline.session.sealed) == ("shrug", "sealed")
    landline.does(Sent(SendResult.SENT)).is_at("shrug")
    assert (landline.reply.asking, landline.session.sealed) == ("", "")


def test_two_tries_another_number(landline: Talker) -> None:
    landline.presses("122").does(NumberEntered("sealed")).presses("2")
    assert (landline.reply.asking, landline.session.sealed) == ("number", "")


@pytest.mark.parametrize("keyed", [(), (NumberEntered("sealed"),)])
def test_special_keys_mean_what_they_mean_everywhere(landline: Talker, keyed: tuple[NumberEntered, ...]) -> None:
    def at_it() -> Talker:
        landline.calls("elsewhere").presses("122")
        for number in keyed:
            landline.does(number)
        return landline

    assert at_it().presses("*").is_at("shrug").reply.asking == ""
    assert at_it().presses("0").is_at("numbers").reply.asking == ""
    asked = at_it().reply.asking
    assert at_it().presses("#").reply.asking == asked
    assert landline.reply.why is Why.MORE_TIME


@pytest.mark.parametrize("what", [NumberEntered(None), None])
def test_three_tries_to_key_a_number_in_then_the_advice_again(landline: Talker, what: NumberEntered | None) -> None:
    landline.presses("122")
    for attempt in (2, 3):
        landline.does(what) if what else landline.waits()
        assert (landline.reply.asking, landline.reply.attempt) == ("number", attempt)
    landline.does(what) if what else landline.waits()
    assert (landline.is_at("shrug").reply.asking, landline.reply.why) == ("", Why.GIVEN_UP)


def test_other_keys_do_not_send(landline: Talker) -> None:
    landline.presses("122").does(NumberEntered("sealed")).presses("9")
    assert (landline.reply.asking, landline.reply.why, landline.reply.texts) == ("check", Why.NO_MATCH, None)


def test_no_number_is_asked_for_at_a_question_whatever_an_address_says(joke: Library) -> None:
    talker = Talker(joke).calls("elsewhere")
    talker.session = talker.session._replace(asking="check")
    assert talker.presses("1").is_at("dunked").reply.asking == ""
    talker.session = talker.session._replace(asking="number")
    talker.does(NumberEntered("sealed")).is_at("dunked")
    assert talker.reply.asking == ""


def test_each_contact_that_takes_calls_has_a_key_before_the_text(connecting: Library) -> None:
    step = connecting.step("call_both")
    assert [(key.press, key.page) for key in extras(connecting, step, text=True)] == [(3, 0), (4, 1), (5, None)]  # type: ignore[arg-type]


@pytest.mark.parametrize("dialled", DialResult)
def test_whoever_was_put_through_comes_back_to_the_number_that_was_called(
    connected: Talker, dialled: DialResult
) -> None:
    connected.presses("114").is_at("call_both")
    assert connected.reply.connects == "baker"
    connected.does(DialEnded(dialled)).is_at("call_both")
    assert (connected.reply.news, connected.reply.page, connected.reply.connects) == (dialled, 1, None)
    assert connected.presses("5").reply.texts == "call_both"


def test_zero_connects_where_the_line_is_set_so(connecting: Library) -> None:
    assert Talker(connecting).calls().presses("0").reply.connects is None
    service = connecting.service.model_copy(update={"zero": "connect"})
    talker = Talker(replace(connecting, service=service)).calls().presses("10").is_at("numbers")
    assert talker.reply.connects == "baker"
    talker.does(DialEnded(DialResult.BUSY)).is_at("numbers").presses("*").is_at("dunked")
