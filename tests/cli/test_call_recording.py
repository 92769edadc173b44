"""`helpline call --record`: the whole call as one sound file, by the turns of a real call."""

import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

from helpline.cli.call_recording import call_parts
from helpline.cli.carrier import Carrier
from helpline.content.script import Digits
from helpline.speech.call_sound import Tone, Wait
from helpline.speech.clips import Prompt

from ..conftest import SHIPPED
from ..numbers import SEN_SERVICES, SENDIASS, dialled
from ..speech.test_call_sound import keys_in
from .conftest import Run


def parts(line: Carrier, *keys: str) -> list[Prompt | Tone | Wait]:
    return list(call_parts(line.app.extensions["helpline"], keys))


def digits(line: Carrier, *keys: str) -> str:
    """The digits of all numbers that are read in a call, in order."""
    prompts = [part for part in parts(line, *keys) if isinstance(part, Prompt)]
    return "".join(part.digits for prompt in prompts for part in prompt.script if isinstance(part, Digits))


def test_the_numbers_are_read_in_the_order_of_the_script(line: Carrier) -> None:
    both = [dialled(SENDIASS)] * 2 + [dialled(SEN_SERVICES)] * 2
    assert digits(line, "2", "1", "", "q") == "".join(both)
    assert digits(line, "2", "1") == "".join([*both, *both[:2]])  # nothing is pressed until the line ends the call
    assert digits(line, "", "q") == dialled(SENDIASS)  # the early number


def test_a_call_is_prompts_waits_and_keys_by_turns(line: Carrier) -> None:
    kinds = [type(part).__name__ for part in parts(line, "2", "1", "q")]
    assert kinds == ["Prompt", "Wait", "Tone", "Prompt", "Wait", "Tone", "Prompt", "Wait"]
    assert [part.key for part in parts(line, "2", "#", "1") if isinstance(part, Tone)] == ["2", "#", "1"]
    assert {part.seconds for part in parts(line) if isinstance(part, Wait)} == {2.0}
    *_, farewell = parts(line)
    assert isinstance(farewell, Prompt)
    assert farewell.words == "You can call this line again at any time."


def test_the_whole_call_is_one_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    output = run("call", "0", "q", "--record", str(path)).output
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        seconds = round(file.getnframes() / 8000)
        samples = file.readframes(file.getnframes())
    assert "\n\n(Key 0)\n\nThere are two numbers." in output
    assert output.endswith(
        f"{path} written: {seconds // 60} min {seconds % 60} s. Each wait for a key is cut to 2 seconds.\n"
    )
    assert 40 < seconds < 90
    assert keys_in(np.frombuffer(samples, np.int16) / 32768) == "0"


def test_it_speaks_as_at_another_time(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "flows")
    contacts = tmp_path / "flows" / "contacts.yaml"
    contacts.write_text(contacts.read_text().replace("  name: SENDIASS", "  name: SENDIASS\n  closed: 2026-12-25"))
    flows, path = str(tmp_path / "flows"), str(tmp_path / "call.wav")
    for at, closed in (("2026-12-25 10:00", True), ("2026-12-26 10:00", False)):
        output = run("call", "0", "q", "--flows", flows, "--at", at, "--record", path).output
        assert ("It is closed to the end of" in output) is closed


@pytest.mark.parametrize(
    ("keys", "file", "says"),
    [(("12",), "call.wav", "A phone has the keys 0 to 9, * and #."), (("q",), "nowhere/call.wav", "No such file")],
)
def test_what_cannot_be_recorded_is_told(run: Run, tmp_path: Path, keys: tuple[str, ...], file: str, says: str) -> None:
    result = run("call", *keys, "--record", str(tmp_path / file))
    assert result.exit_code != 0
    assert says in result.output
