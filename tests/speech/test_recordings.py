"""What people drop into the folder: checked with figures, put right where that is safe, suspected, and joined."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.content.timing import Stopwatch
from helpline.speech.audio_folder import AudioFolder
from helpline.speech.build import Splicer
from helpline.speech.clip_library import ClipLibrary
from helpline.speech.clips import Prompt
from helpline.speech.recording_script import Sentence, sentence_name, sentences_in
from helpline.speech.recordings import OTHER_ENDING, Recorded, Recording, take_in
from helpline.speech.sound import Sound, read, resampled, speech_level, trimmed
from helpline.speech.voices import ESPEAK, SpeechError

from .conftest import NUMBER, QUESTION, put, tone
from .figures import edges, figures, pauses, true_peak

Wave = NDArray[np.float32]
RATE = 24000
NOISE = np.random.default_rng(7)
WORDS = "Which of the two biscuits do you like, the ginger one or the plain one with sugar on it?"
NAME = "which-of-the-two-biscuits-do-you-like-the-ginger-one-or-the-plain-one-with-sugar-on-it"
SENTENCES = {NAME: Sentence(NAME, Speech(WORDS), ("biscuit",))}
WATCH = Stopwatch()


def in_a_room(said: Sound, rate: int = RATE) -> Wave:
    """Somebody reading into a good microphone: a second of a quiet room on both sides."""
    samples = resampled(said, rate).samples
    samples = samples * 10 ** ((-22 - speech_level(Sound(samples, rate))) / 20)
    room = np.concatenate([np.zeros(rate), samples, np.zeros(rate)])
    return (room + NOISE.normal(0, 10 ** (-75 / 20), len(room))).astype(np.float32)


@pytest.fixture(scope="module")
def voice(splicer: Splicer) -> Wave:
    return in_a_room(splicer.sound((Speech(WORDS),)))


Recorder = Callable[..., Recording]


@pytest.fixture
def record(tmp_path: Path) -> Recorder:
    def drop(samples: Wave, name: str = f"{NAME}.wav", rate: int = RATE) -> Recording:
        put(tmp_path / "recordings" / name, samples, rate)
        (taken,) = take_in(SENTENCES, tmp_path / "recordings", WATCH)
        return taken

    return drop


def test_a_good_recording_has_its_words_beside_it(record: Recorder, voice: Wave, tmp_path: Path) -> None:
    taken = record(voice)
    assert taken.playable
    assert taken.remarks == ()
    assert f"\n{WORDS}\n" in (tmp_path / f"recordings/{NAME}.txt").read_text()


def test_only_looking_writes_nothing(voice: Wave, tmp_path: Path) -> None:
    put(tmp_path / f"recordings/{NAME}.wav", voice, RATE)
    (taken,) = take_in(SENTENCES, tmp_path / "recordings", WATCH, write=False)
    assert taken.playable
    assert [path.name for path in tmp_path.rglob("*.*")] == [f"{NAME}.wav"]


def test_too_quiet_and_too_loud_are_named_and_put_right(record: Recorder, voice: Wave) -> None:
    quiet = record(voice * 10 ** (-14 / 20))
    assert quiet.remarks == ("It was too quiet: -36 dBFS, put at -22.",)
    assert speech_level(Recorded([quiet]).say(WORDS)) == pytest.approx(-22, abs=1)
    loud = record((np.tanh(voice * 5) * 0.9).astype(np.float32))
    assert loud.playable
    assert loud.remarks[0].startswith("It was too loud: -1")
    ready = Recorded([loud]).say(WORDS)
    assert speech_level(ready) == pytest.approx(-22, abs=1)
    assert true_peak(ready) <= -3


def test_far_too_quiet_is_refused(record: Recorder, voice: Wave, tmp_path: Path) -> None:
    taken = record(voice * 10 ** (-30 / 20))
    assert not taken.playable
    assert any("far too quiet: -5" in fault for fault in taken.faults)
    assert not (tmp_path / f"recordings/{NAME}.txt").exists()


def test_a_clipped_wave_is_refused(record: Recorder, voice: Wave) -> None:
    taken = record(np.clip(voice * 30, -1, 1))
    assert not taken.playable
    assert any("cut off in" in fault for fault in taken.faults)


@pytest.mark.parametrize(("below", "playable"), [(30, True), (12, False)])
def test_noise_is_named_with_its_figure(record: Recorder, voice: Wave, below: int, playable: bool) -> None:
    hiss = NOISE.normal(0, 10 ** ((-22 - below) / 20), len(voice)).astype(np.float32)
    taken = record(voice + hiss)
    assert taken.playable is playable
    found = re.search(r"The background is (\d+) dB below", " ".join((*taken.remarks, *taken.faults)))
    assert found
    assert int(found[1]) == pytest.approx(below, abs=3)


def test_two_channels_of_one_voice_are_made_one(record: Recorder, voice: Wave) -> None:
    assert record(np.column_stack([voice, voice * 0.8])).remarks == ("It is stereo (2 channels): made mono.",)
    assert record(np.column_stack([voice, voice * 0])).playable


def test_two_channels_of_different_things_are_refused(record: Recorder, voice: Wave) -> None:
    taken = record(np.column_stack([voice, np.roll(voice, RATE)]))
    assert any("its sides differ" in fault for fault in taken.faults)


def test_silence_is_refused(record: Recorder, voice: Wave) -> None:
    assert record(voice * 0).faults == ("There is no speech in it.",)


def test_too_few_samples_are_refused(record: Recorder, voice: Wave) -> None:
    assert "4000 samples a second" in record(voice[:8000], rate=4000).faults[0]


SUSPECTED = r"It lasts \d+\.\d seconds; its words take about 4\.7\. Are they the right words\? "


@pytest.mark.parametrize(("read_instead", "playable", "says"), [
    (WORDS, True, None),
    ("Which of the two biscuits do you like?", True, SUSPECTED + r"Listen to it\."),
    (f"{WORDS} You can have more than one, and a cup of tea.", True, SUSPECTED + r"Listen to it\."),
    ("Ginger.", False, SUSPECTED + r"Record it again\."),
    (f"{WORDS} {WORDS}", False, SUSPECTED + r"Record it again\."),
])  # fmt: skip
def test_other_words_under_a_right_name_are_suspected_by_their_length(
    record: Recorder, splicer: Splicer, read_instead: str, playable: bool, says: str | None
) -> None:
    taken = record(in_a_room(splicer.sound((Speech(read_instead),))))
    assert taken.playable is playable
    told = (*taken.faults, *taken.remarks)
    assert (len(told) == 1 and re.fullmatch(says, told[0])) if says else told == ()


def test_a_reader_who_is_slow_with_every_sentence_is_not_suspected(tmp_path: Path) -> None:
    texts = [f"{'Dip the biscuit into the tea ' * (1 + n % 3)}{n}." for n in range(12)]
    sentences = {sentence_name(text): Sentence(sentence_name(text), Speech(text), ("a",)) for text in texts}
    for text in texts:  # everyone at two thirds of the usual pace, and one of them with other words
        seconds = WATCH.seconds((Speech(text),)) * 1.5 if text != texts[2] else 0.4
        put(tmp_path / f"{sentence_name(text)}.wav", in_a_room(tone(seconds, RATE)), RATE)
    told = {one.name: (*one.faults, *one.remarks) for one in take_in(sentences, tmp_path, WATCH)}
    (suspected,) = [name for name, words in told.items() if words]
    assert suspected == sentence_name(texts[2])


@pytest.mark.parametrize("name", [f"{NAME}.m4a", f"{NAME}.M4A", f"{NAME}.aac", f"{NAME}.3gp", NAME])
def test_a_file_of_another_kind_is_told_with_the_cure_for_each_phone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\0\0\0\x1cftypM4A ")
    (taken,) = take_in(SENTENCES, tmp_path, WATCH)
    assert taken.faults == (OTHER_ENDING,)
    for word in ("WAV or MP3", "iPhone", "Android", "Audacity"):
        assert word in OTHER_ENDING


def test_a_file_that_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.wav").write_text("not a sound")
    (taken,) = take_in(SENTENCES, tmp_path, WATCH)
    assert taken.faults == ("It cannot be read as sound. Save it as a WAV file.",)


@pytest.mark.parametrize(("name", "cure"), [
    (NAME.replace("ginger", "ginge"), f'Did you mean "{NAME}"?'),
    ("who", "helpline audio --script gives the names."),
])  # fmt: skip
def test_a_name_that_no_sentence_has_is_told(tmp_path: Path, name: str, cure: str) -> None:
    (tmp_path / f"{name}.mp3").write_bytes(b"")
    for ours in ("README.md", "notes.txt", ".DS_Store"):
        (tmp_path / ours).write_text("not a recording")
    (taken,) = take_in(SENTENCES, tmp_path, WATCH)
    assert taken.faults == (f"No sentence has this name. {cure}",)


def test_two_files_of_one_name_are_told(voice: Wave, tmp_path: Path) -> None:
    for ending in (".wav", ".flac"):
        put(tmp_path / f"{NAME}{ending}", voice, RATE)
    taken = take_in(SENTENCES, tmp_path, WATCH)
    assert [one.faults for one in taken] == [("Two files have this name. Take one of them away.",)] * 2


def test_only_what_was_recorded_is_said(record: Recorder, voice: Wave) -> None:
    engine = Recorded([record(voice)])
    assert engine.say(WORDS, slow=True).seconds == engine.say(WORDS).seconds
    with pytest.raises(SpeechError, match="or-none is not recorded"):
        engine.say("Or none.")


def record_all(splicer: Splicer, folder: Path, script: Script, rates: tuple[int, ...] = (RATE,)) -> None:
    """Every sentence of a script, read into a file of its own; the rates take turns."""
    for n, sentence in enumerate(sentences_in([Prompt("x", script)]).values()):
        rate = rates[n % len(rates)]
        sound = splicer.sound((sentence.segment,))
        put(folder / f"{sentence.name}.wav", in_a_room(sound, rate) * 10 ** (-(n % 3) / 4), rate)


def test_a_prompt_is_joined_with_the_pauses_of_its_script(splicer: Splicer, tmp_path: Path) -> None:
    record_all(splicer, tmp_path / "recordings", QUESTION, rates=(RATE, 44100, 16000))
    folder = AudioFolder(tmp_path, [Prompt("biscuit", QUESTION), Prompt("number", NUMBER)], ESPEAK, {})
    (prompt,) = folder.unjoined()
    assert [made.name for made in folder.join([prompt], 2)] == ["biscuit"]
    assert folder.unjoined() == []
    assert folder.recorded_counts() == (5, 1)
    for web in (False, True):
        library = ClipLibrary(tmp_path)
        name = library.page_clip(QUESTION, False) if web else library.name_for(QUESTION, False, embedded=False)
        sound = read(tmp_path / "clips" / str(name))
        wanted = [part.ms / 1000 for part in QUESTION[1:] if isinstance(part, Pause)]
        # A telephone carries no bass, so there the last sound of a word is cut off a little earlier.
        found = [length for _, length in pauses(sound, shortest_ms=200)]
        assert found == pytest.approx(wanted, abs=0.03 if web else 0.05)
        assert edges(sound)[0] == pytest.approx(0.5, abs=0.05)  # V23, though it was recorded with a second
        assert 0.39 <= edges(sound)[1] <= 0.6  # A7
        assert figures(sound, QUESTION).level == pytest.approx(-22, abs=1)
        assert sound.rate == (24000 if web else 8000)


def test_a_changed_sentence_takes_the_prompt_out_until_it_is_recorded(splicer: Splicer, tmp_path: Path) -> None:
    record_all(splicer, tmp_path / "recordings", QUESTION)
    first = AudioFolder(tmp_path, [Prompt("biscuit", QUESTION)], ESPEAK, {})
    list(first.join(first.unjoined(), 1))
    changed = (*QUESTION, Pause(700), Speech("Or none."))
    folder = AudioFolder(tmp_path, [Prompt("biscuit", changed)], ESPEAK, {})
    assert (folder.unjoined(), folder.recorded_counts()) == ([], (5, 0))
    assert ClipLibrary(tmp_path).name_for(changed, False) is None
    put(tmp_path / "recordings/or-none.wav", in_a_room(splicer.sound((Speech("Or none."),))), RATE)
    folder = AudioFolder(tmp_path, [Prompt("biscuit", changed)], ESPEAK, {})
    list(folder.join(folder.unjoined(), 1))
    assert ClipLibrary(tmp_path).name_for(changed, False) in folder.recorded_names_of(folder.prompts[0])


def test_another_take_is_joined_anew(splicer: Splicer, tmp_path: Path) -> None:
    record_all(splicer, tmp_path / "recordings", QUESTION)
    prompt = Prompt("biscuit", QUESTION)
    before = AudioFolder(tmp_path, [prompt], ESPEAK, {})
    list(before.join(before.unjoined(), 1))
    put(tmp_path / "recordings/ginger.wav", in_a_room(splicer.sound((Speech("Ginger."),))) * 0.9, RATE)
    after = AudioFolder(tmp_path, [prompt], ESPEAK, {})
    assert after.unjoined() == [prompt]
    assert set(after.recorded_names_of(prompt)).isdisjoint(before.recorded_names_of(prompt))


def test_a_joined_prompt_that_is_too_long_is_told(splicer: Splicer, tmp_path: Path) -> None:
    record_all(splicer, tmp_path / "recordings", QUESTION)
    folder = AudioFolder(tmp_path, [replace(Prompt("biscuit", QUESTION), longest=2)], ESPEAK, {})
    list(folder.join(folder.unjoined(), 1))
    line = folder.recording_lines()[-1]
    assert re.fullmatch(r"noted      biscuit: It lasts \d\.\d seconds; 2 is the most \(rule V21\)\.", line)


def test_a_number_is_joined_of_its_groups(splicer: Splicer, tmp_path: Path) -> None:
    record_all(splicer, tmp_path / "recordings", NUMBER)
    assert (tmp_path / "recordings/zero-one-six-three-two.wav").exists()
    folder = AudioFolder(tmp_path, [Prompt("number", NUMBER)], ESPEAK, {})
    list(folder.join(folder.unjoined(), 1))
    sound = trimmed(read(tmp_path / "clips" / str(ClipLibrary(tmp_path).name_for(NUMBER, False))))
    groups = [length for _, length in pauses(sound, shortest_ms=600)]
    assert groups == pytest.approx([0.9, 0.9], abs=0.03)  # N4
    assert Digits("960") in NUMBER
