"""Messages in the forms that phones give them: what a person wrote is found in each."""

import pytest

from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.keywords import digit_in, plain, quoted_in
from helpline.engine.reply import Caution, SayNothing, SayStep
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

HI = "I want help"


@pytest.mark.parametrize(
    "text",
    ["I w\u00adant h\u200belp", "\ufeffI want help", "(1/2) I want help", "I want help (2/2)", "I want help\nSent from my iPhone",
     "I want help. Sent from my Samsung Galaxy smartphone.", "I want help.\nGet Outlook for Android"],
)  # fmt: skip
def test_what_a_phone_adds_is_taken_off(text: str) -> None:
    assert plain(text) == plain(HI)


@pytest.mark.parametrize("text", ["we sent from my iphone a picture of it", "he got 1/2 of it"])
def test_what_a_person_wrote_stays(text: str) -> None:
    assert len(plain(text).split()) >= 5


@pytest.mark.parametrize(
    "text",
    [
        "he wants to d\u00adie",
        "he wants to \u200bdie",
        "(1/2) he wants to die",
        "he wants to die (2/2)",
        "he wants to die\nSent from my iPhone",
        "HE WANTS TO DIE!!!",
        "he wants to \uff44\uff49\uff45",
    ],
)
def test_no_form_hides_danger(shipped: Library, text: str) -> None:
    for picture in (False, True):
        _, reply = take_turn(shipped, Session(), Utterance(text, picture=picture))
        assert reply.step == shipped.words.danger.reply


@pytest.mark.parametrize("text", ["O", "o", "0", "zero", "\uff10"])
def test_letters_that_stand_for_nought_give_the_numbers(shipped: Library, text: str) -> None:
    _, reply = take_turn(shipped, Session(), Utterance(text))
    assert reply.step == shipped.service.person


@pytest.mark.parametrize(("text", "digit"), [("l", "1"), ("I", "1"), ("1", "1"), ("too", "2")])
def test_letters_that_stand_for_digits(text: str, digit: str) -> None:
    assert digit_in(plain(text)) == digit


@pytest.mark.parametrize(
    "text",
    [
        "Liked \u201cours\u201d",
        'Loved "ours"',
        "\U0001f44d to \u201cours\u201d",
        "Reacted \U0001f602 to \u201cours\u201d",
        "Laughed at \u201cours\u201d",
        "Emphasised \u201cours\u201d",
        "Questioned \u201cours\u201d",
        "Removed a like from \u201cours\u201d",
        "\u200aDisliked \u201cours\u201d\u200a",
    ],
)
def test_a_reaction_quotes_a_message(text: str) -> None:
    assert quoted_in(text) == "ours"


def test_a_reaction_to_a_text_of_ours_gets_no_answer(shipped: Library) -> None:
    _, reply = take_turn(shipped, Session(), Utterance(f"Liked \u201c{shipped.service.text_name}\nYou can call:\u201d"))
    assert isinstance(reply, SayNothing)
    assert not reply.opted_out


def test_a_reaction_leaves_the_conversation_where_it_stands(shipped: Library) -> None:
    session, _ = take_turn(shipped, Session(), Utterance("school"))
    after, _ = take_turn(
        shipped, session, Utterance(f"Liked \u201c{shipped.service.text_name}\nWhat have you \u2026\u201d")
    )
    assert after == session


def test_a_reaction_to_another_text_is_a_message(shipped: Library) -> None:
    _, reply = take_turn(shipped, Session(), Utterance("Liked \u201che wants to die\u201d"))
    assert reply.step == shipped.words.danger.reply


def test_every_emoji_of_danger_is_danger(shipped: Library) -> None:
    for emoji in shipped.words.danger.emoji:
        for text in (emoji, f"{emoji}\ufe0f", f"help {emoji}"):
            assert take_turn(shipped, Session(), Utterance(text))[1].step == shipped.words.danger.reply, text


def test_a_picture_with_words_is_answered_and_it_is_said_that_it_cannot_be_seen(shipped: Library) -> None:
    _, reply = take_turn(shipped, Session(), Utterance("numbers", picture=True))
    assert isinstance(reply, SayStep)
    assert (reply.step, reply.picture) == ("numbers", True)


@pytest.mark.parametrize(
    ("text", "caution"),
    [("qwertyuiop", Caution.WHOLE), ("the council refused to assess my son", Caution.SMALL), ("numbers", Caution.NONE)],
)
def test_the_whole_sentence_about_danger_stands_above_what_is_not_understood(
    shipped: Library, text: str, caution: Caution
) -> None:
    _, reply = take_turn(shipped, Session(), Utterance(text))
    assert isinstance(reply, SayStep)
    assert reply.caution is caution
