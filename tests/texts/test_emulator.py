"""The stand-in really does hold requests and answers to the carrier's document."""

import pytest
import requests
import responses

from helpline.texts.account import API, MESSAGING, Account, PhoneNumber

from ..conftest import TOKEN
from .emulator import PHONE_SID, SID, Emulator


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


@pytest.mark.parametrize(
    ("api", "messaging"),
    [
        (API, MESSAGING),
        ("https://api.dublin.ie1.twilio.com", "https://messaging.dublin.ie1.twilio.com"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
    ],
)
def test_messaging_services_are_looked_for_where_the_account_is(api: str, messaging: str) -> None:
    with responses.RequestsMock() as carrier:
        none = {"meta": {"key": "services", "next_page_url": None}, "services": []}
        carrier.get(f"{messaging}/v1/Services", json=none)
        assert Account(SID, TOKEN, api).overruling_service(PhoneNumber(PHONE_SID, True, True, {})) is None
