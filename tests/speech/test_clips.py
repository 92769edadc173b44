"""The name of a clip: everything that changes its sound changes its name. And whether its file is whole."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.clips import NAME, clip_file, clip_name, script_hash, spoken, write_whole
from helpline.speech.voices import ESPEAK, GTTS

from .conftest import NUMBER, QUESTION, put_clip

OTHERS: list[Script] = [
    QUESTION[1:],
    (*QUESTION, Speech("press 3.")),
    (Pause(501), *QUESTION[1:]),
    (*QUESTION[:-1], Speech("press 3.")),
    tuple(reversed(QUESTION)),
]


@pytest.mark.parametrize("other", OTHERS)
def test_another_word_or_pause_is_another_clip(other: Script) -> None:
    assert script_hash(other) != script_hash(QUESTION)
    assert clip_name(other, ESPEAK, False) != clip_name(QUESTION, ESPEAK, False)


def test_a_digit_is_not_the_same_as_its_word() -> None:
    assert script_hash((Digits("1"),)) != script_hash((Speech("one."),))
    assert script_hash((Speech("pause 5"),)) != script_hash((Pause(5),))
    assert script_hash((Digits("12"), Digits("3"))) != script_hash((Digits("1"), Digits("23")))


def test_another_voice_rendering_or_language_is_another_clip() -> None:
    names = {
        clip_name(NUMBER, ESPEAK, False),
        clip_name(NUMBER, GTTS, False),
        clip_name(NUMBER, replace(ESPEAK, speed=150), False),
        clip_name(NUMBER, ESPEAK, True),
        clip_name(NUMBER, ESPEAK, False, web=True),
        clip_name(NUMBER, ESPEAK, False, language="pl"),
    }
    assert len(names) == 6
    assert all(NAME.fullmatch(name) for name in names)


def test_the_name_is_the_same_on_every_machine() -> None:
    assert script_hash((Speech("Ginger."), Pause(250), Digits("01632"))) == "4c15512286b141e2d702190f"


def test_names_are_said_as_they_are_spelled_out() -> None:
    script: Script = (Speech("The NHS, not NHSX."), Pause(1), Digits("999"))
    assert spoken(script, {"NHS": "N H S"}) == (Speech("The N H S, not NHSX."), Pause(1), Digits("999"))
    assert spoken(script, {}) == script


@pytest.mark.parametrize(
    "name",
    [
        "../secret.wav",
        "/etc/passwd",
        "secret.txt",
        "voice.txt",
        "a.wav",
        "",
        ".",
        "%2e%2e",
        "0" * 24 + ".wav\n",
        "A" * 24 + ".wav",
    ],
)
def test_no_other_name_is_a_clip(tmp_path: Path, name: str) -> None:
    put_clip(tmp_path / "secret.wav")
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips/voice.txt").write_text("espeak")
    assert clip_file(tmp_path / "clips", name) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = put_clip(tmp_path / f"{'1' * 24}.wav")
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / f"{'0' * 24}.wav").symlink_to(secret)
    assert clip_file(tmp_path / "clips", "0" * 24 + ".wav") is None


@pytest.mark.parametrize("ending", [".wav", ".mp3"])
def test_a_file_that_is_empty_or_broken_is_no_clip(tmp_path: Path, ending: str) -> None:
    path = put_clip(tmp_path / f"{'0' * 24}{ending}")
    whole = path.read_bytes()
    assert clip_file(tmp_path, path.name) == path
    for broken in (b"", whole[:10], whole[:-1], whole + b"more", bytes(len(whole)), b"RIFF", b"<!doctype html>"):
        path.write_bytes(broken)
        os.utime(path, ns=(0, len(broken) + broken.count(0)))  # a coarse clock would show no change
        assert clip_file(tmp_path, path.name) is None, broken[:16]
    path.write_bytes(whole)
    assert clip_file(tmp_path, path.name) == path


def test_an_unreadable_file_is_no_clip(tmp_path: Path) -> None:
    (tmp_path / f"{'0' * 24}.wav").mkdir()
    assert clip_file(tmp_path, f"{'0' * 24}.wav") is None
    assert clip_file(tmp_path / "nowhere", f"{'0' * 24}.wav") is None


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken(part: Path) -> None:
        part.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "clip.wav", broken)
    assert list(tmp_path.iterdir()) == []
