"""The words by which people know a step."""

from helpline.content.library import Library
from helpline.content.titles import answers_in_words, title, titles


def test_every_step_has_words_of_its_own(shipped: Library) -> None:
    words = titles(shipped)
    assert set(words) == {*shipped.flow.steps, *shipped.words.replies}
    assert len(set(words.values())) == len(words)


def test_a_step_is_known_by_its_question_or_the_first_sentence_of_its_advice(shipped: Library) -> None:
    for name, words in (
        ("who", "Who do you disagree with?"),
        ("meet_setting", "Ask for a meeting."),
        ("danger", "If someone is in danger, hang up and call 999."),
        ("complain_setting", "You can complain. (Nursery, school or college; To complain)"),
        ("complain", "You can complain. (complain)"),
        ("long_gone", "long gone"),
    ):
        assert title(shipped, name) == words


def test_answers_are_told_as_they_were_given(shipped: Library) -> None:
    route = (("who", "setting"), ("setting", "gone"), ("gone", "met"))
    assert answers_in_words(shipped, route) == [("Who do you disagree with?", "Nursery, school or college")]
