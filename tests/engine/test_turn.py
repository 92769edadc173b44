"""One turn at a time, on the joke flow: an edit to the real words never breaks these."""

import pytest

from helpline.engine.reply import ELSE, Disambiguate, SayNothing, Why

from ..conftest import Talker


def test_a_call_begins_with_the_first_question(caller: Talker) -> None:
    caller.is_at("shape")
    assert caller.reply.why is Why.BEGIN


def test_keys_lead_to_an_outcome(caller: Talker) -> None:
    caller.presses("1").is_at("dunked").presses("1").is_at("call_both")
    assert caller.session.answers == (("shape", "round"), ("dunked", "too_long"))
    chosen = caller.is_said().chosen
    assert chosen is not None
    assert chosen.ack == "Too long."


@pytest.mark.parametrize("before", ["", "1", "11", "2", "9", "99", "0"])
def test_zero_gives_the_numbers_everywhere_and_star_returns(caller: Talker, before: str) -> None:
    step = caller.presses(before).reply.step
    caller.presses("0").is_at("numbers").presses("*").is_at("shape" if before == "0" else step)


def test_star_goes_back_one_step_and_keeps_the_rest(caller: Talker) -> None:
    caller.presses("11").is_at("call_both").presses("*").is_at("dunked").presses("*").is_at("shape")
    caller.presses("*").is_at("shape").presses("1").is_at("dunked")


def test_hash_gives_more_time_as_often_as_wanted_and_is_never_an_error(caller: Talker) -> None:
    for _ in range(12):
        caller.presses("#").is_at("shape")
        assert caller.session.misses == 0
    assert caller.reply.why is Why.MORE_TIME
    assert caller.reply.slow
    assert caller.reply.wait_seconds == 20


def test_hash_on_the_last_try_waits_longer_still(caller: Talker) -> None:
    caller.presses("1").waits(2).presses("#").is_at("dunked")
    assert caller.reply.wait_seconds == 30


def test_three_tries_at_a_question_each_with_a_longer_wait_then_a_number(caller: Talker) -> None:
    waits = [caller.presses("1").reply.wait_seconds]
    for _ in range(2):
        waits.append(caller.waits().is_at("dunked").reply.wait_seconds)
    assert waits == [10, 15, 20]
    caller.waits().is_at("shrug")
    assert caller.reply.why is Why.GIVEN_UP


@pytest.mark.parametrize("keys", ["999", "345", "989"])
def test_three_unknown_keys_give_a_number(caller: Talker, keys: str) -> None:
    caller.presses(keys).is_at("shrug")


def test_silence_and_unknown_keys_count_together_and_an_answer_clears_them(caller: Talker) -> None:
    caller.waits().presses("9").waits().is_at("shrug")
    caller.presses("*").is_at("shape").waits(2).presses("1").is_at("dunked")
    assert caller.session.misses == 0


def test_an_outcome_with_two_contacts_goes_on_to_the_other_by_itself(caller: Talker) -> None:
    caller.presses("11")
    pages = [caller.is_said().contact] + [caller.waits().is_said().contact for _ in range(2)]
    assert pages == [0, 1, 0]
    assert not caller.ended
    assert caller.waits().ended


def test_one_says_it_again_and_two_the_other_contact_without_end(caller: Talker) -> None:
    caller.presses("11")
    for _ in range(12):
        assert caller.presses("1").is_at("call_both").reply.why is Why.AGAIN
    assert caller.presses("2").is_said().contact == 1
    assert caller.presses("2").is_said().contact == 0


def test_an_outcome_leads_on_to_another_and_back(caller: Talker) -> None:
    caller.presses("2").is_at("bake_again").presses("2").is_at("shrug").presses("*").is_at("bake_again")


def test_unknown_keys_at_an_outcome_give_the_numbers_and_never_end_the_call(caller: Talker) -> None:
    caller.presses("2").presses("99").is_at("bake_again").presses("9").is_at("numbers")
    caller.presses("999999").is_at("numbers")
    assert not caller.ended


def test_a_flow_that_changed_meanwhile_strands_nobody(caller: Talker, joke) -> None:  # type: ignore[no-untyped-def]
    caller.session = caller.session._replace(answers=(("shape", "round"), ("dunked", "gone")), aside="gone_too")
    caller.presses("#").is_at("dunked")


def test_a_text_conversation_by_digit_and_by_word(texter: Talker) -> None:
    texter.texts("hello").is_at("shape").texts("1").is_at("dunked").texts("Too long!").is_at("call_both")


def test_a_keyword_starts_with_its_answers_given(texter: Talker) -> None:
    texter.texts("HobNob").is_at("dunked").texts("never").is_at("shrug")
    assert texter.session.answers[0] == ("shape", "round")


def test_who_has_not_been_greeted_is_greeted_once(texter: Talker) -> None:
    assert texter.texts("hobnob").reply.why is Why.BEGIN
    assert texter.texts("menu").reply.why is Why.ASKED


