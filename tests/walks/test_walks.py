"""Plain-text conversations through the webhooks: steps, not prose, so that words may change.

A line that starts with > is what the person does: "calls", keys, "waits", or (by text) a message.
The line after it names the place where that leads; "silent" is no reply, "ends" the end of a call,
"asks: school, council" what "Did you mean …?" offers; "(understood)" after a place says that the reply shows it.
"""

from pathlib import Path

import pytest

from helpline.content.library import Library

from ..conftest import Talker

WALKS = sorted(Path(__file__).parent.glob("*.txt"))


def steps(path: Path) -> list[tuple[str, str]]:
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return [(said.removeprefix("> "), place) for said, place in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_a_conversation(shipped: Library, path: Path) -> None:
    talker = Talker(shipped)
    by_phone = path.stem.startswith("call")
    for said, place in steps(path):
        _do(talker, said, by_phone)
        if place.startswith("asks: "):
            assert ", ".join(talker.reply.asks) == place.removeprefix("asks: "), said
        elif place in ("ends", "silent"):
            assert talker.reply.ended if place == "ends" else talker.reply.silent, said
        else:
            assert talker.is_at(place.removesuffix(" (understood)")), said
            assert bool(talker.reply.understood) is place.endswith(" (understood)"), said


def _do(talker: Talker, said: str, by_phone: bool) -> None:
    if not by_phone:
        talker.texts(said)
    elif said in ("calls", "waits"):
        getattr(talker, said)()
    else:
        talker.presses(said)
