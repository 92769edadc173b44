"""`helpline audio` as a person runs it, with the joke flow and the embedded voice."""

import re
import shutil
from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner, Result

from helpline.checks.prompts import prompts
from helpline.cli import main
from helpline.content.load import load
from helpline.content.timing import Stopwatch
from helpline.speech.audio_folder import AudioFolder
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.recording_script import sentences_in
from helpline.speech.sound import joined, silence
from helpline.speech.voices import ESPEAK

from ..conftest import JOKE, SHIPPED
from ..speech.conftest import tone

pytestmark = pytest.mark.slow


class Here:
    """A folder of flows and one of audio, and the command that works on them."""

    def __init__(self, folder: Path):
        self.flows, self.audio = folder / "flows", folder / "audio"
        shutil.copytree(JOKE, self.flows)
        self.start = load(self.flows).flow.start

    def run(self, *words: str, engine: str = "espeak", **environment: str) -> Result:
        given = ["audio", "--flows", str(self.flows), "--audio", str(self.audio), "--engine", engine, *words]
        return CliRunner().invoke(main, given, env=environment, catch_exceptions=False)

    def name_for(self, prompt: str) -> str:
        """The name of the telephone's clip of a prompt."""
        library = load(self.flows)
        (script,) = (one.script for one in prompts(library) if one.name == prompt)
        return str(ClipLibrary(self.audio, library.service.pronounce).name_for(script, False))

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
    assert [name[-4:] for name in here.clips] == [".wav"], "the page's clip is built when it is first played"
    assert "0 built, 1 kept" in here.run("--only", here.start).output


def test_two_shipped_prompts_are_as_long_as_they_may_be(tmp_path: Path) -> None:
    library = load(SHIPPED)
    folder = AudioFolder(tmp_path, prompts(library), ESPEAK, library.service.pronounce, ("who", "setting"))
    made = list(folder.build(folder.missing(), 1))
    assert [one.name for one in made] == ["who", "setting"]
    assert all(one.speech <= prompt.longest for one, prompt in zip(made, folder.prompts, strict=True))


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
    assert listed.count("orphaned   ") == 1
    assert f"(was {start})" in listed
    assert "1 clips orphaned." in listed


def test_pruning_removes_what_no_prompt_needs(here: Here) -> None:
    here.run("--only", here.start)
    extra = here.audio / "clips" / ("0" * 24 + ".wav")
    extra.write_bytes(b"old")
    assert "0 removed" in here.run("--only", here.start).output
    assert extra.exists(), "nothing is removed without being asked"
    assert "1 removed" in here.run("--only", here.start, "--prune").output
    assert not extra.exists()
    assert len(here.clips) == 1


def test_recordings_are_joined_win_and_are_kept_when_pruning(here: Here) -> None:
    library = load(here.flows)
    (prompt,) = (one for one in prompts(library) if one.name == here.start)
    (here.audio / "recordings").mkdir(parents=True)
    quiet, watch = silence(1000, 24000), Stopwatch(library.service.pronounce)
    for sentence in sentences_in([prompt]).values():
        said = tone(watch.seconds((sentence.segment,)), 24000, -40).samples
        file = here.audio / "recordings" / f"{sentence.name}.wav"
        soundfile.write(file, joined([quiet, said, quiet], 24000).samples, 24000)
    listed = here.run("--list").output
    assert f"recorded   {here.start}\n" in listed
    assert not list((here.audio / "recordings").glob("*.txt")), "listing writes nothing"
    result = here.run("--only", here.start, "--prune")
    assert "biscuit-help.wav: It was too quiet: -40 dBFS, put at -22." in result.output
    assert "1 joined, 1 built, 0 kept" in result.output
    assert re.search(r"^6 of \d+ sentences are recorded: enough for \d+ of \d+ prompts\.$", result.output, re.MULTILINE)
    seconds = soundfile.info(here.audio / "clips" / here.name_for(here.start)).duration
    assert seconds == pytest.approx(watch.seconds(prompt.script) + 0.5, abs=0.2)
    assert "0 joined" not in here.run("--only", here.start).output


@pytest.mark.parametrize(
    ("name", "says"),
    [("biskit-help.wav", 'No sentence has this name. Did you mean "biscuit-help"?'), ("who.m4a", "Export it as WAV")],
)
def test_a_recording_that_cannot_be_used_is_told(here: Here, name: str, says: str) -> None:
    (here.audio / "recordings").mkdir(parents=True)
    (here.audio / "recordings" / name).write_bytes(b"")
    listed = here.run("--list").output
    assert f"refused    {name}: " in listed
    assert says in listed


def test_it_says_which_voice_is_played(here: Here) -> None:
    output = here.run("--only", here.start).output
    others = len(prompts(load(here.flows))) - 1
    assert (
        f"espeak en-gb+f1 is played from now on. {others} prompts were left out: helpline audio makes them." in output
    )
    assert "A call plays it when HELPLINE_VOICE is clips" in output


def test_an_unknown_prompt_is_told(here: Here) -> None:
    result = here.run("--only", "biskit")
    assert result.exit_code == 2
    assert "No prompt is called biskit. helpline audio --list gives the names." in result.output


def test_a_voice_that_stops_ends_in_a_sentence(here: Here, tmp_path: Path) -> None:
    program = tmp_path / "flite"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    result = here.run("--only", here.start, engine="flite", PATH=str(tmp_path))
    assert result.exit_code == 1
    assert "flite could not say a prompt." in result.output
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_written_ends_in_a_sentence(here: Here) -> None:
    here.audio.mkdir()
    (here.audio / "clips").write_text("a file, not a folder")
    result = here.run("--only", here.start)
    assert result.exit_code == 1
    assert "A clip could not be written" in result.output


def test_the_script_is_a_page_with_every_sentence_once(here: Here) -> None:
    page = here.run("--script").output
    assert page.startswith("<!doctype html>")
    assert page.count('<td class="file">') == len(sentences_in(prompts(load(here.flows))))
    assert not here.audio.exists(), "printing builds nothing"


@pytest.mark.parametrize(("programs", "voice"), [(["flite"], "flite awb"), ([], "espeak en-gb+f1")])
def test_the_voice_of_this_machine(here: Here, tmp_path: Path, programs: list[str], voice: str) -> None:
    for name in programs:
        (tmp_path / name).touch(mode=0o755)
    assert f"prompts in the voice {voice}:" in here.run("--list", engine="auto", PATH=str(tmp_path)).output


def test_help_teaches() -> None:
    text = CliRunner().invoke(main, ["audio", "--help"]).output
    for example in ("helpline audio --engine gtts", "--script > read.html", "audio/recordings"):
        assert example in text
