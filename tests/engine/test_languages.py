"""Other languages: told by script or by common words, and never an English text."""

import pytest

from helpline.channels import sms
from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.keywords import plain
from helpline.engine.languages import languages_of
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..numbers import SEN_SERVICES, SENDIASS

REPLY = f"""SEND help Worcestershire
If someone is in danger, call 999.
Sorry, only English for now.
Someone can call for you.
SENDIASS can help: {SENDIASS}
Council SEN Services: {SEN_SERVICES}
Text MENU for choices."""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Szkoła nie chce pomóc mojemu synowi", "polish"),
        ("moja corka nie chodzi do szkoly", "polish"),
        ("Scoala nu vrea sa ne ajute", "romanian"),
        ("a minha filha precisa de ajuda na escola", "portuguese"),
        ("mi hija no tiene ayuda en la escuela", "spanish"),
        ("meri beti ko koi madad nahi milti", "urdu_or_hindi_in_latin_letters"),
        ("آپ اردو بولتے ہیں", "arabic_persian_or_urdu"),
        ("ਸਕੂਲ ਮਦਦ ਨਹੀਂ ਕਰਦਾ", "panjabi"),
        ("স্কুল সাহায্য করে না", "bengali"),
        ("училището не помага", "bulgarian_russian_or_ukrainian"),
        ("pomocy", "polish"),
        ("sorry my english is bad, school say no", None),
        ("the café in the school said no", None),
        ("", None),
        ("1", None),
    ],
)
def test_a_language_is_told_by_its_script_or_its_words(shipped: Library, text: str, language: str | None) -> None:
    assert languages_of(shipped).language(plain(text)) == language


@pytest.mark.parametrize("text", ["moja corka nie chodzi do szkoly", "ਸਕੂਲ ਮਦਦ ਨਹੀਂ ਕਰਦਾ"])
def test_a_text_in_another_language_gets_999_and_both_numbers(shipped: Library, text: str) -> None:
    _, reply = take_turn(shipped, Session(), Utterance(text))
    assert sms.text(shipped, reply) == REPLY


def test_a_line_that_answers_no_language_takes_none_for_one(joke: Library) -> None:
    assert languages_of(joke).language("moja corka nie chodzi do szkoly") is None
