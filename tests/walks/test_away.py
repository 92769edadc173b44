"""Walks through the webhooks while the database is away: texts that need no conversation, and a whole call.

The line after a message names the step whose words come back; "fallback" is 999 and both numbers, "silent" no reply.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels import sms
from helpline.channels.segments import measure
from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.engine.position import step_of
from helpline.engine.reply import SayStep, Why

from .. import twiml
from ..conftest import opened
from .test_walks import steps

AWAY = "postgresql://line@127.0.0.1:9/none"  # nothing listens there
WALKS = Path(__file__).parent / "away"


@pytest.fixture
def line(settings: Settings) -> Iterator[Carrier]:
    with opened(replace(settings, database_url=AWAY)) as carrier:
        yield carrier


def test_by_text(line: Carrier, shipped: Library) -> None:
    for said, step in steps(WALKS / "text.txt"):
        reply = line.text(said)
        if step == "silent":
            assert reply is None, said
            continue
        assert reply, said
        assert measure(reply).segments <= 2, said
        assert not any(word in reply for word in ("MENU", "BACK", "Reply ")), said
        outcome = shipped.step("numbers" if step == "fallback" else step)
        assert isinstance(outcome, Outcome)
        assert all(contact.written in reply for contact in shipped.contacts_of(outcome)), said
        if step == "fallback":
            assert reply.splitlines()[:2] == [shipped.service.text_name, "In danger? Call 999."], said
        else:
            assert sms.advice(shipped, SayStep(step, Why.ASKED), outcome) in reply, said


def test_by_phone(line: Carrier, shipped: Library) -> None:
    path = ""
    for said, step in steps(WALKS / "call.txt"):
        turn = line.call() if said == "calls" else line.press(path, "" if said == "waits" else said)
        path = turn.next_path or ""
        assert step_of(shipped, twiml.session(path)) == step, said
