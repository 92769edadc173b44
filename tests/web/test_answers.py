"""The answers as addresses: each leads where the same answers lead in a call."""

import gzip
from dataclasses import replace

import pytest
from markupsafe import escape

from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.walk import keys_of, routes
from helpline.content.wording import words_of

from ..conftest import opened
from ..numbers import BOTH


def page(line: Carrier, path: str) -> str:
    answer = line.app.test_client().get(path)
    assert answer.status_code == 200
    return answer.text


def test_every_route_leads_to_its_outcome(line: Carrier, shipped: Library) -> None:
    for route, outcome in routes(shipped):
        step = shipped.step(outcome)
        for address in ("/".join(option for _, option in route), "/".join(keys_of(shipped, route))):
            text = page(line, f"/answer/{address}")
            assert "<h1>Your next step</h1>" in text
            for contact in shipped.contacts_of(step):  # type: ignore[arg-type]
                assert contact.written.splitlines()[0] in text.split("<aside")[0]


@pytest.mark.parametrize("address", ["school/met", "setting/met", "1/3", "School/Had%20a%20meeting", "setting/met/"])
def test_an_answer_is_named_as_in_a_text(line: Carrier, address: str) -> None:
    text = page(line, f"/answer/{address}")
    assert "You said: <b>Nursery, school or college</b>" in text
    assert "You said: <b>We have met, and still disagree</b>" in text


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("nonsense", "/"),
        ("setting/nonsense", "/answer/setting"),
        ("school/met/nonsense/met", "/answer/setting/met"),
        ("setting//met", "/answer/setting"),
        ("_begun/yes", "/"),
        ("send", "/"),
    ],
)
def test_an_answer_that_no_longer_fits_leads_as_far_as_it_can(line: Carrier, address: str, leads_to: str) -> None:
    answer = line.app.test_client().get(f"/answer/{address}")
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


def test_a_question_is_the_headline_and_back_takes_one_answer_back(line: Carrier, shipped: Library) -> None:
    text = page(line, "/answer/council/neither")
    question = words_of(shipped.flow.steps["council_so_far"].question, "web")  # type: ignore[union-attr]
    assert f"<h1>{question}</h1>" in text
    assert '<a class="back" href="/answer/council">Back</a>' in text
    assert '<a href="/answer/council/neither/met">' in text


def test_the_staffs_view_is_there_for_the_staff_alone(line: Carrier) -> None:
    assert line.app.test_client().get("/staff").status_code == 404
    assert "staff" not in page(line, "/practice")


def test_a_page_has_its_own_words_or_those_of_the_voice(line: Carrier) -> None:
    text = page(line, "/answer/council")
    assert "<h1>Is it about an EHC plan?</h1>" in text
    assert "<b>EHC plan</b>: An Education, Health and Care plan." in text
    assert ">Something else</a>" in text
    assert "EHC plan</b>" not in page(line, "/answer/setting")


def test_an_outcome_leads_to_the_pages_that_its_source_names(line: Carrier, shipped: Library) -> None:
    link = shipped.links["council_complaints"]
    text = page(line, "/answer/council/complain")
    assert (
        f'<a href="{link.address}">{link.name}</a> <span class="checked">Link checked on 23 November 2026.</span>'
        in text
    )
    assert shipped.links["council_page"].address in page(line, "/")


def test_an_outcome_answers_the_questions_that_people_ask_there(line: Carrier, shipped: Library) -> None:
    text = page(line, "/answer/setting/met")
    section = text.split('<section class="asked"')[1].split("</section>")[0]
    answers = shipped.answers_at("resolution_setting")
    assert shipped.words.faq["resolution_cost"] in answers
    assert section.count("<details>") == len(answers)
    for answer in answers:
        told = section.split(f"<summary>{escape(answer.title)}</summary>")[1].split("</details>")[0]
        assert escape(words_of(answer.outcome, "web").splitlines()[0]) in told
        assert all(contact.written.splitlines()[0] in told for contact in shipped.contacts_of(answer))
        assert escape(answer.source) in told
    assert text.index('class="asked"') < text.index("Keep this page")


