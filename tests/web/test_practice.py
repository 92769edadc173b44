"""The practice phone and texts, over HTTP: the same words as a real call, and nobody can be reached from them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels import voice
from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.opening_hours import time_in_england
from helpline.content.script import Pause
from helpline.engine.inputs import Begin
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from .. import numbers
from ..conftest import opened


def begin(line: Carrier) -> dict:  # type: ignore[type-arg]
    return line.app.test_client().post("/try/call").json


def test_a_practice_call_says_what_a_call_says(line: Carrier, shipped: Library) -> None:
    turn = begin(line)
    _, reply = take_turn(shipped, Session(), Begin())
    said = [part.text for part in voice.prompt(shipped, reply) if not isinstance(part, Pause)]
    assert [part["words"] for part in turn["parts"] if part["words"]] == said
    assert (turn["wait"], turn["contacts"]) == (10, [])
    assert turn["next"].startswith("/voice/answer?")


def test_the_clip_of_a_practice_call_is_built_when_it_is_first_opened(line: Carrier, settings: Settings) -> None:
    turn = begin(line)
    assert not list(settings.audio.rglob("*.mp3"))
    with opened(settings) as another:
        another.app.extensions["helpline"].clips.pages.patience = 600  # a busy machine may take its time
        answer = another.app.test_client().get(turn["clip"])
        assert (answer.status_code, answer.content_type) == (200, "audio/mpeg")
        assert len(answer.data) > 10_000
        answer.close()
    assert [f"/audio/{path.name}" for path in settings.audio.rglob("*.mp3")] == [turn["clip"]]


def test_a_key_goes_where_the_turn_before_said(line: Carrier, shipped: Library) -> None:
    turn = begin(line)
    for digit in "11":
        turn = line.app.test_client().post("/try/call", data={"next": turn["next"], "digit": digit}).json
    assert turn["contacts"] == [{"name": "SENDIASS", "written": shipped.contacts["sendiass"].written}]


@pytest.mark.parametrize(
    "fields",
    [
        {"next": "/sms", "digit": "1"},
        {"next": "/voice/answer?_begun=yes", "digit": "12"},
        {"next": "https://other.example/voice/answer?", "digit": "1"},
        {"next": "/voice/answer", "digit": "1"},
    ],
)
def test_only_a_step_of_a_call_is_signed(line: Carrier, fields: dict[str, str]) -> None:
    answer = line.app.test_client().post("/try/call", data=fields)
    assert answer.status_code == 400
    assert len(answer.json["numbers"]) == 2


def test_a_line_behind_a_path_of_its_own(settings: Settings) -> None:
    with opened(replace(settings, public_url="https://line.example/send")) as line:
        turn = begin(line)
        assert turn["next"].startswith("/send/voice/answer?")
        then = line.app.test_client().post("/try/call", data={"next": turn["next"], "digit": "1"}).json
        assert "School or college." in [part["words"] for part in then["parts"]]


def test_a_practice_text_comes_from_nobody(line: Carrier, settings: Settings) -> None:
    client = line.app.test_client()
    first = client.post("/try/text", data={"body": "SCHOOL"}).json
    assert first["sender"].startswith("practice:")
    assert (first["segments"], first["encoding"]) == (2, "GSM-7")
    known = client.post("/try/text", data={"body": "1", "sender": first["sender"]}).json
    assert known["sender"] == first["sender"]
    assert "talk to the nursery" in known["words"]
    forged = client.post("/try/text", data={"body": "1", "sender": "+447700900123"}).json
    assert forged["sender"].startswith("practice:")


def with_sendiass_closed(settings: Settings, folder: Path, last_day: str) -> Settings:
    """Settings for a copy of the shipped words in which SENDIASS is closed until that day."""
    shutil.copytree(settings.flows, folder)
    contacts = folder / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("  name: SENDIASS", f"  name: SENDIASS\n  closed: {last_day}"))
    return replace(settings, flows=folder)


def test_the_page_can_be_tried_as_at_another_time(settings: Settings, tmp_path: Path) -> None:
    closed = "It is closed to the end of today."
    with opened(with_sendiass_closed(settings, tmp_path / "flows", "2026-12-25")) as line:
        client = line.app.test_client()
        for at, told in (("2026-12-25T10:00", True), ("2026-12-26T00:00", False)):
            first = client.post("/try/call", data={"at": at}).json
            then = client.post("/try/call", data={"at": at, "next": first["next"], "digit": "0"}).json
            assert (closed in [part["words"] for part in then["parts"]]) is told
            assert (closed in client.post("/try/text", data={"at": at, "body": "numbers"}).json["words"]) is told


NOTICE = """
notice:
  words: {voice: SENDIASS is shut. The line goes on., sms: SENDIASS is shut.}
  until: 2026-12-04
