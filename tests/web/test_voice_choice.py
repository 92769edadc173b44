"""Which voice a call hears: HELPLINE_VOICE, and what there is to play."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels.voice import prompt
from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.content.library import Library
from helpline.engine.inputs import Begin
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.speech.clip_library import CHOICE
from helpline.speech.clips import clip_name, spoken
from helpline.speech.voices import ESPEAK, GTTS, Voice

from ..conftest import opened
from ..speech.conftest import put_clip


def first_clip(settings: Settings, library: Library, voice: Voice) -> Path:
    """A clip of the first prompt, as if that voice had been built."""
    _, reply = take_turn(library, Session(), Begin())
    folder = settings.audio / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    clip = folder / clip_name(spoken(prompt(library, reply), library.service.pronounce), voice, reply.slow)
    put_clip(clip)
    (folder / CHOICE).write_text(voice.engine)
    return clip


def first(settings: Settings) -> str:
    with opened(settings) as line:
        return Carrier.post(line, "/voice")


@pytest.mark.parametrize(
    ("choice", "voice", "played"),
    [
        ("say", GTTS, False),
        ("auto", GTTS, True),
        ("clips", GTTS, True),
        ("auto", ESPEAK, False),
        ("clips", ESPEAK, True),
    ],
)
def test_the_setting_decides(settings: Settings, shipped: Library, choice: str, voice: Voice, played: bool) -> None:
    clip = first_clip(settings, shipped, voice)
    document = first(replace(settings, voice=choice))
    assert (f"<Play>/audio/{clip.name}</Play>" in document) is played
    assert ("<Say" in document) is not played


def test_a_clip_that_goes_missing_while_the_line_runs_is_said_instead(settings: Settings, shipped: Library) -> None:
    clip = first_clip(settings, shipped, ESPEAK)
    with opened(replace(settings, voice="clips")) as line:
        assert "<Play>" in line.post("/voice")
        clip.unlink()
        assert "<Say" in line.post("/voice")


def test_a_clip_is_served_under_the_public_address(settings: Settings, shipped: Library) -> None:
    clip = first_clip(settings, shipped, ESPEAK)
    with opened(replace(settings, voice="clips", public_url="https://council.example/line")) as line:
        assert f"<Play>/line/audio/{clip.name}</Play>" in line.post("/voice")
        with line.app.test_client().get(f"/audio/{clip.name}") as answer:
            assert answer.data == clip.read_bytes()


def test_a_clip_that_is_cut_off_while_the_line_runs_is_said_instead(settings: Settings, shipped: Library) -> None:
    clip = first_clip(settings, shipped, ESPEAK)
    with opened(replace(settings, voice="clips")) as line:
        assert "<Play>" in line.post("/voice")
        clip.write_bytes(clip.read_bytes()[:-20])
        assert "<Say" in line.post("/voice")
