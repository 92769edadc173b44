"""A script as sound: the pauses are exact, a number takes its time, and the same words sound the same."""

import pytest

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.build import Splicer
from helpline.speech.sound import Sound, from_int16, joined, silence
from helpline.speech.voices import ESPEAK, SpeechError

from .conftest import QUESTION, READING, tone
from .figures import digits_a_minute, edges, figures, pauses


def _said(sound: Sound) -> Sound:
    """Without the silences that stand in front and behind."""
    head, tail = (round(seconds * sound.rate) for seconds in edges(sound))
    return Sound(sound.samples[head : len(sound.samples) - tail], sound.rate)


def test_the_pauses_of_a_question_are_where_the_script_has_them(spoken_question: Sound) -> None:
    wanted = [part.ms / 1000 for part in QUESTION[1:] if isinstance(part, Pause)]
    found = [length for _, length in pauses(spoken_question, shortest_ms=200)]
    assert found == pytest.approx(wanted, abs=0.03)


def test_half_a_second_after_the_key_and_half_a_second_behind(spoken_question: Sound) -> None:
    head, tail = edges(spoken_question)
    assert head == pytest.approx(0.5, abs=0.03)  # V23
    assert 0.4 <= tail <= 0.6  # A7


def test_without_a_pause_in_front_it_starts_at_once(splicer: Splicer) -> None:
    assert edges(splicer.sound(QUESTION[1:]))[0] <= 0.15  # A7


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("tail", ["000", "147", "222", "888", "777"])
def test_a_number_takes_9_to_14_seconds(splicer: Splicer, slow: bool, tail: str) -> None:
    reading = _said(splicer.sound((*READING[:-1], Digits(tail)), slow))
    assert 9 <= reading.seconds <= 14  # N3
    assert 45 <= digits_a_minute(reading, 11) <= 75  # A8


def test_the_groups_of_a_number_are_900_ms_apart(splicer: Splicer) -> None:
    long = [length for _, length in pauses(splicer.sound(READING), shortest_ms=600)]
    assert long == pytest.approx([0.9, 0.9], abs=0.03)  # N4


def test_a_digit_sounds_the_same_in_every_number(splicer: Splicer) -> None:
    one = splicer.sound((Digits("0"), Pause(900), Digits("01632")))
    other = splicer.sound((Speech("Ginger."), Pause(900), Digits("01632")))
    length = _said(splicer.sound((Digits("01632"),))).samples.size
    assert (one.samples[-length - 12000 :] == other.samples[-length - 12000 :]).all()


def test_slow_is_a_slower_voice_and_the_same_pauses(splicer: Splicer, spoken_question: Sound) -> None:
    slow = splicer.sound(QUESTION, slow=True)
    resting = sum(part.ms for part in QUESTION if isinstance(part, Pause)) / 1000 + 0.5
    assert 0.85 <= (spoken_question.seconds - resting) / (slow.seconds - resting) <= 0.95  # A10
    found = [length for _, length in pauses(slow, shortest_ms=200)]
    assert found == pytest.approx([length for _, length in pauses(spoken_question, shortest_ms=200)], abs=0.03)


def test_a_question_is_said_at_110_to_150_words_a_minute(spoken_question: Sound) -> None:
    assert 110 <= figures(spoken_question, QUESTION).words_a_minute <= 150  # A8


class Beeps:
    """An engine that beeps, with silence around it, and counts what it says."""

    voice = ESPEAK

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
        self.said.append(text)
        return joined([silence(200, 16000), tone(0.3).samples, silence(400, 16000)], 16000)

    def close(self) -> None: ...


def test_an_engines_own_silences_are_cut_off() -> None:
    script: Script = (Speech("a"), Pause(700), Speech("b"))
    sound = Splicer(Beeps()).sound(script)
    assert [length for _, length in pauses(sound)] == pytest.approx([0.7], abs=0.011)
    assert sound.seconds == pytest.approx(0.3 + 0.7 + 0.3 + 0.5, abs=0.05)


def test_a_stretch_that_comes_back_is_said_once() -> None:
    beeps = Beeps()
    Splicer(beeps).sound((Speech("a"), Pause(250), Speech("press 1."), Pause(700), Speech("press 1."), Digits("11")))
    assert beeps.said == ["a", "press 1.", "one,", "one."]


def test_a_voice_that_says_nothing_is_told() -> None:
    class Mute(Beeps):
        def say(self, text: str, *, slow: bool = False, digit: bool = False, language: str = "en") -> Sound:
            return from_int16(b"\0\0" * 800, 16000)

    with pytest.raises(SpeechError, match='The voice said nothing for "\\(\\)"'):
        Splicer(Mute()).sound((Speech("()"),))
