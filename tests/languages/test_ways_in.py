"""The ways into a language by text, and on a number of its own: offered on a guess, changed to by its name alone."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels import sms
from helpline.channels.segments import measure
from helpline.checks.run import check_folder
from helpline.cli.carrier import Carrier
from helpline.content.languages import sign_of
from helpline.content.library import Library
from helpline.engine.reply import SayStep, Why

from ..conftest import opened, settings_in
from .joke import DAY, SETTINGS, copied, leaks, translate

OWN_NUMBER = "+441632960009"


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("own"))
    translate(folder, settings=SETTINGS.replace("key: 9", 'key: 9\nnumbers: ["01632 960009"]'))
    return folder


@pytest.fixture
def joke(tmp_path: Path, flows: Path) -> Iterator[Carrier]:
    with opened(replace(settings_in(tmp_path), flows=flows)) as carrier:
        yield carrier


def texts(line: Carrier, body: str, sender: str = "+447700900001", to: str = "") -> str:
    document = line.post("/sms", MessageSid=f"SM{body}{sender}", From=sender, To=to, Body=body)
    return "".join(ET.fromstring(document).itertext())  # noqa: S314 - our own document


def test_a_text_in_the_language_is_offered_it_and_is_not_changed_to_it(joke: Carrier) -> None:
    answer = texts(joke, "tsai biskoto please")
    assert answer.splitlines()[-1] == "Jokeo: JOKE"
    assert "999" in answer
    assert leaks(answer.replace("Jokeo: JOKE", ""))  # the answer itself is in English
    assert measure(answer).encoding == "GSM-7"
    assert leaks(texts(joke, "joke")) == []  # and its name changes to it


def test_a_text_in_a_script_of_its_own_is_offered_the_language(tmp_path: Path) -> None:
    flows = copied(tmp_path)
    translate(flows, settings=SETTINGS.replace("[joke]", "[bengali, urdu_or_hindi_in_latin_letters]"))
    with opened(replace(settings_in(tmp_path), flows=flows)) as line:
        answer = texts(line, "আমার ছেলের স্কুল সাহায্য করছে না")
        assert answer.splitlines()[-1] == "Jokeo: JOKE"
        assert "999" in answer


@pytest.mark.parametrize("body", ["tsai please", "he was excluded", "ehcp refused"])
def test_one_word_or_plain_english_is_offered_nothing(joke: Carrier, body: str) -> None:
    assert "JOKE" not in texts(joke, body)


def test_in_the_language_it_is_not_offered_again(joke: Carrier) -> None:
    texts(joke, "joke")
    assert "Jokeo: JOKE" not in texts(joke, "tsai biskoto")


def test_danger_stands_above_the_offer(joke: Carrier) -> None:
    answer = texts(joke, "tsai biskoto he wants to kill himself").splitlines()
    assert answer[-1] == "Jokeo: JOKE"
    assert "999" in " ".join(answer[:3])


def test_a_number_of_its_own_speaks_it_first_and_texts_it_first(joke: Carrier) -> None:
    assert leaks(texts(joke, "hello", to=OWN_NUMBER)) == []
    assert leaks(texts(joke, "hello", "whatsapp:+447700900002", f"whatsapp:{OWN_NUMBER}")) == []
    assert leaks(texts(joke, "hello", "+447700900003", "+441632960001"))
    call = joke.post("/voice", CallSid="CA1", From="+447700900001", To=OWN_NUMBER)
    said = ET.fromstring(call).find(".//Say")  # noqa: S314 - our own document
    assert said is not None
    assert leaks("".join(said.itertext())) == []


def test_english_leads_out_of_a_number_of_its_own_for_good(joke: Carrier) -> None:
    texts(joke, "hello", to=OWN_NUMBER)
    assert leaks(texts(joke, "english", to=OWN_NUMBER))
    assert leaks(texts(joke, "1", to=OWN_NUMBER))


FILM = """\
website:
  film:
    address: https://www.worcestershire.gov.uk/film
    filmed_on: 2026-11-20
    checked_by: D. Joker
    checked_on: 2026-11-20
    words: {sign}
"""


def with_film(folder: Path, sign: str) -> Path:
    flows = copied(folder)
    path = flows / "service.yaml"
    path.write_text(path.read_text().replace("website:\n", FILM.format(sign=sign)))
    return flows


def test_a_film_is_shown_with_its_day_and_999_bsl_and_relay_uk(tmp_path: Path, shipped: Library) -> None:
    flows = with_film(tmp_path, sign_of(shipped))
    with opened(replace(settings_in(tmp_path), flows=flows)) as line:
        page = line.app.test_client().get("/").text
    assert '<a href="https://www.worcestershire.gov.uk/film">This help in British Sign Language (film)</a>' in page
    film = page.split('class="film"')[1].split("</p>")[0]
    assert "Filmed on 20 November 2026" in film
    assert "999 BSL" in film
    assert "18001" in film
    assert not [one for one in check_folder(flows, DAY).findings if one.rule.code == "L11"]


def test_a_film_of_other_words_is_found(tmp_path: Path, shipped: Library) -> None:
    (found,) = [one for one in check_folder(with_film(tmp_path, "0" * 16), DAY).findings if one.rule.code == "L11"]
    assert str(found.complaint).endswith(
        "The words of the film in sign language have changed since. Have it filmed again, or take it out. "
        f"The sign of today's words is {sign_of(shipped)}."
    )


@pytest.mark.parametrize(
    ("offer", "line"),
    [
        ("Pentru română: răspundeți ROMANA.", "Pentru romana: raspundeti ROMANA."),
        ("Український: УКРАЇНСЬКА", "Український: УКРАЇНСЬКА"),
    ],
)
def test_an_offer_makes_a_text_no_dearer_where_plain_letters_can_say_it(
    shipped: Library, offer: str, line: str
) -> None:
    assert sms.text(shipped, SayStep("who", Why.BEGIN), offer=offer).splitlines()[-1] == line
