"""The page's clip: noted by one process, built when another opens it, and never more than a few at a time."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import soundfile

from helpline.content.script import Script, Speech
from helpline.speech.page_clips import BUILDERS, KEPT, ClipNotReady, PageClips, build_noted, prune
from helpline.speech.voices import ESPEAK, embedded_voice

from .conftest import NUMBER, QUESTION, put_clip

# Notes that it runs, builds nothing before its pipe is written to, and then puts the clip there that lies in the folder.
WAITS = (
    sys.executable,
    "-c",
    "import pathlib, sys; folder, name = pathlib.Path(sys.argv[1]), sys.argv[2];"
    "print(name, file=(folder / 'started').open('a'), flush=True); (folder / f'{name}.pipe').read_text();"
    "(folder / name).write_bytes((folder / 'clip').read_bytes())",
)
FAILS = (sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit('no voice')")


WAIT = 600  # seconds: a busy machine may take its time


def _patient(folder: Path) -> PageClips:
    return PageClips(folder, patience=WAIT)


def _name(clips: PageClips, script: Script = QUESTION) -> str:
    name = clips.name_for(script, ESPEAK, False, "en")
    assert name
    return name


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[PageClips]:
    """Clips whose builders wait until they are told to go on; a request does not wait, and one may."""
    put_clip(tmp_path / "made.mp3").rename(tmp_path / "clip")
    clips = PageClips(tmp_path, WAITS, patience=0, waiting=1)
    yield clips
    for builder in clips.builders.values():  # a builder may still be ending when its clip is there
        builder.wait(WAIT)


def _piped(clips: PageClips, folder: Path, words: str) -> tuple[str, Path]:
    """A clip that is noted, and the pipe of its builder: opening it for writing waits until the builder is there."""
    name = _name(clips, (Speech(words),))
    os.mkfifo(folder / f"{name}.pipe")
    return name, folder / f"{name}.pipe"


def _go_on(pipe: Path) -> None:
    """Let the builder go on. Another one, started because the first has ended, does not wait for ever."""
    with pipe.open("w") as words:
        pipe.unlink()
        words.write("go on")


@pytest.mark.parametrize("script", [QUESTION, NUMBER])
def test_one_process_names_a_clip_and_another_opens_it(tmp_path: Path, script: Script) -> None:
    name = PageClips(tmp_path / "page").name_for(script, embedded_voice(), False, "en")
    assert name
    assert [path.name for path in (tmp_path / "page").iterdir()] == [f"{name}.json"], "nothing is built yet"
    path = _patient(tmp_path / "page").open(name)
    assert path == tmp_path / "page" / name
    info = soundfile.info(path)
    assert (info.format, info.channels) == ("MP3", 1)
    assert info.samplerate >= 16000  # A14
    assert info.duration > 3
    assert [path.name for path in (tmp_path / "page").iterdir()] == [name], "the note has gone"
    built = path.stat()
    assert _patient(tmp_path / "page").open(name) == path
    assert PageClips(tmp_path / "page").name_for(script, embedded_voice(), False, "en") == name
    assert path.stat() == built, "it is built once"


def test_a_name_that_the_line_never_gave_is_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clips = PageClips(tmp_path, FAILS)
    noted = _name(clips)
    for name in ("0" * 24 + ".mp3", noted.replace(".mp3", ".wav"), f"{noted}.json", "../secret.mp3", "", "."):
        assert clips.open(name) is None, name
    assert caplog.records == [], "no builder was started"


def test_nobody_can_have_other_words_spoken(tmp_path: Path) -> None:
    name = _name(PageClips(tmp_path))
    note = tmp_path / f"{name}.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"script": [["Speech", "My own words."]]}))
    with pytest.raises(ValueError, match="its note"):
        build_noted(tmp_path, name)
    assert not (tmp_path / name).exists()


def test_a_broken_clip_is_built_again_the_next_time_it_is_named(tmp_path: Path) -> None:
    clips = _patient(tmp_path)
    (tmp_path / _name(clips)).write_bytes(b"")
    (tmp_path / f"{_name(clips)}.json").unlink()
    name = _name(clips)
    assert clips.open(name) == tmp_path / name


def test_a_request_does_not_wait_for_ever_and_the_next_finds_the_clip(waiting: PageClips, tmp_path: Path) -> None:
    name, pipe = _piped(waiting, tmp_path, "Ginger")
    for _ in range(2):
        with pytest.raises(ClipNotReady):
            waiting.open(name)
    _go_on(pipe)
    waiting.patience = WAIT
    assert waiting.open(name) == tmp_path / name
    assert (tmp_path / "started").read_text().splitlines() == [name], "one builder did for all"


def test_few_builders_run_at_a_time(waiting: PageClips, tmp_path: Path) -> None:
    (tmp_path / "clip").unlink()  # they find nothing to build, so that each is waited for to its end
    *clips, (last, last_pipe) = [_piped(waiting, tmp_path, f"Biscuit {i}.") for i in range(BUILDERS + 1)]
    for name in (*(name for name, _ in clips), last):
        with pytest.raises(ClipNotReady):
            waiting.open(name)
    waiting.patience = WAIT
    for name, pipe in clips:
        _go_on(pipe)
        assert waiting.open(name) is None
    assert last not in (tmp_path / "started").read_text()
    waiting.patience = 0
    with pytest.raises(ClipNotReady):
        waiting.open(last)
    _go_on(last_pipe)  # now there was room for it
    waiting.patience = WAIT
    assert waiting.open(last) is None
    assert last in (tmp_path / "started").read_text()


def test_few_requests_wait_at_a_time(waiting: PageClips, tmp_path: Path) -> None:
    waiting.patience = WAIT
    name, pipe = _piped(waiting, tmp_path, "Ginger")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(waiting.open, name)
        with pipe.open("w") as go_on:
            with pytest.raises(ClipNotReady):
                waiting.open(name)
            go_on.write("go on")
        assert first.result() == tmp_path / name
    assert waiting.open(name) == tmp_path / name


def test_without_a_voice_the_log_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clips = PageClips(tmp_path, FAILS, patience=WAIT)
    with caplog.at_level(logging.WARNING):
        assert [clips.open(_name(clips, (Speech(f"Biscuit {i}."),))) for i in range(3)] == [None] * 3
    assert [record.message for record in caplog.records] == [
        "The practice phone goes without sound: no embedded voice could say it; helpline audio tells why."
    ]


def test_a_builder_that_cannot_be_started_is_told_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    clips = PageClips(tmp_path, [str(tmp_path / "nowhere")])
    assert clips.open(_name(clips)) is None
    assert "without sound: No such file or directory" in caplog.text


def test_where_nothing_can_be_kept_there_is_no_clip(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    clips = PageClips(tmp_path / "file")
    assert [clips.name_for(QUESTION, ESPEAK, False, "en") for _ in range(2)] == [None, None]
    assert len(caplog.records) == 1


def test_old_notes_and_clips_go_when_there_are_many(tmp_path: Path) -> None:
    for i in range(5):
        (tmp_path / f"{i}.json").touch()
        os.utime(tmp_path / f"{i}.json", (i, i))
    (tmp_path / "0.mp3").touch()
    prune(tmp_path, ".json", kept=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.mp3", "3.json", "4.json"]
    assert KEPT >= 500, "all prompts of the line have room"
