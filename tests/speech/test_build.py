"""Clips are built several at once, whole or not at all; what begins after an interruption is nothing."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from helpline.content.script import Pause, Script, Speech
from helpline.speech.build import Task, build, sweep
from helpline.speech.clips import Prompt
from helpline.speech.sound import Sound, read, speech_level
from helpline.speech.voices import ESPEAK, SpeechError, Voice, opened

from ..conftest import HERE
from .conftest import NUMBER, QUESTION, tone

pytestmark = pytest.mark.slow

espeak = partial(opened, ESPEAK)


def _tasks(folder: Path) -> list[Task]:
    scripts = {"biscuit": (QUESTION, False), "biscuit-slow": (QUESTION, True), "number": (NUMBER, False)}
    return [
        Task(Prompt(name, script, slow), (folder / f"{name}.wav", folder / f"{name}.mp3"))
        for name, (script, slow) in scripts.items()
    ]


def _words(folder: Path, count: int) -> list[Task]:
    scripts: list[Script] = [(Speech(f"Biscuit {i}."), Pause(700), Speech("press 1.")) for i in range(count)]
    return [Task(Prompt(f"p{i}", script), (folder / f"{i}.wav",)) for i, script in enumerate(scripts)]


class Beeps:
    """An engine that beeps, and loses its network after `words`."""

    def __init__(self, words: int = 1000) -> None:
        self.voice, self._left = Voice("beeps", "test"), words

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        self._left -= 1
        if self._left < 0:
            raise SpeechError("The online voice (gTTS) could not be reached.")
        return tone(0.3, 24000)

    def close(self) -> None: ...


@pytest.mark.parametrize("workers", [1, 2, 99])
def test_every_task_gets_its_clips(tmp_path: Path, workers: int) -> None:
    tasks = _tasks(tmp_path)
    made = list(build(tasks, espeak, workers))
    assert sorted(one.name for one in made) == sorted(task.prompt.name for task in tasks)
    assert all(read(file).seconds > 3 for task in tasks for file in task.files)
    assert sum(one.bytes for one in made) == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_nothing_to_do_needs_no_voice() -> None:
    assert list(build([], lambda: pytest.fail("a voice was opened"), 2)) == []


def test_two_at_once_make_the_same_clips_as_one(tmp_path: Path) -> None:
    for workers in (1, 2):
        (tmp_path / str(workers)).mkdir()
        list(build(_tasks(tmp_path / str(workers)), espeak, workers))
    for path in (tmp_path / "1").iterdir():
        one, other = read(path), read(tmp_path / "2" / path.name)
        assert one.seconds == pytest.approx(other.seconds, abs=0.1)  # eSpeak NG's breath is never twice the same
        assert speech_level(one) == pytest.approx(speech_level(other), abs=0.5)


def test_when_the_network_goes_what_is_built_stays(tmp_path: Path) -> None:
    with pytest.raises(SpeechError):
        list(build(_words(tmp_path, 10), lambda: closing(Beeps(3))))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.wav", "1.wav"]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_sentence_of_an_engine_ends_it(tmp_path: Path, workers: int) -> None:
    silent: Script = (Speech("…"),)
    tasks = [Task(Prompt(name, silent), (tmp_path / f"{name}.wav",)) for name in "ab"]
    with pytest.raises(SpeechError, match="The voice said nothing"):
        list(build(tasks, espeak, workers))


@pytest.mark.parametrize("workers", [1, 2])
def test_when_nobody_wants_more_each_file_is_finished_and_no_other_begun(tmp_path: Path, workers: int) -> None:
    """As after Ctrl-C: the loop over `build` is left. Its traceback may keep the generator, so it is kept here."""
    making = build(_words(tmp_path, 50), lambda: closing(Beeps()), workers)
    for _ in range(5):
        next(making)
    making.close()
    names = {path.name for path in tmp_path.iterdir()}
    assert {f"{i}.wav" for i in range(5)} <= names
    assert len(names) <= 5 + workers
    assert all(read(tmp_path / name).seconds > 1 for name in names), "none is unfinished"


RUN = """
import signal, sys
from pathlib import Path
from tests.speech.test_build import _words, build, espeak
if __name__ == "__main__":
    # A program that is started in the background, and so a test run and all its children, may have Ctrl-C ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for made in build(_words(Path(sys.argv[1]), 400), espeak, 2):
        print(made.name, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_it_leaves_whole_files_and_carries_on(tmp_path: Path, how: signal.Signals) -> None:
    (tmp_path / "run.py").write_text(RUN)
    folder = tmp_path / "clips"
    folder.mkdir()
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, str(tmp_path / "run.py"), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
        start_new_session=True,
    )
    assert child.stdout
    for _ in range(5):
        assert child.stdout.readline()
    os.killpg(child.pid, how)  # as Ctrl-C does: every program of the terminal gets it
    child.communicate()
    assert child.returncode == -how
    whole = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert 5 <= len(whole) < 400
    assert all(read(path).seconds > 1 for path in whole)
    if how is signal.SIGINT:
        assert len(whole) == len(list(folder.iterdir())), "nothing is left half done"


def test_old_unfinished_files_are_swept_up_and_new_ones_left(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.wav.1.part", tmp_path / ".b.wav.2.part"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [new.name]