def test_a_keyword_in_the_middle_answers_and_the_question_still_stands(texter: Talker) -> None:
    texter.texts("menu", "tea").is_at("call_both").texts("2").is_at("bake_again")


def test_back_again_and_person_by_text(texter: Talker) -> None:
    texter.texts("menu", "1", "person").is_at("numbers").texts("back").is_at("dunked")
    texter.texts("again").is_at("dunked").texts("back").is_at("shape").texts("0").is_at("numbers")


@pytest.mark.parametrize("text", ["STOP", " stop ", "Unsubscribe", "END", "cancel", "Quit!", "STOPALL"])
def test_an_opt_out_word_alone_gets_no_reply(texter: Talker, text: str) -> None:
    texter.texts(text).is_said(SayNothing)


@pytest.mark.parametrize("text", ["it wont stop", "the end of term", "please cancel the biscuit"])
def test_an_opt_out_word_among_others_gets_one(texter: Talker, text: str) -> None:
    texter.texts(text).is_said()


def test_danger_comes_before_the_question(texter: Talker) -> None:
    texter.texts("menu", "the oven is ON FIRE help").is_at("burning").texts("1").is_at("dunked")


@pytest.mark.parametrize("text", ["", " ", "👍", "zzz", "dzień dobry", "\x00", "?!"])
def test_what_fits_nothing_gets_numbers_then_the_numbers(texter: Talker, text: str) -> None:
    texter.texts(text).is_at("huh").texts(text).is_at("numbers")


def test_what_fits_no_answer_repeats_the_question_once(texter: Talker) -> None:
    texter.texts("menu", "zzz").is_at("shape")
    assert texter.reply.why is Why.NO_MATCH
    texter.texts("zzz").is_at("numbers").texts("1").is_at("dunked")


def test_a_digit_with_no_question_before_it_does_not_answer_one(texter: Talker) -> None:
    texter.texts("1").is_at("huh")


def test_a_sentence_is_shown_and_one_back_undoes_it(texter: Talker) -> None:
    texter.texts("i dunked it for an hour").is_at("call_both")
    assert texter.is_said().intent == "dunked_long"
    texter.texts("back").is_at("shape")
    assert texter.session.answers == ()


def test_a_sentence_that_goes_on_from_the_answers_keeps_them(texter: Talker) -> None:
    texter.texts("menu", "1", "i dunked it for an hour").is_at("call_both").texts("back").is_at("dunked")


def test_several_that_fit_are_asked_about_for_one_turn_only(texter: Talker) -> None:
    assert texter.texts("square and crumbly").reply.why is Why.UNCLEAR
    assert texter.session.offered == ("square_one", "crumbly", ELSE)
    texter.texts("2").is_at("dunked")
    assert texter.session.offered == ()
    texter.texts("menu", "square and crumbly", "tea").is_at("call_both").texts("1").is_at("dunked")


def test_another_topic_in_the_middle_is_offered_and_the_question_is_kept(texter: Talker) -> None:
    texter.texts("menu", "1", "the square one is soggy")
    assert texter.is_said(Disambiguate).names == ("soggy_square", "go_on")
    texter.texts("2").is_at("dunked").texts("the square one is soggy", "1").is_at("bake_again")


def test_what_is_asked_about_may_be_gone_by_then(texter: Talker) -> None:
    texter.texts("menu")
    texter.session = texter.session._replace(offered=("gone", "go_on"))
    texter.texts("2").is_at("shape")
    texter.session = texter.session._replace(offered=("gone",))
    texter.texts("1").is_at("dunked")
    for offered in (("gone",), ("shape.gone", "go_on"), ("gone.round", "go_on")):
        for text in ("1", "the last one", "the second one", "both", "neither"):
            texter.texts("menu")
            texter.session = texter.session._replace(offered=offered)
            texter.texts(text)


def test_a_word_with_a_slip_acts_and_is_shown(texter: Talker) -> None:
    texter.texts("hobnib").is_at("dunked")
    assert texter.is_said().intent == "round_one"


def test_a_word_that_is_near_to_two_is_asked_about(texter: Talker) -> None:
    assert texter.texts("stals").is_said(Disambiguate).names == ("crumbly", "soggy_square", ELSE)
    texter.texts("neither").is_at("shape")


def test_a_plain_yes_or_no_answers_the_offer_to_switch(texter: Talker) -> None:
    texter.texts("menu", "1", "the square one is soggy", "no").is_at("dunked")
    texter.texts("the square one is soggy", "yes").is_at("bake_again")


def test_too_little_is_understood_to_leave_a_question_for(texter: Talker) -> None:
    texter.texts("oh my biscuit").is_at("shape").texts("1", "oh my biscuit").is_at("dunked")
    assert texter.reply.why is Why.NO_MATCH
