"""The embedded voice lives in a child process, and its end is told in a sentence."""

import io
import json
import sys

import numpy as np
import pytest

from helpline.speech import espeak_worker
from helpline.speech.engines import SpeechError, opened
from helpline.speech.espeak import Espeak
from helpline.speech.voices import ESPEAK, Voice

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


@pytest.mark.parametrize("command", [ENDS_AT_ONCE, [sys.executable, "-c", ""], [sys.executable, "-c", "print('{')"]])
def test_when_the_child_dies_a_sentence_says_so(command: list[str]) -> None:
    voice = Espeak(ESPEAK, command)
    with pytest.raises(SpeechError, match="What is built so far is kept"):
        voice.say("Ginger")
    voice.close()


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
