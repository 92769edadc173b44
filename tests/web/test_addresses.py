"""Webhooks that are set up wrongly: whatever the carrier sends, wherever, is answered as what it is, and told once."""

import logging
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from helpline.cli.carrier import CALLER, Carrier
from helpline.web.signature import SIGNATURE
from helpline.web.webhooks import REQUEST_ID

from ..numbers import BOTH
from .test_status_callbacks import counts
from .test_turn_counts import address, counted
from .test_webhooks import breaks

CALL = {"CallSid": "CA1", "From": CALLER, "CallStatus": "ringing"}
TEXT = {"MessageSid": "SM1", "From": CALLER, "Body": "menu", "SmsStatus": "received"}
CALL_ENDED = {"CallSid": "CA1", "From": CALLER, "CallStatus": "completed"}
CALL_RINGS = {"CallSid": "CA1", "CallStatus": "ringing", "CallbackSource": "call-progress-events"}
TEXT_ARRIVED = {"MessageSid": "SM1", "MessageStatus": "delivered"}
TEXT_QUEUED = {"MessageSid": "SM1", "MessageStatus": "queued"}


def sends(line: Carrier, path: str, fields: dict[str, str], method: str = "POST", **headers: str) -> TestResponse:
    """A request as the carrier signs it: of a GET, the fields are part of the address."""
    if method == "GET":
        path, fields = f"{path}?{urlencode(fields)}", {}
    signature = RequestValidator(line.settings.auth_token).compute_signature(line.settings.public_url + path, fields)
    return line.app.test_client().open(path, method=method, data=fields, headers={SIGNATURE: signature, **headers})


def kind(response: TestResponse) -> str:
    """What an answer is for: a call, a text, or nothing."""
    assert response.status_code == (200 if response.text else 204)
    return next((name for name in ("Gather", "Message") if f"<{name}" in response.text), "nothing")


@pytest.mark.parametrize("path", ["/voice", "/sms", "/voice/status", "/texts/status"])
@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("fields", "answer"),
    [(CALL, "Gather"), (TEXT, "Message"), (CALL_ENDED, "nothing"), (CALL_RINGS, "nothing"), (TEXT_ARRIVED, "nothing"),
     (TEXT_QUEUED, "nothing")],
    ids=["call", "text", "call ended", "call rings", "text arrived", "text queued"],
)  # fmt: skip
def test_every_request_is_answered_as_what_it_is(
    line: Carrier, path: str, slash: str, method: str, fields: dict[str, str], answer: str
) -> None:
    assert kind(sends(line, path + slash, fields, method)) == answer


@pytest.mark.parametrize("path", ["/voice", "/voice/", "/sms", "/sms/", "/voice/status", "/voice/status/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("signature", [{}, {SIGNATURE: "x" * 27 + "="}])
def test_every_address_asks_for_the_same_signature(
    line: Carrier, path: str, method: str, signature: dict[str, str]
) -> None:
    answer = line.app.test_client().open(path, method=method, data=CALL if method == "POST" else {}, headers=signature)
    assert answer.status_code == 403
    assert "<Response" not in answer.text


AGAIN = "It is answered all the same. Set the number up again: helpline connect"


@pytest.mark.parametrize(
    ("path", "fields", "method", "told"),
    [
        ("/voice", CALL, "GET", "Twilio asks for /voice with GET, not POST."),
        ("/sms", TEXT, "GET", "Twilio asks for /sms with GET, not POST."),
        ("/voice/", CALL, "POST", "Twilio asks for /voice/, with a slash at the end."),
        ("/voice", TEXT, "POST", "A text came to /voice, which is for a call."),
        ("/sms", CALL, "POST", "A call came to /sms, which is for a text."),
        ("/voice", CALL_ENDED, "POST", "A status of a call came to /voice, which is for a call."),
        ("/sms", TEXT_ARRIVED, "POST", "A status of a text came to /sms, which is for a text."),
        ("/voice/status", CALL, "POST", "A call came to /voice/status, which is for a status of a call."),
    ],
)
def test_each_mistake_is_told_once(
    line: Carrier, caplog: pytest.LogCaptureFixture, path: str, fields: dict[str, str], method: str, told: str
) -> None:
    for _ in range(3):
        sends(line, path, fields, method)
    assert [record.message for record in caplog.records] == [f"{told} {AGAIN}"]


def test_what_is_right_is_not_told(line: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "helpline"):
        for path, fields in (
            ("/voice", CALL),
            ("/sms", TEXT),
            ("/voice/status", CALL_ENDED),
            ("/texts/status", TEXT_ARRIVED),
        ):
            sends(line, path, fields)
    assert caplog.messages == []


def test_a_status_that_comes_to_the_wrong_address_is_counted_as_a_status_and_begins_no_call(line: Carrier) -> None:
    for number in range(10):
        call = {"CallSid": f"CA{number}", "From": CALLER}
        for more in ({"CallStatus": "ringing"}, {"CallStatus": "completed"},
                     {"CallStatus": "answered", "CallbackSource": "call-progress-events"}):  # fmt: skip
            sends(line, "/voice", call | more)
    assert counted(line)["voice who started"] == 10
    assert counts(line) == {("call", "completed", ""): 10}


def test_a_request_that_the_carrier_sends_again_gets_the_same_answer_and_counts_once(line: Carrier) -> None:
    first = [sends(line, "/voice", CALL).text for _ in range(2)]
    path = address(first[0])
    keys = {"CallSid": "CA1", "From": CALLER, "Digits": "1"}
    answers = [sends(line, path, keys, **{REQUEST_ID: request}).text for request in ("one", "one", "two")]
    assert len({text.split("_since")[0] for text in first}) == len(set(answers)) == 1
    assert counted(line)["voice who started"] == 1
    assert counted(line)["voice who answered"] == 2  # the caller pressed it in two requests


def test_a_carrier_that_names_no_request_is_counted_each_time(line: Carrier) -> None:
    for _ in range(3):
        line.post("/voice")
    assert counted(line)["voice who started"] == 3


def test_a_text_that_breaks_at_the_address_of_calls_gets_both_numbers_as_a_text(line: Carrier) -> None:
    breaks(line)
    answer = sends(line, "/voice", TEXT).text
    assert "<Message" in answer
    assert all(number in answer for number in BOTH)
