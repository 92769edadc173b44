"""Clips are built once, in parallel, whole or not at all, and can be carried on with."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from helpline.content.script import Pause, Script, Speech
from helpline.speech import build as building
from helpline.speech.build import build, choose, index, keep_index, missing, names_of, prune
from helpline.speech.clips import Prompt
from helpline.speech.engines import SpeechError
from helpline.speech.files import read
from helpline.speech.measure import speech_level
from helpline.speech.shelf import ClipShelf, chosen_voice
from helpline.speech.sound import Sound
from helpline.speech.voices import ESPEAK, FLITE, GTTS, Voice

from .conftest import NUMBER, QUESTION, tone

PRONOUNCE = {"Ginger": "Jin-jer"}
PROMPTS = [
    Prompt("biscuit", QUESTION),
    Prompt("biscuit-slow", QUESTION, slow=True),
    Prompt("number", NUMBER),
]


def _words(count: int) -> list[Prompt]:
    return [Prompt(f"p{i}", (Speech(f"Biscuit {i}."), Pause(700), Speech("press 1."))) for i in range(count)]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_prompt_gets_a_clip_for_the_telephone_and_one_for_the_page(tmp_path: Path, workers: int) -> None:
    made = list(build(PROMPTS, tmp_path, ESPEAK, PRONOUNCE, workers))
    assert sorted(one.name for one in made) == sorted(prompt.name for prompt in PROMPTS)
    shelf = ClipShelf(tmp_path, tmp_path / "none", PRONOUNCE)
    for prompt in PROMPTS:
        for web in (False, True):
            name = shelf.name_for(prompt.script, prompt.slow, web)
            assert name is not None
            assert read(tmp_path / name).seconds > 3
    assert sum(one.bytes for one in made) == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert missing(PROMPTS, tmp_path, ESPEAK, PRONOUNCE) == []


def test_two_processes_make_the_same_clips_as_one(tmp_path: Path) -> None:
    for workers in (1, 2):
        list(build(PROMPTS, tmp_path / str(workers), ESPEAK, PRONOUNCE, workers))
    for path in (tmp_path / "1").iterdir():
        one, other = read(path), read(tmp_path / "2" / path.name)
        assert one.seconds == pytest.approx(other.seconds, abs=0.1)  # eSpeak NG's breath is never twice the same
        assert speech_level(one) == pytest.approx(speech_level(other), abs=0.5)


def test_only_what_changed_is_missing(tmp_path: Path) -> None:
    list(build(PROMPTS, tmp_path, ESPEAK, PRONOUNCE))
    changed = Prompt("biscuit", (*QUESTION, Pause(700), Speech("Or none.")))
    assert missing([changed, *PROMPTS[1:]], tmp_path, ESPEAK, PRONOUNCE) == [changed]
    assert missing(PROMPTS, tmp_path, ESPEAK, {"Ginger": "Gin-ger"}) == PROMPTS[:2], "said differently"
    assert missing(PROMPTS, tmp_path, FLITE, PRONOUNCE) == PROMPTS


def test_half_a_pair_is_built_again(tmp_path: Path) -> None:
    list(build(PROMPTS[:1], tmp_path, ESPEAK, PRONOUNCE))
    (tmp_path / names_of(PROMPTS[0], ESPEAK, PRONOUNCE)[1]).unlink()
    assert missing(PROMPTS[:1], tmp_path, ESPEAK, PRONOUNCE) == PROMPTS[:1]


class Flaky:
    """An engine that loses its network after a few words."""

    def __init__(self, voice: Voice) -> None:
        self.voice, self._left = voice, 4

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        self._left -= 1
        if self._left < 0:
            raise SpeechError("The online voice (gTTS) could not be reached.")
        return tone(0.3, 24000)

    def close(self) -> None: ...


def test_when_the_network_goes_what_is_built_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "open_engine", Flaky)
    monkeypatch.setattr("helpline.speech.engines.open_engine", Flaky)
    prompts, made = _words(10), []
    building_them = build(prompts, tmp_path, GTTS, {}, workers=8)
    with pytest.raises(SpeechError):
        deque(made.append(one.name) for one in building_them)
    assert made == ["p0", "p1", "p2"]
    assert [prompt.name for prompt in missing(prompts, tmp_path, GTTS, {})] == [f"p{i}" for i in range(3, 10)]


def test_an_error_in_a_builder_process_ends_in_its_sentence(tmp_path: Path) -> None:
    silent: Script = (Speech("…"),)
    with pytest.raises(SpeechError, match="The voice said nothing"):
        list(build([Prompt("a", silent), Prompt("b", silent)], tmp_path, ESPEAK, {}, 2))


RUN = """
import sys
from pathlib import Path
from tests.speech.test_build import _words
from helpline.speech.build import build
from helpline.speech.voices import ESPEAK
if __name__ == "__main__":
    for made in build(_words(400), Path(sys.argv[1]), ESPEAK, {}, 2):
        print(made.name, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_it_leaves_whole_files_and_carries_on(tmp_path: Path, how: signal.Signals) -> None:
    (tmp_path / "run.py").write_text(RUN)
    folder, here = tmp_path / "clips", Path(__file__).parent.parent.parent
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, str(tmp_path / "run.py"), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(here)},
        start_new_session=True,
    )
    assert child.stdout
    for _ in range(5):
        assert child.stdout.readline()
    os.killpg(child.pid, how)  # as Ctrl-C does: everyone in the terminal hears it
    child.communicate(timeout=30)
    time.sleep(0.2)
    whole = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert len(whole) >= 10
    assert all(read(path).seconds > 1 for path in whole)
    left = missing(_words(400), folder, ESPEAK, {})
    assert 0 < len(left) <= 395
    assert len(list(build(left[:2], folder, ESPEAK, {}))) == 2


def test_old_unfinished_files_are_swept_up_and_new_ones_left(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.wav.1.part", tmp_path / ".b.wav.2.part"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    list(build([], tmp_path, ESPEAK, {}))
    assert [path.name for path in tmp_path.iterdir()] == [new.name]


def test_pruning_removes_only_clips_that_nobody_needs(tmp_path: Path) -> None:
    list(build(PROMPTS, tmp_path, ESPEAK, PRONOUNCE))
    choose(tmp_path, ESPEAK)
    (tmp_path / "note.txt").write_text("mine")
    keep = names_of(PROMPTS[0], ESPEAK, PRONOUNCE)
    assert len(prune(keep, tmp_path)) == 4
    assert {path.name for path in tmp_path.iterdir()} == {*keep, "note.txt", "voice.txt"}


def test_the_choice_of_voice_is_kept(tmp_path: Path) -> None:
    choose(tmp_path / "new", FLITE)
    assert chosen_voice(tmp_path / "new") == FLITE


def test_the_index_tells_people_which_clip_is_which(tmp_path: Path) -> None:
    assert index(tmp_path) == {}
    (tmp_path / "a.wav").touch()
    (tmp_path / "b.wav").touch()
    keep_index(tmp_path, {"a.wav": "who", "gone.wav": "who"})
    keep_index(tmp_path, {"b.wav": "setting"})
    assert index(tmp_path) == {"a.wav": "who", "b.wav": "setting"}
