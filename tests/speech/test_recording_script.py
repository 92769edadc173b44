"""The sentences that people record: each once, with a name made of its words, and the sheet beside its sound."""

from pathlib import Path

import pytest

from helpline.content.script import Digits, Pause, Speech
from helpline.speech.clips import Prompt
from helpline.speech.recording_script import (
    as_recorded,
    human_voice,
    sentence_name,
    sentences_in,
    sound_on,
    sounds_in,
    written,
)

from .conftest import NUMBER, QUESTION


@pytest.mark.parametrize(("text", "language", "name"), [
    ("Which biscuit do you like?", "en", "which-biscuit-do-you-like"),
    ("press 1.", "en", "press-1"),
    ("Ginger,", "en", "ginger"),
    ("Ginger.", "en", "ginger"),
    ("Grandma's, Grandma\u2019s.", "en", "grandmas-grandmas"),
    ("Cafe\u0301!", "en", "caf\u00e9"),
    ("Pi\u0119\u0107 herbatnik\u00f3w?", "pl", "pi\u0119\u0107-herbatnik\u00f3w_pl"),
    (Digits("01632").text, "en", "zero-one-six-three-two"),
])  # fmt: skip
def test_a_recording_is_named_by_its_words(text: str, language: str, name: str) -> None:
    assert sentence_name(text, language) == name


def test_each_sentence_comes_once_in_the_order_of_use_with_the_prompts_that_need_it() -> None:
    found = sentences_in([Prompt("biscuit", QUESTION), Prompt("again", QUESTION[1:]), Prompt("number", NUMBER)])
    assert list(found) == [
        "which-biscuit-do-you-like", "ginger", "press-1", "plain", "press-2",
        "the-number-is", "zero-one-six-three-two", "nine-six-zero", "one-four-seven",
    ]  # fmt: skip
    assert found["press-1"].prompts == ("biscuit", "again")
    assert (found["press-1"].segment, found["nine-six-zero"].segment) == (Speech("press 1."), Digits("960"))


def test_a_group_of_digits_is_read_as_a_sentence() -> None:
    assert as_recorded((Pause(500), Digits("960"))) == (Pause(500), Speech("nine, six, zero."))


def test_a_prompt_has_a_human_voice_when_all_of_it_is_recorded() -> None:
    sounds = {name: f"sound of {name}" for name in sentences_in([Prompt("biscuit", QUESTION)])}
    voice = human_voice(sounds, QUESTION, slow=False)
    assert voice is not None
    assert human_voice(sounds, QUESTION, slow=True) == voice, "there is no slower reading of it"
    assert human_voice(sounds | {"ginger_slow": "slower"}, QUESTION, slow=True) != voice
    assert human_voice(sounds | {"ginger_slow": "slower"}, QUESTION, slow=False) == voice
    assert human_voice(sounds | {"ginger": "another take"}, QUESTION, slow=False) != voice
    assert human_voice(sounds, (*QUESTION, Speech("Or none.")), slow=False) is None
    assert human_voice(sounds, QUESTION, slow=False, language="pl") is None
    assert human_voice(sounds, (Pause(500),), slow=False) is None


def test_a_sheet_is_read_back_and_people_can_read_it_too(tmp_path: Path) -> None:
    (tmp_path / "ginger.txt").write_text(written("c0ffee", "Ginger,\n\nsound: 0000"))
    assert sounds_in(tmp_path) == {"ginger": "c0ffee"}
    assert "\nGinger,\n" in (tmp_path / "ginger.txt").read_text()


@pytest.mark.parametrize("text", [b"", b"sound:\n", b"notes of my own", b"\n\nsound: a", b"\xff\xfe\x00"])
def test_any_other_text_is_no_sheet(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "notes.txt").write_bytes(text)
    assert sounds_in(tmp_path) == {}
    assert sound_on(tmp_path / "nowhere.txt") is None
