"""The practice phone and texts, over HTTP: the same words as a real call, and nobody can be reached from them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels.captions import captions
from helpline.channels.prompts import prompt
from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.opening_hours import time_in_england
from helpline.content.timing import Stopwatch
from helpline.engine.inputs import Begin, SendResult
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from .. import numbers
from ..conftest import opened

KEYED = "07700900456"


def begin(line: Carrier, **fields: str) -> dict:  # type: ignore[type-arg]
    return line.app.test_client().post("/try/call", data=fields).json


def press(line: Carrier, turn: dict, digits: str, **fields: str) -> dict:  # type: ignore[type-arg]
    data = {"next": turn["next"], "digits": digits, **fields}
    return line.app.test_client().post("/try/call", data=data).json


def words_of(turn: dict) -> list[str]:  # type: ignore[type-arg]
    return [piece["words"] for row in turn["lines"] for piece in row]


def test_a_practice_call_says_what_a_call_says(line: Carrier, shipped: Library) -> None:
    turn = begin(line)
    _, reply = take_turn(shipped, Session(), Begin())
    watch = Stopwatch(shipped.service.pronounce)
    said = captions(prompt(shipped, reply), watch, reply.slow)
    assert words_of(turn) == [piece.words for row in said for piece in row]
    assert turn["seconds"] == pytest.approx(watch.seconds(prompt(shipped, reply)), abs=0.01)
    assert (turn["wait"], turn["contacts"], turn["dials"], turn["keying"]) == (10, [], None, False)
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
        turn = line.app.test_client().post("/try/call", data={"next": turn["next"], "digits": digit}).json
    assert turn["contacts"] == [{"name": "SENDIASS", "written": shipped.contacts["sendiass"].written}]


@pytest.mark.parametrize(
    "fields",
    [
        {"next": "/sms", "digits": "1"},
        {"next": "/voice/answer?_begun=yes", "digits": "1#"},
        {"caller": "someone"},
        {"texts": "perhaps"},
        {"next": "/voice/returned?_begun=yes", "dial_status": "gone"},
        {"next": "https://other.example/voice/answer?", "digits": "1"},
        {"next": "/voice/answer", "digits": "1"},
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
        then = line.app.test_client().post("/try/call", data={"next": turn["next"], "digits": "1"}).json
        assert "School or college." in words_of(then)


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
            then = client.post("/try/call", data={"at": at, "next": first["next"], "digits": "0"}).json
            assert (closed in words_of(then)) is told
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
            assert ("SENDIASS is shut." in words_of(turn)) is told
            assert turn["goes_on"] is told
            then = client.post("/try/call", data={"at": at, "next": turn["next"], "digits": ""}).json
            assert (words_of(then)[0] == "Who do you disagree with?") is told
            assert (
                "SENDIASS is shut." in client.post("/try/text", data={"at": at, "body": "menu"}).json["words"]
            ) is told
            running = line.app.extensions["helpline"]
            line.app.extensions["helpline"] = replace(running, clock=lambda at=at: time_in_england(at))
            assert ('<p class="notice">SENDIASS is shut.</p>' in client.get("/privacy").text) is told
            assert (" is shut." in line.post("/voice", CallSid="CA1", From="+447700900123")) is told
            line.app.extensions["helpline"] = running


@pytest.mark.parametrize("caller", ["landline", "withheld"])
def test_who_calls_decides_whether_a_number_is_keyed_in(line: Carrier, caller: str) -> None:
    turn = begin(line, caller=caller)
    for digit in "113":
        turn = press(line, turn, digit, caller=caller)
    assert turn["keying"]
    assert turn["keys"] == {"0": "Phone numbers", "*": "Go back, then hash", "#": "Done"}
    assert press(line, turn, "12", caller=caller, finished="#")["lines"][0][0]["words"] == "I need a mobile number."
    turn = press(line, turn, KEYED, caller=caller, finished="#")
    assert "I have:" in words_of(turn)
    assert turn["clip"] is None  # a number that was keyed in is kept nowhere
    assert KEYED not in turn["next"]
    sent = press(line, turn, "1", caller=caller)
    assert "I have sent it." in words_of(sent)
    assert sent["text"].startswith("SEND help")


@pytest.mark.parametrize("result", [result for result in SendResult if result is not SendResult.SENT])
def test_a_text_can_be_tried_with_each_result(line: Carrier, shipped: Library, result: SendResult) -> None:
    turn = begin(line, texts=result.value)
    for digit in "113":
        turn = press(line, turn, digit, texts=result.value)
    said = getattr(shipped.phrases, f"text_{result.value}")
    assert " ".join(words_of(turn)).startswith(said)


def test_a_line_without_texts_offers_none(line: Carrier) -> None:
    turn = begin(line, texts="none")
    for digit in "11":
        turn = press(line, turn, digit, texts="none")
    assert "For a text" not in turn["keys"].values()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("completed", "That call has ended."),
        ("busy", "They are on another call."),
        ("no-answer", "No one picked up."),
        ("failed", "I could not get through."),
    ],
)
def test_being_put_through_comes_to_each_ending(settings: Settings, tmp_path: Path, status: str, said: str) -> None:
    folder = tmp_path / "flows"
    shutil.copytree(settings.flows, folder)
    contacts = folder / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("  name: SENDIASS", "  name: SENDIASS\n  put_through: yes"))
    with opened(replace(settings, flows=folder)) as line:
        turn = begin(line)
        for digit in "11":
            turn = press(line, turn, digit)
        (key,) = [key for key, words in turn["keys"].items() if words == "To talk to SENDIASS"]
        dialled = press(line, turn, key)
        assert (dialled["dials"], dialled["keys"].keys()) == ("SENDIASS", {"0", "*", "#"})
        assert words_of(press(line, dialled, "", dial_status=status))[0] == said


def test_whatsapp_and_pictures_can_be_tried(line: Carrier) -> None:
    client = line.app.test_client()
    first = client.post("/try/text", data={"body": "SCHOOL", "channel": "whatsapp"}).json
    assert first["sender"].startswith("whatsapp:practice:")
    by_text = client.post("/try/text", data={"body": "1", "sender": first["sender"]}).json
    assert "talk to the nursery" not in by_text["words"]  # a conversation by text is another one
    assert (
        "We will not write again."
        in client.post("/try/text", data={"body": "STOP", "channel": "whatsapp"}).json["words"]
    )
    picture = client.post("/try/text", data={"body": "", "picture": "yes"}).json
    assert "I cannot see pictures" in picture["words"]


def test_the_early_number_is_shown_and_the_question_follows_by_itself(line: Carrier) -> None:
    client = line.app.test_client()
    turn = client.post("/try/call").json
    turn = client.post("/try/call", data={"next": turn["next"], "digits": ""}).json
    assert turn["goes_on"] is True
    assert turn["contacts"] == [{"name": "SENDIASS", "written": numbers.SENDIASS}]
    turn = client.post("/try/call", data={"next": turn["next"], "digits": ""}).json
    assert (turn["goes_on"], turn["wait"], turn["contacts"]) == (False, 15, [])


def test_a_reply_is_explained_where_words_are_edited_and_nowhere_else(settings: Settings) -> None:
    with opened(replace(settings, staff=True)) as line:
        client = line.app.test_client()
        sender = client.post("/try/text", data={"body": "school"}).json["sender"]
        told = client.post("/try/text", data={"body": "we had a meeting", "sender": sender}).json
        sections = dict(told["explanation"])
        assert sections["Read as"][0] == '"we had a meeting"'
        assert sections["Read as"][1].startswith('The conversation stands at "setting" (disagreement.yaml, line ')
        assert "Next step: Disagreement Resolution." in sections["The reply"][0]
        assert told["title"].startswith("You can ask for Disagreement Resolution.")
    with opened(settings) as line:
        assert "explanation" not in line.app.test_client().post("/try/text", data={"body": "school"}).json


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
