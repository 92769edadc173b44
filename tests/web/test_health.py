"""Can the line answer?"""

from helpline.web.carrier import Carrier

from ..numbers import BOTH


def test_health_says_so_in_words(line: Carrier) -> None:
    assert line.app.test_client().get("/health").json == {
        "status": "ok",
        "voice": True,
        "texts": True,
        "says": "The line answers.",
    }


def test_the_front_door_gives_both_numbers(line: Carrier) -> None:
    text = line.app.test_client().get("/").text
    assert all(number in text for number in BOTH)
