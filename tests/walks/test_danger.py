"""Danger words get 999 first; everyday words of these parents never do."""

import pytest

from helpline.channels import sms
from helpline.content.library import Library

from ..conftest import Talker

DANGER = [
    "he is in danger", "I want to kill myself", "she says she wants to die", "999", "its an emergency", "not safe at home",
    "he isn't safe", "my dad is hitting me", "self-harm again last night", "shes suicidal", "he has run away", "DANGER",
    "being abused by her carer", "my son keeps hurting himself", "someone is hurting me", "feels unsafe",
]  # fmt: skip

EVERYDAY = [
    "he had a meltdown", "missing school again", "she is down a grade", "end of term", "school wont stop the bullying",
    "in danger of being excluded", "in danger of losing his place", "they asked for an emergency contact",
    "emergency annual review next week", "we need an emergency review", "this is killing me", "im dying to get an answer",
    "he is hurting his chances", "the school is failing him", "hes hard to reach", "they shot down our idea",
    "she beat the target", "danger of being late with the appeal", "it is not an emergency", "a fight with the council",
    "drowning in paperwork", "he ran a race", "she attacks her homework", "cut her hours", "he was sent home",
    "burning question", "dead line for appeal", "threatened with court", "no safe space at school", "health and safety",
    "safeguarding lead never rang", "her mental health is bad", "the plan is unsuitable", "missing from the plan",
    "he is at risk of exclusion", "police came to the school fair",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGER)
@pytest.mark.parametrize("before", [(), ("menu",), ("menu", "1")])
def test_danger_gets_999_first(shipped: Library, text: str, before: tuple[str, ...]) -> None:
    talker = Talker(shipped).texts(*before, text).is_at("danger")
    assert "call 999" in sms.text(shipped, talker.reply).splitlines()[1]
    talker.texts("menu").is_at("who")


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_words_do_not(shipped: Library, text: str) -> None:
    assert Talker(shipped).texts(text).reply.step != "danger"


def test_what_is_unclear_after_danger_has_the_whole_sentence_too(shipped: Library) -> None:
    reply = Talker(shipped).texts("he is in danger", "school are not giving him the hours in his plan").reply
    assert "If someone is in danger, call 999." in sms.text(shipped, reply)
