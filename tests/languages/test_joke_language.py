"""The joke language live: on the phone and in texts, nothing English is heard or read, and every proof holds."""

from collections.abc import Iterator
from functools import reduce

import pytest

from helpline.channels import sms
from helpline.channels.prompts import prompt
from helpline.channels.segments import measure
from helpline.checks.prompts import prompts
from helpline.content.library import Library
from helpline.content.script import Digits, Pause
from helpline.content.walk import keys_of, routes
from helpline.engine.inputs import Begin, Key, Silence, Utterance
from helpline.engine.language_choice import choices, told_choices
from helpline.engine.reply import SayStep, Why
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..conftest import Talker
from .joke import CODE, copied, leaks, translate

# Words that stand in every language: what people text, and how callers are told of it.
COMMANDS = {"MENU", "BACK", "COMPLAIN", "SCHOOL", "COUNCIL", "NHS", "CARE", "JOKE"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return translate(copied(tmp_path_factory.mktemp("whole")))


@pytest.fixture(scope="module")
def numbers_only(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return translate(copied(tmp_path_factory.mktemp("numbers")), live="numbers")


def without_addresses(library: Library, words: str) -> str:
    """Words without the lines of an address, which is written to in English from every language."""
    lines = (line for contact in library.contacts.values() for line in contact.address)
    return reduce(lambda kept, line: kept.replace(f"{line}.", "").replace(line, ""), lines, words)


def said(library: Library) -> Iterator[str]:
    """Everything that a call in the language can say, prompt by prompt."""
    for one in prompts(library):
        yield " ".join(part.text for part in one.script if not isinstance(part, Pause))


def test_no_prompt_of_a_call_holds_english(library: Library) -> None:
    english = {word for words in said(library.live[CODE]) for word in leaks(without_addresses(library, words))}
    assert english == set()


def test_no_text_holds_english(library: Library) -> None:
    joke = library.live[CODE]
    texts = [
        sms.text(joke, SayStep(str(spot[1][-1]), why))
        for spot, _ in joke.every_step()
        for why in (Why.BEGIN, Why.NO_MATCH)
    ]
    assert {word for text in texts for word in leaks(without_addresses(library, text))} == set()


def test_every_route_ends_with_a_number_twice(library: Library) -> None:
    for route, outcome in routes(library):
        talker = Talker(library).does(Begin()).presses("9" + "".join(keys_of(library, route))).is_at(outcome)
        spoken = library.spoken(talker.reply.language)
        script = prompt(spoken, talker.reply)
        assert (
            sum(isinstance(part, Digits) for part in script) >= 2 or spoken.contacts_of(spoken.step(outcome))[0].address
        )  # type: ignore[arg-type]


def test_every_text_has_at_most_two_segments_of_plain_letters(library: Library) -> None:
    joke = library.live[CODE]
    for spot, _ in joke.every_step():
        size = measure(sms.text(joke, SayStep(str(spot[1][-1]), Why.ASKED)))
        assert (size.encoding, size.segments <= 2) == ("GSM-7", True), spot


class TestTheChoiceInACall:
    def test_the_key_of_a_language_leads_into_it_and_back(self, library: Library) -> None:
        talker = Talker(library).does(Begin())
        assert talker.reply.language == "en"
        assert talker.presses("9").reply.language == CODE
        assert talker.presses("9").reply.language == "en"

    def test_it_is_live_from_the_first_second_and_told_in_the_first_wait(self, library: Library) -> None:
        _, reply = take_turn(library, Session(), Begin())
        assert [(choice.code, choice.said) for choice in told_choices(library, reply)] == [
            (CODE, "Joke\u00f8: press\u00f8 9.")
        ]

    def test_inside_a_language_english_is_offered_in_english(self, library: Library) -> None:
        assert [choice.said for choice in choices(library, CODE)] == ["For English, press 9."]

    def test_later_keys_are_keys_like_any_other(self, library: Library) -> None:
        talker = Talker(library).does(Begin()).presses("1").presses("9")
        assert (talker.reply.language, talker.reply.why) == ("en", Why.NO_MATCH)

    def test_silence_in_the_language_ends_with_the_numbers_in_it(self, library: Library) -> None:
        talker = Talker(library).does(Begin()).presses("9")
        for _ in range(4):  # one number early, two more tries, then the numbers
            talker.does(Silence())
        assert talker.reply.language == CODE
        assert any(isinstance(part, Digits) for part in prompt(library.live[CODE], talker.reply))

    def test_a_language_that_is_withdrawn_in_a_call_is_english(self, library: Library, shipped: Library) -> None:
        session, _ = take_turn(library, Session(), Key("9"))
        assert take_turn(shipped, session, Key("1"))[1].language == "en"


class TestTheChoiceInATexts:
    def test_its_name_leads_into_it_and_english_back(self, library: Library) -> None:
        talker = Talker(library).texts("Joke!")
        assert talker.reply.language == CODE
        assert talker.texts("english").reply.language == "en"

    def test_999_stands_above_every_answer_to_words(self, library: Library) -> None:
        talker = Talker(library).texts("joke", "tak i nie wiem")
        assert "999" in sms.text(library.live[CODE], talker.reply).splitlines()[1]

    def test_danger_in_english_is_known_in_every_language(self, library: Library) -> None:
        talker = Talker(library).texts("joke", "he wants to kill himself")
        assert talker.reply.step == library.words.danger.reply
        assert talker.reply.language == CODE


class TestTheFirstTier:
    def test_every_key_gives_the_numbers_in_the_language(self, numbers_only: Library) -> None:
        english = {word for words in said(numbers_only.live[CODE]) for word in leaks(words)}
        assert english == set()

    def test_the_first_question_is_the_numbers(self, numbers_only: Library) -> None:
        talker = Talker(numbers_only).does(Begin()).presses("9")
        assert any(isinstance(part, Digits) for part in prompt(numbers_only.live[CODE], talker.reply))

    @pytest.mark.parametrize("message", ["ehcp refused", "school", "complain", "he was excluded", "is it free"])
    def test_a_text_about_a_topic_gets_the_numbers_in_the_language(self, numbers_only: Library, message: str) -> None:
        session, _ = take_turn(numbers_only, Session(), Utterance("joke"))
        _, reply = take_turn(numbers_only, session, Utterance(message))
        text = sms.text(numbers_only.live[CODE], reply)
        assert set(leaks(text)) <= COMMANDS
        assert numbers_only.contacts["sendiass"].written in text
