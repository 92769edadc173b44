"""What the speech tests share: scripts of their own, and the embedded voice opened once."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.build import Splicer
from helpline.speech.clips import Prompt
from helpline.speech.sound import Sound
from helpline.speech.voices import ESPEAK, opened

READING: Script = (Digits("01632"), Pause(900), Digits("960"), Pause(900), Digits("147"))
NUMBER: Script = (Speech("The number is"), Pause(500), *READING)
QUESTION: Script = (
    Pause(500),
    Speech("Which biscuit do you like?"),
    Pause(500),
    Speech("Ginger,"),
    Pause(250),
    Speech("press 1."),
    Pause(700),
    Speech("Plain,"),
    Pause(250),
    Speech("press 2."),
)


@pytest.fixture
def question() -> Prompt:
    return Prompt("biscuit", QUESTION, longest=15)


@pytest.fixture(scope="session")
def splicer() -> Iterator[Splicer]:
    with opened(ESPEAK) as engine:
        yield Splicer(engine)


@pytest.fixture(scope="session")
def spoken_question(splicer: Splicer) -> Sound:
    return splicer.sound(QUESTION)


def tone(seconds: float = 1.0, rate: int = 16000, level: float = -22.0, pitch: float = 1000.0) -> Sound:
    """A sine with an RMS of `level` dBFS."""
    height = 10 ** (level / 20) * 2**0.5
    wave = height * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)
    return Sound(wave.astype(np.float32), rate)


def put(path: Path, samples: object, rate: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate)
    return path


def put_clip(path: Path) -> Path:
    """The shortest whole clip: a telephone's, or a page's, by its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".wav":
        soundfile.write(path, tone(0.1, 8000).samples, 8000, "ULAW", format="WAV")
    else:
        soundfile.write(path, tone(0.1, 24000).samples, 24000, format="MP3", bitrate_mode="VARIABLE")
    return path
