"""Plain-text conversations through the webhooks: steps, not prose, so that words may change.

A line that starts with > is what the person does: "calls", keys, "waits", or (by text) a message.
The line after it names the step where that leads; "silent" is no reply, "ends" the end of a call,
"asks: school, council" what "Did you mean …?" offers; "(understood)" after a step says that the reply shows it,
"texts" a text that is sent, "early number" the one for a silent caller, "number" and "check" a number that is keyed in and read back. "calls here" is
a mobile phone; the name of a SendResult is what became of a text.
"""

from pathlib import Path

import pytest

from helpline.content.library import Library
from helpline.engine.inputs import NumberEntered, SendResult, Sent, TextsTo
from helpline.engine.reply import AskForNumber, Disambiguate, EndCall, GiveNumber, ReadBack, SayNothing, SendText

from ..conftest import Talker

KINDS = {
    "ends": EndCall,
    "silent": SayNothing,
    "number": AskForNumber,
    "check": ReadBack,
    "texts": SendText,
    "early number": GiveNumber,
}
PHONES = {"": TextsTo.NOBODY, "here": TextsTo.CALLER, "elsewhere": TextsTo.OTHER}
WALKS = sorted(Path(__file__).parent.glob("*.txt"))


def steps(path: Path) -> list[tuple[str, str]]:
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return [(said.removeprefix("> "), step) for said, step in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_a_conversation(shipped: Library, path: Path) -> None:
    talker = Talker(shipped)
    by_phone = path.stem.startswith("call")
    for said, step in steps(path):
        _do(talker, said, by_phone)
        if step.startswith("asks: "):
            assert ", ".join(talker.is_said(Disambiguate).names) == step.removeprefix("asks: "), said
        elif step in KINDS:
            assert isinstance(talker.reply, KINDS[step]), said
        else:
            reply = talker.is_at(step.removesuffix(" (understood)")).is_said()
            assert bool(reply.intent) is step.endswith(" (understood)"), said


def _do(talker: Talker, said: str, by_phone: bool) -> None:
    if not by_phone:
        talker.texts(said)
    elif said == "waits":
        talker.waits()
    elif said.startswith("calls"):
        talker.calls(PHONES[said.removeprefix("calls").strip()])
    elif said in ("mobile", "no mobile"):
        talker.does(NumberEntered("sealed" if said == "mobile" else None))
    elif said in {sending.value for sending in SendResult}:
        talker.does(Sent(SendResult(said)))
    else:
        talker.presses(said)
