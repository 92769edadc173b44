"""The audio folder against the prompts: missing, changed, broken, no longer needed; and whose voice is played."""

from pathlib import Path

from helpline.content.script import Pause, Speech
from helpline.speech.audio_folder import AudioFolder
from helpline.speech.clip_library import ClipLibrary, chosen_voice
from helpline.speech.clips import Prompt
from helpline.speech.sound import read
from helpline.speech.voices import ESPEAK, FLITE, GTTS, Voice, embedded_voice

from .conftest import NUMBER, QUESTION, put_clip

PRONOUNCE = {"Ginger": "Jin-jer"}
PROMPTS = [Prompt("biscuit", QUESTION), Prompt("biscuit-slow", QUESTION, slow=True), Prompt("number", NUMBER)]


def _folder(
    path: Path,
    prompts: list[Prompt] = PROMPTS,
    voice: Voice = ESPEAK,
    names: tuple[str, ...] = (),
    pronounce: dict[str, str] = PRONOUNCE,
) -> AudioFolder:
    return AudioFolder(path, prompts, voice, pronounce, names)


def _built(path: Path) -> AudioFolder:
    """Whole clips of every prompt, as if they had been built."""
    folder = _folder(path)
    for prompt in PROMPTS:
        for name in folder.names_of(prompt):
            put_clip(folder.clips / name)
    folder.finish()
    return folder


def _missing(path: Path, prompts: list[Prompt] = PROMPTS, **others: object) -> list[str]:
    return [prompt.name for prompt in _folder(path, prompts, **others).missing()]  # type: ignore[arg-type]


def test_each_prompt_gets_a_clip_that_a_call_plays(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    made = list(folder.build(folder.missing(), 2))
    assert sorted(one.name for one in made) == sorted(prompt.name for prompt in PROMPTS)
    library = ClipLibrary(tmp_path, PRONOUNCE)
    for prompt in PROMPTS:
        assert read(folder.clips / str(library.name_for(prompt.script, prompt.slow))).seconds > 3
    assert _missing(tmp_path) == []


def test_only_what_changed_or_broke_is_missing(tmp_path: Path) -> None:
    folder = _built(tmp_path)
    changed = Prompt("biscuit", (*QUESTION, Pause(700), Speech("Or none.")))
    assert _missing(tmp_path) == []
    assert _missing(tmp_path, [changed, *PROMPTS[1:]]) == ["biscuit"]
    assert _missing(tmp_path, pronounce={"Ginger": "Gin-ger"}) == ["biscuit", "biscuit-slow"], "said differently"
    assert _missing(tmp_path, voice=FLITE) == [prompt.name for prompt in PROMPTS]
    (folder.clips / folder.names_of(PROMPTS[2])[0]).write_bytes(b"")
    assert _missing(tmp_path) == ["number"]


def test_the_online_voice_makes_the_pages_clip_too(tmp_path: Path) -> None:
    (telephone,) = _folder(tmp_path).names_of(PROMPTS[0])
    online, page = _folder(tmp_path, voice=GTTS).names_of(PROMPTS[0])
    assert [name[-4:] for name in (telephone, online, page)] == [".wav", ".wav", ".mp3"]
    put_clip(tmp_path / "clips" / online)
    assert _missing(tmp_path, PROMPTS[:1], voice=GTTS) == ["biscuit"], "half a pair"


def test_each_prompt_has_a_state(tmp_path: Path) -> None:
    folder = _built(tmp_path)
    changed = Prompt("biscuit", (Speech("Biscuit?"),))
    states = _folder(tmp_path, [changed, PROMPTS[1], Prompt("new", (Speech("New."),))]).states()
    assert [(prompt.name, state) for prompt, state in states] == [
        ("biscuit", "stale"), ("biscuit-slow", "built"), ("new", "missing"),
    ]  # fmt: skip
    assert folder.recording_lines() == []


def test_pruning_removes_only_clips_that_nobody_needs(tmp_path: Path) -> None:
    folder = _built(tmp_path)
    (folder.clips / "note.txt").write_text("mine")
    small = _folder(tmp_path, PROMPTS[:1])
    assert sorted(small.orphans().values()) == ["biscuit-slow", "number"]
    assert small.prune() == 2
    kept = {*folder.names_of(PROMPTS[0]), "note.txt", "voice.txt", "index.txt"}
    assert {path.name for path in folder.clips.iterdir()} == kept


def test_the_first_voice_is_played_from_its_first_clip_on(tmp_path: Path) -> None:
    list(_folder(tmp_path, voice=FLITE).build([], 1))
    assert chosen_voice(tmp_path / "clips") == FLITE
    list(_folder(tmp_path, voice=GTTS).build([], 1))
    assert chosen_voice(tmp_path / "clips") == FLITE, "the next is played when it is complete"
    _folder(tmp_path, voice=GTTS).finish()
    assert chosen_voice(tmp_path / "clips") == GTTS


def test_files_of_the_folder_that_are_no_text_are_as_good_as_none(tmp_path: Path) -> None:
    folder = _built(tmp_path)
    for name in ("voice.txt", "index.txt"):
        (folder.clips / name).write_bytes(b"\xff\xfe")
    assert chosen_voice(folder.clips) == embedded_voice()
    assert folder.index() == {}


def test_what_was_built_last_is_played_be_it_one_prompt(tmp_path: Path) -> None:
    _built(tmp_path)
    folder = _folder(tmp_path, voice=FLITE, names=("number",))
    list(folder.build([], 1))
    put_clip(folder.clips / folder.names_of(PROMPTS[2])[0])
    folder.finish()
    library = ClipLibrary(tmp_path, PRONOUNCE)
    assert chosen_voice(folder.clips) == FLITE
    assert library.name_for(NUMBER, False) == folder.names_of(PROMPTS[2])[0]
    assert library.name_for(QUESTION, False) is None, "voices are not mixed"
    assert folder.prompts == PROMPTS[2:]
    assert _folder(tmp_path, names=("number", "biskit")).unknown == ["biskit"]


def test_the_index_tells_people_which_clip_is_which(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    assert folder.index() == {}
    built = _built(tmp_path)
    names = {built.names_of(prompt)[0]: prompt.name for prompt in PROMPTS}
    assert folder.index() == names
    changed = _folder(tmp_path, [Prompt("number", (Speech("None."),))])
    put_clip(changed.clips / changed.names_of(changed.prompts[0])[0])
    changed.finish()
    assert folder.index() == names | {changed.names_of(changed.prompts[0])[0]: "number"}, "of an old clip too"
