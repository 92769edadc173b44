"""What a clip is called: everything that changes its sound changes its name."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.clips import NAME, clip_name, file_of, script_hash, spoken
from helpline.speech.voices import ESPEAK, GTTS

from .conftest import NUMBER, QUESTION

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
def test_nothing_else_can_be_asked_for(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.wav").write_bytes(b"x")
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips/voice.txt").write_text("espeak")
    assert file_of(tmp_path / "clips", name) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / f"{'0' * 24}.wav").symlink_to(tmp_path / "secret")
    assert file_of(tmp_path / "clips", "0" * 24 + ".wav") is None


@pytest.mark.parametrize(("ending", "kind"), [(".wav", "audio/wav"), (".mp3", "audio/mpeg")])
def test_how_a_clip_is_served(tmp_path: Path, ending: str, kind: str) -> None:
    name = "0123456789abcdef01234567" + ending
    (tmp_path / name).write_bytes(b"x")
    found = file_of(tmp_path, name)
    assert found is not None
    assert (found.path, found.content_type, found.etag) == (tmp_path / name, kind, name.removesuffix(ending))
    assert "immutable" in found.cache_control
