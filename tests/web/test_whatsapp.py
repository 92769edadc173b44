"""WhatsApp messages come to the same door, as a conversation of their own."""

import pytest
from lxml import etree

from helpline.cli.carrier import CALLER, Carrier

from ..numbers import SENDIASS

WHATSAPP = f"whatsapp:{CALLER}"


def message(line: Carrier, body: str, sender: str = WHATSAPP, sid: str = "") -> str | None:
    document = line.post("/sms", MessageSid=sid or f"SM{body}", From=sender, Body=body)
    return etree.fromstring(document.encode()).findtext("Message")


def test_the_same_questions_by_the_same_words(line: Carrier) -> None:
    assert message(line, "menu") == message(line, "menu", CALLER, "SM-by-text")
    assert "talk to the nursery" in (message(line, "1") and message(line, "1", sid="SM2") or "")


def test_a_conversation_there_is_not_mixed_with_the_texts_of_the_same_phone(line: Carrier) -> None:
    message(line, "menu")
    assert "did not get that" in (message(line, "1", CALLER, "SM-by-text") or "")
    assert "talk to the nursery" in (message(line, "1") and message(line, "1", sid="SM2") or "")


@pytest.mark.parametrize("word", ["STOP", "unsubscribe"])
def test_stop_is_answered_there_and_is_the_last_word(line: Carrier, word: str) -> None:
    assert "We will not write again." in (message(line, word) or "")
    assert message(line, word, CALLER, "SM-by-text") is None


def test_danger_and_numbers(line: Carrier) -> None:
    assert "call 999" in (message(line, "he is in danger") or "")
    assert SENDIASS in (message(line, "numbers") or "")
