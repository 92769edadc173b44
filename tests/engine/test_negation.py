"""Negation: how far a "not" reaches, and what it turns round."""

import pytest

from helpline.content.library import Library
from helpline.content.words import Negation
from helpline.engine.negation import is_negated

from ..conftest import Talker

NEGATION = Negation(words=["never", "not"], near=["no"], ends=["but", "we"])


@pytest.mark.parametrize(
    ("words", "negated"),
    [
        ("never met", True),
        ("never had one of them met", False),  # too far
        ("never even once properly met", True),
        ("not heard but met", False),
        ("no met", True),
        ("no real met", True),
        ("no real proper met", False),  # "no" reaches less far
        ("no we met", False),
        ("met", False),
    ],
)
def test_a_negation_reaches_a_few_words_and_not_beyond_an_end(words: str, negated: bool) -> None:
    assert is_negated(NEGATION, words, words.index("met")) is negated


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("we met the senco last week", "resolution_setting"),
        ("spoke to the teacher four times, no real meeting", "meet_setting"),
        ("weve never had a meeting with the head", "meet_setting"),
        ("havent had a single meeting with school", "meet_setting"),
        ("had a meeting with the school but no help", "resolution_setting"),
    ],
)
def test_a_first_message_is_read_with_its_negation(shipped: Library, text: str, step: str) -> None:
    Talker(shipped).texts(text).is_at(step)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("we talked but never had a meeting", "meet_setting"),
        ("spoken, no proper meeting", "meet_setting"),
        ("no we met", "resolution_setting"),
        ("had a meeting", "resolution_setting"),
    ],
)
def test_an_answer_is_read_with_its_negation(shipped: Library, text: str, step: str) -> None:
    Talker(shipped).texts("school").is_at("setting").texts(text).is_at(step)
