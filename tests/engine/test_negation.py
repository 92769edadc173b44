"""Negation: how far a "not" reaches, and what it turns round."""

import pytest

from helpline.checks.calls import steps_offered
from helpline.content.library import Library
from helpline.content.words import Negation
from helpline.engine.negation import is_negated

from ..conftest import Talker

NEGATION = Negation(words=["never", "not"], near=["no"], ends=["but", "we"])


@pytest.mark.parametrize(
    ("words", "negated"),
    [
        ("never met", True),
        ("never had a single one of them met", False),  # too far
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
    assert steps_offered(shipped, text)[0] == step


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


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("its not about an ehcp, its the teaching assistant they took off him at school", "setting"),
        ("we dont want to appeal, we want the council to meet us", "council_so_far"),
        ("not the school, the council", "council"),
        ("nothing to do with the council, it is camhs", "health_care"),
        ("i dont want to complain i just want the school to listen", "setting"),
        ("the council havent refused, they just have not decided about his ehcp", "council"),
    ],
)
def test_what_is_denied_is_not_what_it_is_about(shipped: Library, text: str, step: str) -> None:
    assert step in steps_offered(shipped, text)
    assert not {"mediation", "complain_setting"} & set(steps_offered(shipped, text))
