"""The script: speech, digits and exact pauses."""

import pytest

from helpline.content.library import Library
from helpline.content.model import Contact
from helpline.content.outcome_keys import outcome_keys
from helpline.content.script import Digits, Ending, Pause, Speaker, Speech


def test_a_question_says_each_option_before_its_key(joke: Library) -> None:
    script = Speaker(joke).prompt(joke.flow.steps["shape"], after_key=False)
    assert script == (
        Speech("What shape is it?"), Pause(500),
        Speech("Round,"), Pause(250), Speech("press 1."), Pause(700),
        Speech("Square,"), Pause(250), Speech("press 2."),
    )  # fmt: skip


def test_half_a_second_passes_after_a_key(joke: Library) -> None:
    assert Speaker(joke).prompt(joke.flow.steps["shape"])[0] == Pause(500)


def test_a_number_inside_a_sentence_is_said_as_words(joke: Library) -> None:
    script = Speaker(joke).say("Leave, and call {baker}.")
    assert script == (Speech("Leave, and call zero one six three two nine six zero zero zero one."),)


def test_advice_is_left_out_when_only_the_number_is_said_again(joke: Library) -> None:
    script = Speaker(joke).prompt(joke.flow.steps["bake_again"], advice=False, after_key=False)
    assert script[0] == Speech("The baker bakes.")
    assert script.count(Digits("01632")) == 2


@pytest.mark.parametrize(
    ("number", "groups"),
    [("01632 960 001", ("01632", "960", "001")), ("01632 960001", ("01632", "960", "001")), ("999", ("999",))],
)
def test_groups_never_split_the_dialling_code(joke: Library, number: str, groups: tuple[str, ...]) -> None:
    contact: Contact = joke.contacts["baker"].model_copy(update={"number": number})
    assert contact.digit_groups == groups


def test_digits_are_words_with_zero_and_no_double() -> None:
    assert Digits("00960").text == "zero, zero, nine, six, zero."


def test_what_comes_after_the_last_number_is_told_on_the_last_page(joke: Library) -> None:
    both = joke.flow.steps["call_both"].model_copy(update={"also": joke.flow.steps["bake_again"].also})  # type: ignore[union-attr]
    ending = Ending(keys=tuple(outcome_keys(joke, both, text=False, contact=0)))  # type: ignore[arg-type]
    pages = [Speaker(joke).prompt(both, contact=contact, ending=ending) for contact in (0, 1)]
    assert [Speech("For crumbs,") in page for page in pages] == [False, True]


def test_an_address_is_read_line_by_line_twice(shipped: Library) -> None:
    script = Speaker(shipped).prompt(shipped.flow.steps["complain_nhs"])
    assert script.count(Speech("Kirkham House, John Comyn Drive.")) == 2
