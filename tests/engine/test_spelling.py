"""Words that are nearly one of ours."""

import pytest

from helpline.engine.spelling import Speller

SPELLER = Speller(
    ["school", "tribunal", "teacher", "hospital", "roast", "roars"], ["scholar", "hospitable"], ["appeal"]
)


@pytest.mark.parametrize(
    ("typed", "interpret"),
    [
        ("schol", ["school"]),  # a letter missing
        ("schoool", ["school"]),  # one too many
        ("scjool", ["school"]),  # a wrong one
        ("shcool", ["school"]),  # two swapped
        ("tribumel", ["tribunal"]),  # two slips in a long word
        ("scohlo", []),  # two in a short one
        ("school", []),  # right
        ("scholar", []),  # an everyday word
        ("hospitable", []),
        ("appealing", []),  # one of our beginnings
        ("preacher", []),  # another first letter
        ("sch", []),  # too short
        ("roass", ["roars", "roast"]),  # a tie
    ],
)
def test_a_slip_is_mended_when_one_word_is_near(typed: str, interpret: list[str]) -> None:
    assert SPELLER.nearest(typed) == interpret
