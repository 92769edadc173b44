"""A database that can never work: calls go on, texts are answered, and the sentence is where an operator looks."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.web.serving import create

from ..conftest import JOKE, opened
from ..numbers import BOTH
from ..store.test_engines import NEVER
from ..store.test_trial_turn import CANNOT_OPEN

WITHOUT = [(url, f"{sentence} Then restart the line.") for url, sentence in NEVER]
WITHOUT.append(("sqlite:////no/such/folder/t.db", CANNOT_OPEN))


@pytest.fixture(params=WITHOUT, ids=[url for url, _ in WITHOUT])
def line(request: pytest.FixtureRequest, settings: Settings) -> Iterator[tuple[Carrier, str]]:
    url, sentence = request.param
    with opened(replace(settings, database_url=url)) as carrier:
        yield carrier, sentence


def test_calls_go_on_texts_are_answered_and_health_says_why(line: tuple[Carrier, str]) -> None:
    carrier, sentence = line
    assert carrier.press(carrier.call().next_path or "", "1").next_path
    assert all(number in (carrier.text("menu") or "") for number in BOTH)
    told = carrier.app.test_client().get("/health").json or {}
    assert (told["status"], told["voice"], told["texts"]) == ("degraded", True, False)
    assert told["reasons"] == [f"{sentence} A text gets both numbers, but no conversation."]


@pytest.mark.parametrize(("url", "sentence"), WITHOUT)
def test_the_log_says_so_when_the_line_starts(
    settings: Settings, caplog: pytest.LogCaptureFixture, url: str, sentence: str
) -> None:
    with caplog.at_level(logging.ERROR):
        create(replace(settings, database_url=url, flows=JOKE))
    assert [record.getMessage() for record in caplog.records] == [
        f"{sentence} Until then a text gets both numbers and no conversation; calls are answered."
    ]


def test_a_line_that_starts_with_its_database_says_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        create(replace(settings, flows=JOKE))
    assert caplog.records == []
