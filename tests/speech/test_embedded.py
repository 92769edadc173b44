"""eSpeak NG lives in a child process; the terminal's Ctrl-C does not reach it, and its end is told in a sentence."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest

from helpline.speech import espeak_worker
from helpline.speech.embedded import Espeak
from helpline.speech.voices import ESPEAK, SpeechError, Voice, opened

from ..conftest import HERE

ENDS_AT_ONCE = [sys.executable, "-c", "import sys; sys.stdin.readline()"]


def test_it_speaks_and_slowly_takes_longer() -> None:
    with opened(ESPEAK) as voice:
        normal, slow = voice.say("Ginger nuts, press 1."), voice.say("Ginger nuts, press 1.", slow=True)
    assert normal.rate == 22050
    assert np.abs(normal.samples).max() > 0.05
    assert slow.seconds > normal.seconds * 1.03


def test_other_languages_have_their_own_voice() -> None:
    with opened(ESPEAK) as voice:
        assert voice.say("Herbatniki", language="pl").seconds != voice.say("Herbatniki").seconds


CUT = [
    sys.executable,
    "-c",
    "import sys; sys.stdin.readline(); print('{\"rate\": 22050, \"bytes\": 8}\\nhalf', end='')",
]


@pytest.mark.parametrize(
    "command", [ENDS_AT_ONCE, CUT, [sys.executable, "-c", ""], [sys.executable, "-c", "print('{')"]]
)
def test_when_the_child_dies_a_sentence_says_so(command: list[str]) -> None:
    voice = Espeak(ESPEAK, command)
    with pytest.raises(SpeechError, match="What is built so far is kept"):
        voice.say("Ginger")
    voice.close()


INTERRUPTED = """
import os, signal
from helpline.speech.embedded import Espeak
signal.signal(signal.SIGINT, lambda *_: None)
voice = Espeak()
os.killpg(0, signal.SIGINT)
print(voice.say("Ginger nuts").seconds)
voice.close()
"""


def test_an_interruption_does_not_reach_an_engine_that_is_still_starting() -> None:
    """Ctrl-C goes to a whole terminal. The engine has only just been started, so it cannot have been ready for it."""
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, cwd=HERE.parent, start_new_session=True, capture_output=True, text=True)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0.3


def test_an_unknown_engine_names_those_there_are() -> None:
    with pytest.raises(SpeechError, match="Use one of: espeak, flite, gtts"):
        opened(Voice("parrot", "polly"))


def test_the_worker_answers_line_by_line() -> None:
    ask = {"text": "Ginger", "language": "en-gb", "speed": 170}
    answers = io.BytesIO()
    espeak_worker.serve(io.StringIO(json.dumps(ask) + "\n" + json.dumps(ask | {"gender": 2}) + "\n"), answers)
    answers.seek(0)
    sizes = []
    for _ in range(2):
        header = json.loads(answers.readline())
        assert len(answers.read(header["bytes"])) == header["bytes"] > 10_000
        sizes.append(header)
    assert answers.read() == b""


def test_the_worker_has_no_voice_for_an_unknown_language() -> None:
    with pytest.raises(OSError, match="no voice for zz"):
        espeak_worker.serve(io.StringIO('{"text": "a", "language": "zz", "speed": 170}'), io.BytesIO())
