"""Pages in another language: the names of languages first, no English, and numbers from left to right."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from helpline.cli.carrier import Carrier
from helpline.content.library import Library
from helpline.content.load import load
from helpline.content.walk import routes

from ..conftest import opened, settings_in
from .joke import CODE, copied, leaks, translate

NAMES = {"SENDIASS", "Relay", "UK"}  # written alike in every language
_WORDS = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("pages"))
    translate(folder)
    return folder


@pytest.fixture
def joke(tmp_path: Path, flows: Path) -> Iterator[Carrier]:
    with opened(replace(settings_in(tmp_path), flows=flows)) as carrier:
        yield carrier


def page(line: Carrier, path: str) -> str:
    answer = line.app.test_client().get(path)
    assert answer.status_code == 200, path
    return answer.text


def read(text: str, library: Library) -> list[str]:
    """The English on a page, but for the names of languages, and addresses that are written to in English."""
    text = re.sub(r'<ul class="languages">.*?</ul>|<address>.*?</address>', "", text, flags=re.DOTALL)
    return leaks(unescape(_WORDS.sub(" ", text)))


def test_no_page_in_the_language_holds_english(joke: Carrier, flows: Path) -> None:
    library = load(flows)
    for path in ("/xx/", *(f"/xx/answer/{'/'.join(option for _, option in route)}" for route, _ in routes(library))):
        assert read(page(joke, path), library) == [], path


def test_the_names_of_languages_come_first_in_their_own_words(joke: Carrier) -> None:
    text = page(joke, "/answer/setting")
    first = text.split("<body>")[1].split('class="name"')[0]
    assert 'lang="en" hreflang="en" dir="ltr" aria-current="true">English</a>' in first
    assert '<a href="/xx/answer/setting" lang="xx" hreflang="xx" dir="ltr">Joke\u00f8</a>' in first
    assert '<link rel="alternate" hreflang="xx" href="/xx/answer/setting">' in text
    assert '<html lang="xx" dir="ltr">' in page(joke, "/xx/answer/setting")


def test_links_stay_in_the_language_and_english_is_one_press_away(joke: Carrier) -> None:
    text = page(joke, "/xx/")
    assert 'href="/xx/answer/setting"' in text
    assert 'href="/" lang="en"' in text
    assert 'href="/answer/' not in text


def test_pages_in_english_alone_lead_to_the_language_s_first_question(joke: Carrier) -> None:
    assert '<a href="/xx/" lang="xx"' in page(joke, "/privacy")


def test_a_language_that_is_not_live_has_no_pages_and_no_name_on_them(line: Carrier) -> None:
    client = line.app.test_client()
    answer = client.get("/pl/")
    assert answer.status_code == 404
    assert "01905" in answer.text
    assert "hreflang" not in client.get("/").text


def test_a_first_tier_shows_the_numbers_alone(tmp_path: Path) -> None:
    flows = copied(tmp_path)
    library = translate(flows, live="numbers")
    with opened(replace(settings_in(tmp_path), flows=flows)) as line:
        text = page(line, f"/{CODE}/")
        assert read(text, library) == []
        assert all(contact.written in text for contact in library.helpers)
        assert line.app.test_client().get(f"/{CODE}/answer/setting").headers["Location"] == f"/{CODE}/"
