"""Can the line answer?"""

from pathlib import Path

import pytest

from helpline.web.carrier import Carrier

from ..numbers import BOTH


def test_health_says_so_in_words(line: Carrier) -> None:
    assert line.app.test_client().get("/health").json == {
        "status": "ok",
        "ready": True,
        "reasons": [],
        "voice": True,
        "texts": True,
        "says": "The line answers.",
    }


def test_health_says_in_words_what_is_amiss(line: Carrier) -> None:
    Path(line.settings.database_url.removeprefix("sqlite:///")).write_bytes(b"no database" * 100)
    line.app.extensions["helpline"].keeper.lost = 1
    told = line.app.test_client().get("/health")
    assert told.status_code == 200
    assert told.json["ready"]  # type: ignore[index]
    assert told.json["says"] == (  # type: ignore[index]
        "Calls are answered. The database does not answer. A text gets both numbers, but no conversation. "
        "Counts cannot be written, or some were lost. No caller or texter notices."
    )


def test_asking_often_does_not_load_the_database(line: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    database, looks = line.app.extensions["helpline"].database, []
    monkeypatch.setattr(database, "works", lambda: looks.append(1) or True)
    for _ in range(20):
        line.app.test_client().get("/health")
    assert len(looks) == 1


def test_the_front_door_gives_both_numbers(line: Carrier) -> None:
    text = line.app.test_client().get("/").text
    assert all(number in text for number in BOTH)
