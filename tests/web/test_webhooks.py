"""The webhooks: what comes back, and what happens when something breaks."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from helpline.channels import sms
from helpline.cli.carrier import CALLER, Carrier
from helpline.engine.session import Session

from .. import twiml
from ..numbers import BOTH, BOTH_TWICE, SEN_SERVICES, SENDIASS


def test_a_call_needs_no_database(line: Carrier) -> None:
    assert twiml.session(line.call().next_path) == Session(begun=True)
    assert not list(Path(line.settings.database_url.removeprefix("sqlite:///")).parent.iterdir())


def test_the_session_is_readable_in_the_address(line: Carrier) -> None:
    now = line.press(line.press("/voice/answer?_begun=yes", "2").next_path or "", "")
    assert now.next_path == "/voice/answer?who=council&_begun=yes&_misses=1"


def test_a_retried_key_gives_the_same_answer(line: Carrier) -> None:
    assert line.press("/voice/answer?_begun=yes", "1") == line.press("/voice/answer?_begun=yes", "1")


def test_a_text_that_comes_twice_gets_the_same_reply_once_worked_out(line: Carrier) -> None:
    line.text("menu")
    fields = {"MessageSid": "SM1", "From": CALLER, "Body": "1"}
    assert line.post("/sms", **fields) == line.post("/sms", **fields)
    assert "talk to the nursery" in (line.text("1") or "")


@pytest.mark.parametrize("fields", [{}, {"Body": ""}, {"Body": "", "NumMedia": "1", "MediaUrl0": "https://m.example"},
                                    {"Body": "🙂"}, {"Body": "dzień dobry"}, {"Body": "\x00\ud800"}, {"Body": "x" * 1600}])  # fmt: skip
def test_every_text_gets_a_useful_reply(line: Carrier, fields: dict[str, str]) -> None:
    fields = {k: v.encode("utf-8", "replace").decode() for k, v in fields.items()}
    reply = line.post("/sms", **fields)
    assert SENDIASS in reply
    assert "MENU" in reply


def test_stop_gets_no_message(line: Carrier) -> None:
    assert line.text("STOP") is None


@pytest.mark.parametrize(
    "fields",
    [
        {"Body": "STOP", "OptOutType": "STOP"},
        {"Body": "help", "OptOutType": "HELP"},
        {"Body": "start", "OptOutType": "START"},
        {"Body": "your parcel is here", "From": "PARCELS"},
        {"Body": "you have won", "From": "60070"},
        {"Body": "menu", "From": "whatsapp:PARCELS"},
    ],
    ids=" ".join,
)
def test_a_message_that_the_carrier_answered_or_nobody_can_answer_gets_no_message(
    line: Carrier, fields: dict[str, str]
) -> None:
    assert line.post("/sms", **{"MessageSid": "SM1", "From": CALLER, **fields}) == sms.nothing()


@pytest.mark.parametrize("sender", [CALLER, "", "+441632960001"])
def test_a_number_that_can_be_answered_gets_a_message(line: Carrier, sender: str) -> None:
    assert SENDIASS in line.post("/sms", MessageSid="SM1", From=sender, Body="numbers")


def break_it(*_args: object, **_more: object) -> None:
    raise RuntimeError(f"broken by the text of {CALLER}")


class Broken:
    """Conversations that cannot be gone on with."""

    turn = staticmethod(break_it)


def breaks(line: Carrier) -> None:
    """From now on every turn breaks."""
    running = line.app.extensions["helpline"]
    line.app.extensions["helpline"] = replace(running, take_turn=break_it, conversations=Broken())


def test_whatever_breaks_a_call_hears_both_numbers_twice(line: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    breaks(line)
    with caplog.at_level(logging.ERROR):
        root = twiml.check(line.post("/voice", From=CALLER), None)
    assert twiml.numbers_read(root) == BOTH_TWICE
    assert CALLER not in caplog.text
    assert "RuntimeError in helpline/web/calls.py, line" in caplog.text


def test_whatever_breaks_a_texter_gets_both_numbers(line: Carrier) -> None:
    breaks(line)
    reply = line.text("hello") or ""
    assert all(number in reply for number in BOTH)


def test_a_lost_database_costs_a_texter_only_the_conversation(line: Carrier, tmp_path: Path) -> None:
    (tmp_path / "t.db").write_bytes(b"this is not a database" * 100)
    assert SEN_SERVICES in (line.text("hello") or "")
    assert line.call().next_path
    health = line.app.test_client().get("/health")
    assert health.status_code == 200
    assert health.json["status"] == "degraded"  # type: ignore[index]


FIELDS = st.dictionaries(
    st.sampled_from(["Digits", "Body", "From", "MessageSid", "CallSid", "NumMedia", "Anything"]), st.text(max_size=200)
)


@given(
    fields=FIELDS,
    path=st.sampled_from(["/voice", "/voice/answer", "/voice/answer?who=x&_misses=-1&_aside=%00", "/sms"]),
)
@settings_of_hypothesis(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_signed_is_answered(line: Carrier, fields: dict[str, str], path: str) -> None:
    assert line.post(path, **fields).startswith("<?xml")