"""


def test_the_notice_of_the_line_is_told_until_its_last_day(settings: Settings, tmp_path: Path) -> None:
    settings = with_sendiass_closed(settings, tmp_path / "flows", "2026-01-01")
    service = settings.flows / "service.yaml"
    service.write_text(service.read_text() + NOTICE)
    with opened(settings) as line:
        client = line.app.test_client()
        for at, told in (("2026-12-04T23:59", True), ("2026-12-05T00:00", False)):
            turn = client.post("/try/call", data={"at": at}).json
            assert ("SENDIASS is shut." in [part["words"] for part in turn["parts"]]) is told
            assert turn["goes_on"] is told
            then = client.post("/try/call", data={"at": at, "next": turn["next"], "digit": ""}).json
            assert (then["parts"][1]["words"] == "Who do you disagree with?") is told
            assert (
                "SENDIASS is shut." in client.post("/try/text", data={"at": at, "body": "menu"}).json["words"]
            ) is told
            running = line.app.extensions["helpline"]
            line.app.extensions["helpline"] = replace(running, clock=lambda at=at: time_in_england(at))
            assert ('<p class="notice">SENDIASS is shut.</p>' in client.get("/privacy").text) is told
            assert (" is shut." in line.post("/voice", CallSid="CA1", From="+447700900123")) is told
            line.app.extensions["helpline"] = running


def test_the_early_number_is_shown_and_the_question_follows_by_itself(line: Carrier) -> None:
    client = line.app.test_client()
    turn = client.post("/try/call").json
    turn = client.post("/try/call", data={"next": turn["next"], "digit": ""}).json
    assert turn["goes_on"] is True
    assert turn["contacts"] == [{"name": "SENDIASS", "written": numbers.SENDIASS}]
    turn = client.post("/try/call", data={"next": turn["next"], "digit": ""}).json
    assert (turn["goes_on"], turn["wait"], turn["contacts"]) == (False, 15, [])


def test_a_reply_is_explained_where_words_are_edited_and_nowhere_else(settings: Settings) -> None:
    fields = {"body": "we had a meeting", "before": "menu\nschool"}
    with opened(replace(settings, staff=True)) as line:
        sections = dict(line.app.test_client().post("/try/explain", data=fields).json["sections"])
        assert sections["Read as"][0] == '"we had a meeting"'
        assert sections["Read as"][1].startswith('The conversation stands at "setting" (disagreement.yaml, line ')
        assert "Next step: Disagreement Resolution." in sections["The reply"][0]
    with opened(settings) as line:
        assert line.app.test_client().post("/try/explain", data=fields).status_code == 404


@pytest.mark.parametrize("at", ["soon", "1999-12-31T23:59", "2026-02-30T10:00"])
@pytest.mark.parametrize("path", ["/try/call", "/try/text"])
def test_a_time_that_is_none_gives_both_numbers(line: Carrier, path: str, at: str) -> None:
    answer = line.app.test_client().post(path, data={"at": at})
    assert answer.status_code == 400
    assert len(answer.json["numbers"]) == 2


def test_a_practice_that_breaks_gives_both_numbers(line: Carrier) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("07700 900123 said something")

    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], take_turn=breaks)
    answer = line.app.test_client().post("/try/call")
    assert answer.status_code == 500
    assert len(answer.json["numbers"]) == 2
    assert "07700" not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/answer/setting", "/answer/setting/met", "/practice", "/map", "/privacy", "/accessibility"]
)
def test_pages_are_strict(line: Carrier, path: str) -> None:
    answer = line.app.test_client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_number_of_the_line_stands_on_its_page(settings: Settings) -> None:
    with opened(replace(settings, number="+441632960001")) as line:
        text = line.app.test_client().get("/").text
        assert "01632 960001" in text
        assert "tel:" not in text
        phone = line.app.test_client().get("/", headers={"User-Agent": "Android 15; Mobile"}).text
        assert 'href="tel:01632960001"' in phone


def test_who_runs_the_line_is_told_when_it_is_known(settings: Settings, tmp_path: Path, shipped: Library) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    for file in settings.flows.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text())
    service = folder / "service.yaml"
    service.write_text(service.read_text() + "  operator: The Tea Society\n  feedback: Text the word PAGE to us.\n")
    with opened(replace(settings, flows=folder)) as line:
        for path in ("/privacy", "/accessibility"):
            text = line.app.test_client().get(path).text
            assert "Text the word PAGE to us." in text
            assert "Nobody is named here yet" not in text
