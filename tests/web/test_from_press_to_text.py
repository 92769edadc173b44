"""From a press in a call, through Twilio's own client over HTTP, to the text: one walk through everything."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from helpline.cli.carrier import CALLER, Carrier, read_twiml
from helpline.config import Settings
from helpline.content.library import Library

from ..conftest import opened
from ..numbers import SENDIASS

if TYPE_CHECKING:
    from ..texts.emulator import Emulator

LANDLINE = "+441632960123"
KEYED = "07700900456"


@pytest.fixture
def live(account: Settings) -> Iterator[Carrier]:
    with opened(account) as line:
        yield line


class Call:
    """A call from a number; each key goes to where the last answer said."""

    def __init__(self, line: Carrier, number: str):
        self.line, self.number, self.path = line, number, "/voice"
        self.document = ""

    def presses(self, *digits: str) -> str:
        for digit in digits:
            self._post(digit)
        return self.document

    def _post(self, digits: str) -> None:
        self.document = self.line.post(self.path, CallSid="CA1", From=self.number, Digits=digits)
        self.path = read_twiml(self.document).next_path or ""


def test_a_caller_asks_for_a_text_and_gets_it(live: Carrier, twilio: "Emulator", shipped: Library) -> None:
    document = Call(live, CALLER).presses("", "1", "1", "3")
    assert "I have sent it." in document
    [message] = twilio.messages
    assert message["To"] == CALLER
    assert message["Body"].startswith(f"{shipped.service.text_name}\nNext step: talk to the nursery")
    assert SENDIASS in message["Body"]
    assert twilio.broken == []


def test_the_number_is_read_also_when_the_carrier_refuses(live: Carrier, twilio: "Emulator") -> None:
    twilio.errors.append(21610)
    document = Call(live, CALLER).presses("", "1", "1", "3")
    assert "I have sent it." not in document
    assert document.count(", ".join(["seven", "six", "eight"])) == 2
    assert twilio.messages == []


def test_a_retried_press_sends_one_text(live: Carrier, twilio: "Emulator") -> None:
    call = Call(live, CALLER)
    call.presses("", "1", "1")
    path, first = call.path, call.presses("3")
    call.path = path
    assert call.presses("3") == first
    assert len(twilio.messages) == 1


def test_a_landline_keys_in_a_mobile_number_and_hears_it_back(live: Carrier, twilio: "Emulator") -> None:
    call = Call(live, LANDLINE)
    call.presses("", "1", "1", "3")
    read_back = call.presses(KEYED)
    assert "zero, seven, seven, zero, zero" in read_back
    assert KEYED not in call.path
    assert twilio.messages == []
    assert "I have sent it." in call.presses("1")
    assert [message["To"] for message in twilio.messages] == ["+44" + KEYED[1:]]
