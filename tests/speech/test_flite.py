"""flite, by way of a program of that name which notes its arguments."""

import shutil
import sys
from pathlib import Path

import pytest
import soundfile

from helpline.speech.build import Splicer
from helpline.speech.voices import ESPEAK, FLITE, SpeechError, opened

from .conftest import READING, tone

PROGRAM = """#!{python}
import pathlib, shutil, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
here = pathlib.Path(__file__).parent
(here / "given.txt").write_text(" ".join([given["-voice"], given["--setf"], pathlib.Path(given["-f"]).read_text()]))
shutil.copy(here / "tone.wav", given["-o"])
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "flite"
    path.write_text(PROGRAM.format(python=sys.executable))
    path.chmod(0o755)
    soundfile.write(tmp_path / "tone.wav", tone(0.5).samples, 16000)
    monkeypatch.setenv("PATH", str(tmp_path))
    return path


def test_it_is_given_words_a_voice_and_a_pace(program: Path) -> None:
    with opened(FLITE) as voice:
        assert voice.say("--help, press 1.").seconds == pytest.approx(0.5)
        assert (program.parent / "given.txt").read_text() == "awb duration_stretch=0.84 --help, press 1."
        voice.say("one,", digit=True, slow=True)
        assert (program.parent / "given.txt").read_text() == "awb duration_stretch=1.05 one,"


def test_it_knows_english_alone_and_leaves_the_rest_to_espeak(program: Path) -> None:
    with opened(FLITE) as voice, opened(ESPEAK) as espeak:
        polish, english = voice.say("Herbatniki", language="pl"), voice.say("Biscuits", language="en-x-easy")
        assert not (program.parent / "given.txt").read_text().endswith("Herbatniki")
        assert (polish.rate, english.rate) == (16000, 16000)
        assert polish.seconds == pytest.approx(espeak.say("Herbatniki", language="pl").seconds, abs=0.01)


def test_a_program_that_fails_is_told(program: Path) -> None:
    program.write_text(f"#!{sys.executable}\nraise SystemExit(3)")
    with opened(FLITE) as voice, pytest.raises(SpeechError, match="flite could not say a prompt"):
        voice.say("Ginger")


def test_without_the_program_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeechError, match="apt install flite"):
        opened(FLITE)


@pytest.mark.skipif(not shutil.which("flite"), reason="flite is not installed here")
def test_the_real_one_reads_a_number_in_9_to_14_seconds() -> None:
    with opened(FLITE) as voice:
        splicer = Splicer(voice)
        for slow in (False, True):
            assert 9 <= splicer.sound(READING, slow).seconds - 0.5 <= 14  # N3; half a second is the tail
