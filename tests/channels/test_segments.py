"""Message segments, held to the carrier's own calculator."""

import json
from pathlib import Path

import pytest

from helpline.channels.segments import measure, outside_gsm


def test_every_count_agrees_with_the_carriers_calculator(outside_data: Path) -> None:
    messages = json.loads((outside_data / "sms_segments.json").read_text())["messages"]
    differ = [
        message["id"]
        for message in messages
        if (size := measure(message["text"]))
        and (size.encoding, size.units, size.segments) != (message["encoding"], message["units"], message["segments"])
    ]
    assert len(messages) > 300
    assert differ == []


@pytest.mark.parametrize(
    ("text", "segments"),
    [("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("é" * 160, 1),
     ("ó" * 70, 1), ("ó" * 71, 2)],
)  # fmt: skip
def test_segments(text: str, segments: int) -> None:
    assert measure(text).segments == segments


def test_the_characters_that_force_ucs2_are_named() -> None:
    assert outside_gsm("it’s – ok…’") == ["’", "–", "…"]
