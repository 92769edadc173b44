"""Texts that are asked for, and calls that are put through, as TwiML: on the joke flow."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels import sms, voice
from helpline.channels.prompts import Moment
from helpline.content.library import Library
from helpline.content.opening_hours import Notice
from helpline.content.times_of_day import Span
from helpline.engine.inputs import DialResult, SendResult
from helpline.engine.reply import AskForNumber, Dial, ReadBack, Reply, SayStep, Why
from helpline.engine.session import NumberEntry, Session

from .. import twiml

ENTERED = "07700900123"
RESULTS = {
    SendResult.SENT: "Crumbs sent.", SendResult.OPTED_OUT: "No crumbs wanted.", SendResult.NOT_MOBILE: "A teapot cannot read.",
    SendResult.NOT_ALLOWED: "Not on that plate.", SendResult.LIMIT: "The tin is empty.", SendResult.UNKNOWN: "Crumbs may come.",
    SendResult.FAILED: "The crumbs fell.", DialResult.ENDED: "Tea is over.", DialResult.BUSY: "They are dunking.",
    DialResult.NO_ANSWER: "Nobody is in.", DialResult.FAILED: "The line is wet.", DialResult.CLOSED: "",
}  # fmt: skip


def said(library: Library, reply: Reply, folder: Path | None = None, **moment: object) -> str:
    document = voice.render(library, Session(begun=True), reply, moment=Moment(**moment))  # type: ignore[arg-type]
    return twiml.spoken(twiml.check(document, folder)).split(" /voice/")[0].replace(" ,", ",")


def test_every_result_has_its_words() -> None:
    assert set(RESULTS) == {*SendResult, *DialResult}


@pytest.mark.parametrize("result", RESULTS)
def test_the_result_comes_first_then_the_number_twice(
    joke: Library, result: SendResult | DialResult, outside_data: Path
) -> None:
    reply = SayStep("shrug", Why.RESULT, result=result, text_offered=True)
    document = voice.render(joke, Session(begun=True), reply)
    root = twiml.check(document, outside_data)
    assert twiml.spoken(root).startswith(f"{RESULTS[result]} The baker bakes.".strip())
    assert twiml.numbers_read(root) == ["01632960001"] * 2
    assert ("by text" in twiml.spoken(root)) is isinstance(result, DialResult)


@pytest.mark.parametrize(("reply", "tail"), [
    (SayStep("shrug", Why.ASKED, text_offered=True), "To hear it again, press 1. For crumbs by text, press 2."),
    (SayStep("bake_again", Why.ASKED, text_offered=True), "To hear it again, press 1. For crumbs, press 2. For crumbs by text, press 3."),
    (SayStep("call_both", Why.ASKED, text_offered=True), "To hear it again, press 1. For the baker, press 2."),
    (SayStep("call_both", Why.OTHER, contact=1, text_offered=True), "For Dunking HQ, press 2. For crumbs by text, press 3."),
    (SayStep("call_both", Why.OTHER, contact=1), "For Dunking HQ, press 2."),
])  # fmt: skip
def test_the_offer_is_the_last_key_of_the_last_page(joke: Library, reply: Reply, tail: str) -> None:
    assert said(joke, reply).endswith(tail)


@pytest.mark.parametrize(("contact", "tail"), [
    (0, "For the baker, press 2. To talk to Dunking HQ, press 4."),
    (1, "For Dunking HQ, press 2. For crumbs by text, press 3. To talk to the baker, press 4."),
])  # fmt: skip
def test_a_call_can_be_put_through_to_the_contact_that_is_read(connecting: Library, contact: int, tail: str) -> None:
    assert said(connecting, SayStep("call_both", Why.OTHER, contact=contact, text_offered=True)).endswith(tail)


def test_to_be_put_through_to_a_closed_contact_is_not_offered(connecting: Library) -> None:
    reply = SayStep("call_both", Why.OTHER, contact=1, text_offered=True)
    assert said(connecting, reply, notices=(("baker", Notice()),)).endswith("For crumbs by text, press 3.")
    assert said(connecting, reply, notices=(("dunker", Notice()),)).endswith("To talk to the baker, press 4.")


def test_a_number_is_keyed_in_up_to_hash(joke: Library, outside_data: Path) -> None:
    document = voice.render(joke, Session(entry=NumberEntry()), AskForNumber("shrug", Why.ASKED))
    gather = twiml.check(document, outside_data).find("Gather")
    assert gather is not None
    assert (gather.get("finishOnKey"), gather.get("numDigits"), gather.get("timeout")) == ("#", None, "10")
    assert gather.get("actionOnEmptyResult") == "true"


@pytest.mark.parametrize(("reply", "words"), [
    (AskForNumber("shrug", Why.ASKED), "Type a number. When done, press hash."),
    (AskForNumber("shrug", Why.NO_MATCH, attempt=2), "That is a biscuit. Type a number. When done, press hash."),
    (AskForNumber("shrug", Why.NO_INPUT, attempt=2), "Take your time. Type a number. When done, press hash."),
    (AskForNumber("shrug", Why.MORE_TIME), "All the time you need. Type a number. When done, press hash."),
])  # fmt: skip
def test_what_is_said_while_a_number_is_keyed_in(joke: Library, reply: Reply, words: str) -> None:
    assert said(joke, reply) == words


@pytest.mark.parametrize(("reply", "first"), [
    (ReadBack("shrug", Why.NUMBER_ENTERED), "I heard"),
    (ReadBack("shrug", Why.NO_INPUT, attempt=2), "Take your time. I heard"),
    (ReadBack("shrug", Why.NO_MATCH, attempt=3), "Once more please. I heard"),
    (ReadBack("shrug", Why.MORE_TIME), "All the time you need. I heard"),
])  # fmt: skip
def test_a_keyed_number_is_read_back_and_one_sends(joke: Library, reply: Reply, first: str, outside_data: Path) -> None:
    words = said(joke, reply, outside_data, entered=ENTERED)
    assert words == (
        f"{first} zero, seven, seven, zero, zero. nine, zero, zero. one, two, three. "
        "To send crumbs, press 1. For other crumbs, press 2."
    )


def test_a_keyed_number_stands_nowhere_in_digits(joke: Library) -> None:
    reply = ReadBack("shrug", Why.NUMBER_ENTERED)
    session = Session(entry=NumberEntry("sealed"))
    assert ENTERED not in voice.render(joke, session, reply, moment=Moment(entered=ENTERED))


@pytest.mark.parametrize("caller_id", ["", "+441632960999"])
def test_a_call_is_put_through_with_a_way_back(connecting: Library, caller_id: str, outside_data: Path) -> None:
    reply = Dial("shrug", Why.ASKED, name="baker")
    document = voice.render(
        connecting, Session(answers=(("shape", "round"),)), reply, moment=Moment(caller_id=caller_id)
    )
    root = twiml.check(document, outside_data)
    assert [child.tag for child in root] == ["Say", "Dial"]
    dial = root[1]
    assert dial.findtext("Number") == "+441632960001"
    assert dial.attrib == {
        "action": "/voice/returned?shape=round", "method": "POST", "timeout": "25", **({"callerId": caller_id} if caller_id else {}),
    }  # fmt: skip
    assert twiml.spoken(root).startswith("Now to the baker.")


def test_a_closed_contact_is_told_of_after_its_number(joke: Library) -> None:
    from datetime import date, time

    closed = ("baker", Notice(day=date(2026, 12, 7), days=2, spans=(Span(time(9), time(16, 30)),)))
    words = said(joke, SayStep("shrug", Why.ASKED), notices=(closed,))
    assert re.search(r"one\. The baker is shut\. Try on Monday, nine to four thirty\. To hear", words)
    assert sms.text(joke, SayStep("shrug", Why.ASKED), (closed,)).splitlines()[-2:] == [
        "The baker is shut.", "Try on Monday, 9am to 4.30pm.",
    ]  # fmt: skip
    # The other contact's page says nothing of it.
    assert "shut" not in said(joke, SayStep("call_both", Why.ASKED), notices=(closed,))


def test_a_text_that_was_asked_for_in_a_call_offers_no_digits(joke: Library) -> None:
    reply = SayStep("bake_again", Why.ASKED)
    assert "Reply 2" in sms.text(joke, reply)
    assert "Reply" not in sms.text(joke, replace(reply, alone=True))
