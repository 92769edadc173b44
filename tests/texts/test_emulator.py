"""The stand-in really does hold requests and answers to the carrier's document."""

import requests

from ..conftest import TOKEN
from .emulator import SID, Emulator


def get(twilio: Emulator, path: str) -> str:
    """The complaints of the stand-in about a request for `path`."""
    requests.get(f"{twilio.url}/2010-04-01/Accounts/{SID}{path}", auth=(SID, TOKEN), timeout=5)
    noticed, twilio.broken[:] = " ".join(twilio.broken), []
    return noticed


def test_a_request_that_the_document_does_not_know_is_noticed(twilio: Emulator) -> None:
    assert "PathNotFound" in get(twilio, "/Letters.json")
    assert "CastError" in get(twilio, "/IncomingPhoneNumbers.json?PageSize=many")


def test_an_answer_that_the_document_does_not_allow_is_noticed(twilio: Emulator) -> None:
    twilio.number["voice_method"] = "SHOUT"
    assert "'SHOUT' is not one of" in get(twilio, "/IncomingPhoneNumbers.json")
