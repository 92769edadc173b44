"""Words for a channel in a language."""

import pytest
from pydantic import TypeAdapter, ValidationError

from helpline.content.wording import Wording, words_of

ADAPTER = TypeAdapter(Wording)


@pytest.mark.parametrize(
    ("written", "channel", "language", "words"),
    [
        ("Hello", "voice", "en", "Hello"),
        ("Hello", "sms", "pl", "Hello"),
        ({"voice": "Say", "sms": "Read"}, "sms", "en", "Read"),
        ("Hello", "web", "en", "Hello"),
        ({"voice": "Say", "sms": "Read", "web": "See"}, "web", "en", "See"),
        ({"voice": "Say", "sms": "Read"}, "web", "en", "Say"),
        ({"en": {"voice": "Say", "sms": "Read", "web": "See"}, "pl": "Czytaj"}, "web", "pl", "Czytaj"),
        ({"en": "Hello", "pl": "Dzien dobry"}, "voice", "pl", "Dzien dobry"),
        ({"en": "Hello", "pl": "Dzien dobry"}, "voice", "ro", "Hello"),
        ({"en": {"voice": "Say", "sms": "Read"}, "pl": "Czytaj"}, "sms", "pl", "Czytaj"),
    ],
)
def test_words_are_found_by_channel_and_language(written: object, channel: str, language: str, words: str) -> None:
    assert words_of(ADAPTER.validate_python(written), channel, language) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["", {"voice": "only"}, {"web": "only"}, {"english": "x"}, {"voice": "a", "sms": "b", "fax": "c"}, 5]
)
def test_anything_else_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(written)
