"""Texts whose conversation is out of reach: 999, STOP and replies that stand alone depend on nothing."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.web.messages import Message, take_alone

from ..conftest import opened
from ..numbers import SEN_SERVICES, SENDIASS
from .test_serving import Client, Stuck
from .test_webhooks import breaks

FALLBACK = f"""SEND help Worcestershire
In danger? Call 999.
Sorry, this line is not working well.
SENDIASS can help: {SENDIASS}
Council SEN Services: {SEN_SERVICES}"""
DANGER = f"""SEND help Worcestershire
If someone is in danger, call 999.
No person is watching these texts.
SENDIASS can help: {SENDIASS}"""
NUMBERS = f"""SEND help Worcestershire
You can call:
SENDIASS can help: {SENDIASS}
Council SEN Services: {SEN_SERVICES}"""
COMPLAIN = f"""SEND help Worcestershire
You can complain.
SENDIASS can help: {SENDIASS}"""
PICTURE = f"""SEND help Worcestershire
If someone is in danger, call 999.
Sorry, I cannot see pictures or hear
voice notes. Please text words.
SENDIASS can help: {SENDIASS}"""
TEXTS = [
    ("he wants to die", DANGER),
    ("999", DANGER),
    ("NUMBERS", NUMBERS),
    ("sendiass", NUMBERS),
    ("0", NUMBERS),
    ("complain", COMPLAIN),
    ("", PICTURE),
    ("stop", None),
    ("UNSUBSCRIBE", None),
    *((text, FALLBACK) for text in ("menu", "hello", "1", "back", "again", "yes", "school", "qwertyuiop")),
]


def away(line: Carrier) -> Callable[[str], str | None]:
    return line.text


def broken(line: Carrier) -> Callable[[str], str | None]:
    breaks(line)
    return line.text


def at_the_deadline(line: Carrier) -> Callable[[str], str | None]:
    """Texts through the server's adapter, where the conversation never comes."""
    stuck = Stuck()
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], conversations=stuck)

    def text(body: str) -> str | None:
        client = Client(line, deadline_seconds=0.05)
        sent_body, headers = client.signed("/sms", Body=body, From=CALLER, MessageSid="SM1")
        sent = asyncio.run(client.one("/sms", sent_body, **headers))
        stuck.free.set()
        return words_in(sent[1]["body"].decode())

    return text


def words_in(document: str) -> str | None:
    return document.split("<Message>")[1].split("</Message>")[0] if "<Message>" in document else None


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(replace(settings, database_url="postgresql://line@127.0.0.1:9/none")) as carrier:
        yield carrier


@pytest.mark.parametrize("how", [away, broken, at_the_deadline])
def test_a_text_is_answered_without_its_conversation(
    line: Carrier, how: Callable[[Carrier], Callable[[str], str | None]]
) -> None:
    text = how(line)
    assert {body: text(body) for body, _ in TEXTS} == dict(TEXTS)


def test_a_sentence_shows_what_it_was_taken_for_and_offers_no_way_back(line: Carrier) -> None:
    reply = line.text("I want to complain about the hospital") or ""
    assert "About: " in reply
    assert "BACK" not in reply


def test_stop_on_whatsapp_is_confirmed_without_a_conversation(line: Carrier) -> None:
    running = line.app.extensions["helpline"]
    assert "We will not write again." in take_alone(running, Message(f"whatsapp:{CALLER}", "SM1", "STOP"))


def test_with_the_database_there_a_danger_text_leaves_the_conversation_where_it_was(settings: Settings) -> None:
    with opened(settings) as line:
        line.text("menu")
        asked = line.text("1")
        danger = line.text("he wants to die") or ""
        assert danger == f"{DANGER}\nText MENU for other help."
        assert line.text("back") == asked


def test_a_text_that_was_answered_while_the_database_was_there_gets_that_answer_again(settings: Settings) -> None:
    fields = {"MessageSid": "SM1", "From": CALLER, "Body": "he wants to die"}
    with opened(settings) as line:
        assert line.post("/sms", **fields) == line.post("/sms", **fields)