def test_an_outcome_can_be_heard_kept_and_sent(line: Carrier, shipped: Library) -> None:
    text = page(line, "/answer/school/met")
    assert "https://line.example/answer/setting/met</p>" in text
    clip = text.partition('<audio controls preload="none" src="')[2].partition('"')[0]
    assert clip.startswith("/audio/")
    noted = next(line.settings.audio.rglob(f"{clip.rpartition('/')[2]}.json")).read_text()
    assert "You can ask for Disagreement Resolution." in noted
    assert "press" not in noted.lower()
    assert noted.count("Digits") == 2 * 2 * len(shipped.contacts["sendiass"].digit_groups)  # two numbers, each twice


def test_a_contact_can_be_saved(line: Carrier) -> None:
    answer = line.app.test_client().get("/contacts/sendiass.vcf")
    assert answer.content_type == "text/vcard; charset=utf-8"
    lines = answer.text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCARD", "END:VCARD", "")
    assert "FN:SENDIASS" in lines
    assert f"TEL;TYPE=WORK,VOICE:{BOTH[0]}" in lines or f"TEL;TYPE=WORK,VOICE:{BOTH[1]}" in lines
    assert any(line.startswith("NOTE:The SEND Information\\, Advice and Support Service") for line in lines)


@pytest.mark.parametrize("name", ["nhs_board", "nobody", "..%2Fsendiass"])
def test_what_has_no_number_cannot_be_saved(line: Carrier, name: str) -> None:
    assert line.app.test_client().get(f"/contacts/{name}.vcf").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "headline"),
    [
        ("GET", "/no-such-page", 404, "This page is not here"),
        ("GET", "/<script>alert(1)</script>", 404, "This page is not here"),
        ("POST", "/", 405, "This page cannot be used in that way"),
        ("DELETE", "/answer/setting", 405, "This page cannot be used in that way"),
        ("GET", "/breaks", 500, "Something went wrong here"),
    ],
)
def test_an_error_has_the_frame_both_numbers_and_a_way_home(
    line: Carrier, method: str, path: str, status: int, headline: str
) -> None:
    line.app.add_url_rule("/breaks", view_func=lambda: 1 / 0)
    answer = line.app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert f"<h1>{headline}</h1>" in answer.text
    assert all(number in answer.text for number in BOTH)
    assert '<a class="start" href="/">' in answer.text
    assert "alert(" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert ("Allow" in answer.headers) is (status == 405)


PAGES = ("/", "/answer/setting", "/answer/setting/met", "/map", "/privacy", "/accessibility")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_described_and_has_no_form(line: Carrier, path: str) -> None:
    text = page(line, path)
    assert '<meta name="description" content="Do you disagree with a school,' in text
    assert "<form" not in text
    assert "<input" not in text


@pytest.mark.parametrize("path", ["/", "/static/page.css", "/static/page.js", "/static/icon.svg"])
def test_a_page_and_its_files_are_compressed_for_those_who_take_it(line: Carrier, path: str) -> None:
    client, small_please = line.app.test_client(), {"Accept-Encoding": "gzip, br"}
    with client.get(path) as plain, client.get(path, headers=small_please) as small:
        assert "Content-Encoding" not in plain.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert len(small.data) < len(plain.data)
        assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, small))
    if tag := small.headers.get("ETag"):
        with client.get(path, headers=small_please | {"If-None-Match": tag}) as again:
            assert (again.status_code, again.data) == (304, b"")


def test_what_is_no_page_is_as_it_was(line: Carrier) -> None:
    assert "Content-Encoding" not in line.app.test_client().get("/health", headers={"Accept-Encoding": "gzip"}).headers


def test_without_a_number_of_its_own_the_line_offers_no_call_to_it(line: Carrier, settings: Settings) -> None:
    assert "Text MENU" not in page(line, "/")
    with opened(replace(settings, number="+441632960001")) as numbered:
        text = page(numbered, "/")
        assert 'Text MENU to <bdi dir="ltr" class="number">01632 960001</bdi>' in text
        assert 'Relay UK: <bdi dir="ltr">18001</bdi> then <bdi dir="ltr">01632 960001</bdi>' in text
