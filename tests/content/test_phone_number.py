"""Numbers as people write them, and the groups in which they are read out.

`_` stands for a space and `~` for nothing, so that no number of anybody stands here.
"""

import pytest

from helpline.content.phone_number import clean, costs_more, dialled, groups, nobody_has

SENTENCES = {
    "figures": "is not a phone number in figures",
    "abroad": "is not a number of the United Kingdom",
    "nowhere": "is not a number that can be called in this country",
}


def spaced(written: str) -> str:
    return written.replace("_", " ").replace("~", "")


@pytest.mark.parametrize(
    ("written", "kept", "read"),
    [
        ("01632 960 001", "01632 960 001", "01632 960 001"),
        ("01632 960001", "01632 960001", "01632 960 001"),
        ("01632960001", "01632 960001", "01632 960 001"),
        ("0163 2960001", "01632 960001", "01632 960 001"),
        ("(01632) 960001", "01632 960001", "01632 960 001"),
        ("01632-960-001", "01632 960 001", "01632 960 001"),
        ("01632\u2013960001", "01632 960001", "01632 960 001"),
        ("01632\u00a0960001", "01632 960001", "01632 960 001"),
        ("01632.960.001", "01632 960 001", "01632 960 001"),
        (" 01632 960 001 ", "01632 960 001", "01632 960 001"),
        ("+44 1632 960001", "01632 960001", "01632 960 001"),
        ("+44 (0)1632 960001", "01632 960001", "01632 960 001"),
        ("0044 1632 960001", "01632 960001", "01632 960 001"),
        ("07700 900123", "07700 900123", "07700 900 123"),
        ("020 7946 0123", "020 7946 0123", "020 7946 0123"),
        ("0207 946 0123", "020 7946 0123", "020 7946 0123"),
        ("0300_123_4567", "0300_123_4567", "0300_123_4567"),
        ("0300~1234567", "0300_123_4567", "0300_123_4567"),
        ("0808_123_4567", "0808_123_4567", "0808_123_4567"),
        ("0800_123_456", "0800_123_456", "0800_123_456"),
        ("0118_496_0123", "0118_496_0123", "0118_496_0123"),
        ("016977_2345", "016977_2345", "016977_2345"),
        ("01204_62083", "01204_62083", "01204_62083"),
        ("116_123", "116 123", "116 123"),
        ("116123", "116 123", "116 123"),
        ("111", "111", "111"),
        ("999", "999", "999"),
    ],
)
def test_a_number_is_taken_as_people_write_it(written: str, kept: str, read: str) -> None:
    number = clean(spaced(written))
    assert (number, " ".join(groups(number))) == (spaced(kept), spaced(read))
    assert clean(number) == number


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("00000 000000", SENTENCES["abroad"]),
        ("+353 1 234 5678", SENTENCES["abroad"]),
        ("call us", SENTENCES["figures"]),
        ("01632 960 OO1", SENTENCES["figures"]),
        ("", SENTENCES["figures"]),
        ("()", SENTENCES["figures"]),
        ("01632 96", "is too short for a phone number: 7 figures"),
        ("01632 960 0011", "is too long for a phone number: 12 figures"),
        ("0" * 40, SENTENCES["abroad"]),
        ("960001", SENTENCES["nowhere"]),
        ("1632 960001", SENTENCES["nowhere"]),
        ("998", SENTENCES["nowhere"]),
        ("85258", SENTENCES["nowhere"]),
        ("9" * 40, SENTENCES["nowhere"]),
    ],
)
def test_what_cannot_be_called_is_refused_in_a_sentence(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as error:
        clean(written)
    found, cure = error.value.args
    assert found == says
    assert cure.endswith(".")


@pytest.mark.parametrize(
    ("number", "nobodys", "dear"),
    [
        ("01632 960 001", False, False),
        ("0300_123_4567", False, False),
        ("0800_123_456", False, False),
        ("999", False, False),
        ("116_123", False, False),
        ("01999_999999", True, False),
        ("01905_76815", True, False),
        ("01534_500500", True, False),  # Jersey: abroad for a carrier
        ("0901_123_4567", False, True),
        ("0871_222_3333", False, True),
        ("0844_123_4567", False, True),
        ("070_1234_5678", False, True),
        ("118_118", False, True),
    ],
)
def test_a_number_that_nobody_has_and_one_that_costs_more_are_known(number: str, nobodys: bool, dear: bool) -> None:
    assert (nobody_has(spaced(number)), costs_more(spaced(number))) == (nobodys, dear)


def test_a_number_is_dialled_with_its_country_code() -> None:
    assert dialled("01632 960 001") == "+441632960001"
