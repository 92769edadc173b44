"""The answers as addresses: each leads where the same answers lead in a call."""

import pytest

from helpline.cli.carrier import Carrier
from helpline.content.library import Library
from helpline.content.walk import keys_of, routes
from helpline.content.wording import words_of


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
    assert "You said: <b>Met, and still disagree</b>" in text


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
    question = words_of(shipped.flow.steps["council_so_far"].question)  # type: ignore[union-attr]
    assert f"<h1>{question}</h1>" in text
    assert '<a class="back" href="/answer/council">Back</a>' in text
    assert '<a href="/answer/council/neither/met">' in text


def test_the_staffs_view_is_there_for_the_staff_alone(line: Carrier) -> None:
    assert line.app.test_client().get("/staff").status_code == 404
    assert "staff" not in page(line, "/practice")
