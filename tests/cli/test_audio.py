"""`helpline audio` as a person runs it, with the joke flow and the embedded voice."""

import shutil
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result
from helpline.cli.audio_work import Work, embedded_voice
from helpline.speech.engines import SpeechError
from helpline.speech.shelf import ClipShelf

from helpline.cli.audio import audio
from helpline.content.load import load
from helpline.speech import online
from helpline.speech.sound import joined, silence
from helpline.speech.voices import ESPEAK, FLITE, GTTS

from ..conftest import JOKE, SHIPPED
from ..speech.conftest import tone


class Here:
    """A folder of flows and one of audio, and the command that works on them."""

    def __init__(self, folder: Path):
        self.flows, self.audio = folder / "flows", folder / "audio"
        shutil.copytree(JOKE, self.flows)
        self.start = load(self.flows).flow.start

    def run(self, *words: str, engine: str = "espeak") -> Result:
        given = ["--flows", str(self.flows), "--audio", str(self.audio), "--engine", engine, *words]
        return CliRunner().invoke(audio, given, catch_exceptions=False)

    @property
    def clips(self) -> list[str]:
        return sorted(path.name for path in (self.audio / "clips").glob("*.???") if path.suffix != ".txt")


@pytest.fixture
def here(tmp_path: Path) -> Here:
    return Here(tmp_path)


def test_it_builds_and_says_what_it_did(here: Here) -> None:
    result = here.run("--only", here.start)
    assert result.exit_code == 0
    assert "1 built, 0 kept, 0 removed, in the voice espeak en-gb+f1" in result.output
    assert "bytes." in result.output
    assert len(here.clips) == 2
    assert "0 built, 1 kept" in here.run("--only", here.start).output


def test_two_shipped_prompts_are_as_long_and_as_fast_as_they_may_be(tmp_path: Path) -> None:
    work = Work(SHIPPED, tmp_path, "espeak", ("who", "setting"))
    made = list(work.build(work.missing(), 1))
    assert [one.name for one in made] == ["who", "setting"]
    assert all(one.speech <= prompt.longest for one, prompt in zip(made, work.prompts, strict=True))


def test_the_list_tells_missing_built_stale_and_orphaned(here: Here) -> None:
    start = here.start
    assert f"missing    {start}\n" in here.run("--list").output
    assert not (here.audio / "clips").exists(), "listing builds nothing"
    here.run("--only", start)
    assert f"built      {start}\n" in here.run("--list").output
    phrases = here.flows / "phrases.yaml"
    greeting = load(here.flows).phrases.greeting
    old = greeting if isinstance(greeting, str) else greeting.voice  # type: ignore[union-attr]
    phrases.write_text(phrases.read_text().replace(old.strip().split()[0], "Yoo-hoo", 1))
    listed = here.run("--list").output
    assert f"stale      {start}\n" in listed
    assert listed.count("orphaned   ") == 2
    assert f"(was {start})" in listed
    assert "2 clips orphaned." in listed


def test_pruning_removes_what_no_prompt_needs(here: Here) -> None:
    here.run("--only", here.start)
    extra = here.audio / "clips" / ("0" * 24 + ".wav")
    extra.write_bytes(b"old")
    assert "0 removed" in here.run("--only", here.start).output
    assert extra.exists(), "nothing is removed without being asked"
    assert "1 removed" in here.run("--only", here.start, "--prune").output
    assert not extra.exists()
    assert len(here.clips) == 2


def test_part_of_a_voice_is_not_yet_the_voice_of_the_line(here: Here) -> None:
    here.run("--only", here.start)
    assert not (here.audio / "clips/voice.txt").exists()


def test_a_recording_wins_and_is_kept_when_pruning(here: Here) -> None:
    recording = here.audio / "recordings" / f"{here.start}.wav"
    recording.parent.mkdir(parents=True)
    quiet = silence(1000, 24000)
    soundfile.write(recording, joined([quiet, tone(3.0, 24000, -40).samples, quiet], 24000).samples, 24000)
    result = here.run("--only", here.start, "--prune")
    assert f"{here.start}.wav: It was too quiet: -40 dBFS" in result.output
    assert f"recorded   {here.start}\n" in here.run("--list").output
    work = Work(here.flows, here.audio, "espeak", (here.start,))
    name = ClipShelf(work.clips, work.recordings).name_for(work.prompts[0].script, False)
    assert soundfile.info(work.clips / str(name)).duration == pytest.approx(3.5, abs=0.1)


def test_a_recording_under_an_unknown_name_is_told(here: Here) -> None:
    (here.audio / "recordings").mkdir(parents=True)
    (here.audio / "recordings/biskit.wav").write_bytes(b"")
    assert "refused    biskit.wav: No prompt has this name" in here.run("--list").output


def test_an_unknown_prompt_is_told(here: Here) -> None:
    result = here.run("--only", "biskit")
    assert result.exit_code == 2
    assert "No prompt is called biskit. helpline audio --list gives the names." in result.output


def test_no_network_ends_in_a_sentence(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def unplugged(*_: object, **__: object) -> None:
        raise SpeechError("The online voice (gTTS) could not be reached. The clips built so far are kept.")

    monkeypatch.setattr(online.Online, "say", unplugged)
    result = here.run("--only", here.start, engine="gtts")
    assert result.exit_code == 1
    assert "could not be reached. The clips built so far are kept." in result.output
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_written_ends_in_a_sentence(here: Here) -> None:
    here.audio.mkdir()
    (here.audio / "clips").write_text("a file, not a folder")
    result = here.run("--only", here.start)
    assert result.exit_code == 1
    assert "A clip could not be written" in result.output


def test_the_script_is_a_page_with_every_prompt(here: Here) -> None:
    page = here.run("--script").output
    assert page.startswith("<!doctype html>")
    assert page.count("<section>") == len(Work(here.flows, here.audio).prompts)
    assert not here.audio.exists(), "printing builds nothing"


def test_the_voice_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    assert embedded_voice() == FLITE
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert embedded_voice() == ESPEAK
    assert Work(JOKE, Path("nowhere"), "gtts").voice == GTTS


def test_help_teaches() -> None:
    text = CliRunner().invoke(audio, ["--help"]).output
    for example in ("helpline audio --engine gtts", "--script > read.html", "audio/recordings"):
        assert example in text


def test_the_first_voice_is_played_from_its_first_clip_on_and_part_of_one_is_not(tmp_path: Path) -> None:
    list(Work(SHIPPED, tmp_path, "espeak", ("who",)).build([], 1))
    assert not (tmp_path / "clips" / "voice.txt").exists()
    list(Work(SHIPPED, tmp_path, "espeak").build([], 1))
    assert (tmp_path / "clips" / "voice.txt").read_text() == "espeak\n"
