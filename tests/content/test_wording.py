"""Words for a channel."""

import pytest
from pydantic import TypeAdapter, ValidationError

from helpline.content.wording import Wording, words_of

ADAPTER = TypeAdapter(Wording)


@pytest.mark.parametrize(
    ("written", "channel", "words"),
    [
        ("Hello", "voice", "Hello"),
        ("Hello", "sms", "Hello"),
        ("Hello", "web", "Hello"),
        ({"voice": "Say", "sms": "Read"}, "voice", "Say"),
        ({"voice": "Say", "sms": "Read"}, "sms", "Read"),
        ({"voice": "Say", "sms": "Read", "web": "See"}, "web", "See"),
        ({"voice": "Say", "sms": "Read"}, "web", "Say"),
    ],
)
def test_words_are_found_by_channel(written: object, channel: str, words: str) -> None:
    assert words_of(ADAPTER.validate_python(written), channel) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written", ["", {"voice": "only"}, {"web": "only"}, {"en": "x"}, {"voice": "a", "sms": "b", "fax": "c"}, 5]
)
def test_anything_else_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(written)
