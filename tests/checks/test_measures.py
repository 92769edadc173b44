"""The measures under the rules: seconds, reading age, walks and readings."""

import pytest

from helpline.checks.calls import way
from helpline.checks.material import Material
from helpline.checks.proof import silent_call, silent_readings
from helpline.checks.readability import grade, reading_age, sentences, syllables
from helpline.content.script import Digits, Pause, Script, Speech
from helpline.content.timing import Stopwatch, readings

READING = (Digits("01632"), Pause(900), Digits("960"), Pause(900), Digits("001"))


@pytest.mark.parametrize(
    ("script", "slow", "seconds"),
    [
        ((Pause(700),), False, 0.7),
        ((Pause(700),), True, 0.7),
        # Measured from the line's own voice, eSpeak NG at 170 words a minute.
        ((Speech("There is a time limit to appeal."),), True, 1.66),
        ((Speech("press 2."),), False, 0.55),
        (READING, False, 9.0),
        (READING, True, 9.5),
    ],
)
def test_an_estimate_is_near_the_measured_voice(script: Script, slow: bool, seconds: float) -> None:
    assert Stopwatch().seconds(script, slow) == pytest.approx(seconds, rel=0.1)


def test_names_take_as_long_as_they_sound() -> None:
    said = (Speech("SEN Services"),)
    assert Stopwatch({"SEN": "S E N"}).seconds(said) > Stopwatch().seconds(said)


def test_a_clip_is_believed_before_an_estimate() -> None:
    script = (Speech("One."), Pause(500), Speech("Two."))
    watch = Stopwatch(measured=lambda said, slow: ((3, 10.0),) if said == script else ())
    assert watch.seconds(script) == 10
    assert watch.until(script, len(script)) == pytest.approx(10)
    assert 4 < watch.until(script, 2) < 10
    assert watch.seconds(script[:1]) < 1


def test_a_part_between_two_marks_is_measured() -> None:
    script = (Speech("One."), Pause(500), Speech("Two."), Speech("Three."))
    watch = Stopwatch(measured=lambda *_: ((1, 4.0), (2, 4.5), (4, 9.0)))
    assert [watch.until(script, end) for end in (0, 1, 2, 4)] == [0, 4, 4.5, 9]
    assert 4.5 < watch.until(script, 3) < 9


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("school", 1), ("meeting", 2), ("disagree", 3), ("mediation", 4), ("resolution", 4), ("talked", 1),
     ("wanted", 2), ("services", 3), ("people", 2), ("council's", 2), ("the", 1), ("website", 2), ("table", 2)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_grade_of_known_words() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    assert reading_age("The cat sat on the mat.") == pytest.approx(3.55)
    assert grade("") == 0


def test_figures_are_no_words_and_lines_are_sentences() -> None:
    assert sentences("One. Two?\n1\nThree") == ["One.", "Two?", "Three"]


def test_readings_are_found_where_they_stand(tea: Material) -> None:
    kettle = tea.library.contacts["kettle"]
    script = tea.script(tea.arrivals["stir_more"])
    (first, second) = readings(script, kettle)
    assert script[first[0]] == Digits("01632")
    assert script[second[1] - 1] == Digits("001")
    assert readings(script, tea.library.contacts["teapot"]) == []


def test_a_way_and_the_pages_at_its_end(tea: Material) -> None:
    stops = way(tea.library, ("1", "2"))
    assert [stop.step for stop in stops] == ["what", "milk", "pour_again"]
    assert [page.contact for page in tea.outcomes["pour_again"]] == [0, 1]


def test_a_silent_caller_has_one_number_early_and_it_twice_after_three_tries(tea: Material) -> None:
    calls = list(silent_call(tea))
    attempts = [stop.reply.attempt for _, stop in calls]
    assert [(stop.step, stop.gives_number) for _, stop in calls[:5]] == [
        ("what", False), ("what", True), ("what", False), ("what", False), (tea.library.service.on_misses, False),
    ]  # fmt: skip
    assert attempts[:5] == [1, 2, 2, 3, 1]
    assert calls[-1][1].ended
    early, first, second, *_ = silent_readings(tea)
    assert calls[1][0] == pytest.approx(tea.seconds(tea.start) + 10)
    assert calls[1][0] < early < calls[2][0] == pytest.approx(calls[1][0] + tea.seconds(tea.early_number) + 5)
    assert calls[3][0] < calls[4][0] < first < second
