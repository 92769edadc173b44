"""How well it understands messages that it was not tuned on: the floors below which no change may fall."""

from collections import Counter
from pathlib import Path

import pytest

from helpline.channels import sms
from helpline.content.library import Library
from helpline.content.words import DANGER, EVERYDAY
from helpline.engine.inputs import Utterance
from helpline.engine.interpret import interpret
from helpline.engine.interpretation import SeveralFit, StandAlone, Unknown
from helpline.engine.keywords import plain
from helpline.engine.languages import languages_of
from helpline.engine.reply import Caution, Disambiguate, SayStep
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..conftest import Talker
from .messages import (
    Message,
    Verdict,
    everyday_texts,
    judge,
    lines,
    messages,
    spam_texts,
    the_line,
    tuning,
    tuning_lines,
)
from .strangers import strangers, verdict_on
from .talks import judged_strangers, judged_talks

RIGHT, WRONG, FALSE_ALARMS, WHOLE_SENTENCE = 0.92, 0.02, 0.005, 0.01
HANDS_RIGHT, HANDS_WRONG = 0.9, 0.07  # what they called right is judged by their labels, which are strict
LATER = 0.9


def in_danger(library: Library, text: str) -> bool:
    return take_turn(library, Session(), Utterance(text))[1].step == library.words.danger.reply


def warned(library: Library, text: str) -> bool:
    reply = take_turn(library, Session(), Utterance(text))[1]
    return isinstance(reply, SayStep | Disambiguate) and reply.caution is Caution.WHOLE


def understood(library: Library, text: str) -> bool:
    found = interpret(library, Session(), text)
    return not (isinstance(found, Unknown | SeveralFit) or (isinstance(found, StandAlone) and not found.understood))


def test_there_are_enough_messages() -> None:
    assert len(messages("report*.tsv")) >= 400
    assert len(lines("everyday*.txt")) >= 300


@pytest.mark.parametrize("told", [messages("report*.tsv"), tuning()], ids=["report", "examples"])
def test_most_first_replies_are_right_and_hardly_any_wrong(shipped: Library, told: list[Message]) -> None:
    answer = the_line(shipped)
    verdicts = Counter(judge(answer, message, shipped) for message in told)
    assert (verdicts[Verdict.RIGHT] + verdicts[Verdict.ASKED]) / len(told) >= RIGHT
    assert verdicts[Verdict.WRONG] / len(told) <= WRONG


def test_what_other_hands_wrote_is_understood(shipped: Library) -> None:
    told = messages("hands_first.tsv")
    verdicts = Counter(judge(the_line(shipped), message, shipped) for message in told)
    assert (verdicts[Verdict.RIGHT] + verdicts[Verdict.ASKED]) / len(told) >= HANDS_RIGHT
    assert verdicts[Verdict.WRONG] / len(told) <= HANDS_WRONG


def test_what_other_hands_said_of_danger_is_seen(shipped: Library) -> None:
    missed = [text for text in lines("hands_danger.txt") if not (in_danger(shipped, text) or warned(shipped, text))]
    assert missed == []
    told = lines("hands_everyday.txt")
    alarmed = [text for text in told if understood(shipped, text) and warned(shipped, text)]
    assert len(alarmed) / len(told) <= WHOLE_SENTENCE, alarmed


def test_danger_is_never_missed(shipped: Library) -> None:
    assert [text for text in lines("danger_report*.txt") if not in_danger(shipped, text)] == []


@pytest.mark.parametrize(
    ("told", "share"),
    [(lines("danger_report*.txt"), 1), (tuning_lines(DANGER), 1), (lines("danger_last*.txt"), 0.97)],
    ids=["report", "examples", "last"],
)
def test_danger_gets_the_whole_sentence_first(shipped: Library, told: list[str], share: float) -> None:
    missed = [text for text in told if not (in_danger(shipped, text) or warned(shipped, text))]
    assert len(missed) / len(told) <= 1 - share, missed


def test_everyday_sentences_that_are_understood_do_not_get_it(shipped: Library) -> None:
    told = [message.text for message in messages("report*.tsv")] + lines("everyday*.txt")
    alarmed = [text for text in told if understood(shipped, text) and warned(shipped, text)]
    assert len(alarmed) / len(told) <= WHOLE_SENTENCE, alarmed


def test_strangers_in_danger_get_the_whole_sentence_first(shipped: Library, outside_data: Path) -> None:
    told = [message.text for message in strangers(outside_data) if message.kind == "danger"]
    assert [text for text in told if not (in_danger(shipped, text) or warned(shipped, text))] == []


@pytest.mark.parametrize("kind", ["need", "not-danger", "language", "other"])
def test_strangers_get_the_right_reply_or_the_right_question(shipped: Library, outside_data: Path, kind: str) -> None:
    told = [message for message in strangers(outside_data) if message.kind == kind]
    missed = [one.text for one in told if verdict_on(shipped, one) not in (Verdict.RIGHT, Verdict.ASKED)]
    assert len(missed) / len(told) <= 0.05, missed


def test_nobody_in_danger_gets_a_reply_without_999(shipped: Library) -> None:
    emergency = shipped.contacts["emergency"].written
    for text in [*lines("danger*.txt"), *tuning_lines(DANGER)]:
        _, reply = take_turn(shipped, Session(), Utterance(text))
        told = sms.text(shipped, reply).splitlines()[:2]
        assert emergency in " ".join(told), text


@pytest.mark.parametrize("told", [lines("everyday_report*.txt"), tuning_lines(EVERYDAY)], ids=["report", "examples"])
def test_everyday_sentences_are_no_danger(shipped: Library, told: list[str]) -> None:
    alarms = [text for text in told if in_danger(shipped, text)]
    assert len(alarms) / len(told) <= FALSE_ALARMS, alarms


def test_strangers_everyday_texts_are_no_danger(shipped: Library, outside_data: Path) -> None:
    texts = everyday_texts(outside_data)
    assert sum(in_danger(shipped, text) for text in texts) / len(texts) <= FALSE_ALARMS


def test_no_everyday_sentence_is_taken_for_another_language(shipped: Library, outside_data: Path) -> None:
    told = [*lines("everyday*.txt"), *lines("danger*.txt"), *(message.text for message in strangers(outside_data))]
    told += [message.text for message in messages("*.tsv") if message.right != ("language",)]
    told += [message.text for message in tuning() if message.right != ("language",)]
    taken = [text for text in told if languages_of(shipped).language(plain(text))]
    assert taken == [one.text for one in strangers(outside_data) if one.kind == "language" and one.text in taken]


@pytest.mark.parametrize(
    "text",
    [
        "i want to appeal against his suspension",
        "how can we fight a permanent exclusion at the hearing",
        "independent panel for my daughters exclusion",
        "admissions said no, we are appealing",
        "turned down for a reception place, can i appeal",
        "appeal about school transport",
        "they refused his taxi and i want to appeal",
        "dla appeal",
        "my pip tribunal is on monday",
        "universal credit turned us down, how do i appeal",
        "how do i appeal a parking ticket",
        "housing benefit decision, i want to appeal",
        "disability discrimination tribunal",
    ],
)
def test_an_appeal_that_is_not_ours_is_not_taken_for_one_about_a_plan(shipped: Library, text: str) -> None:
    assert the_line(shipped)(text) in (["other_appeal"], ["not_ours"])


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("school wont ask for an ehcp", "setting"),
        ("senco says no help until she has an ehcp", "setting"),
        ("headteacher refuses to apply for an assessment", "setting"),
        ("council wont do an assessment", "mediation"),
        ("school asked for an ehcp and the council said no", "mediation"),
        ("school says the panel turned it down, no plan", "mediation"),
    ],
)
def test_whose_refusal_it_is_counts(shipped: Library, text: str, step: str) -> None:
    assert the_line(shipped)(text)[0] == step  # at most it is asked whether the council is meant


@pytest.mark.parametrize(
    "text", ["i had my lunch", "lovely playground", "it is automated", "in the cupboard", "his assessment"]
)
def test_one_everyday_word_steers_nobody(shipped: Library, text: str) -> None:
    found = the_line(shipped)(text)
    assert found == [shipped.service.on_unknown] or len(found) > 1  # at most it is asked about


@pytest.mark.parametrize(
    "text",
    [
        "they ring me at 10 and i have to come and get him",
        "only in for two hours a day",
        "she just does mornings",
        "picked him up at lunch again",
        "home by 12 all week",
        "not allowed to sit the years tests",
        "asked to keep her at home on trip day",
    ],
)
def test_school_life_is_understood_without_the_word(shipped: Library, text: str) -> None:
    assert the_line(shipped)(text)[0] == "setting"  # at most it is asked whether the council is meant


def test_no_appeal_is_lost_behind_the_school(shipped: Library) -> None:
    answer = the_line(shipped)
    appeals = [
        message for message in [*messages("[!a]*.tsv"), *tuning()] if message.right == ("mediation", "maybe_appeal")
    ]
    lost = [one.text for one in appeals if answer(one.text) in (["talk_first"], ["meet_setting"], ["complain_setting"])]
    assert len(appeals) > 150
    assert lost == []


def test_spam_gets_nothing_about_schools(shipped: Library, outside_data: Path) -> None:
    answer, steps = the_line(shipped), set(shipped.flow.steps) - {shipped.flow.start}
    texts = spam_texts(outside_data)
    assert sum(bool(steps & set(answer(text))) for text in texts) / len(texts) <= 0.05


@pytest.mark.parametrize("files", ["answers_report*.tsv", "answers_tune*.tsv"])
def test_answers_in_the_middle_of_a_question(shipped: Library, files: str) -> None:
    ways = {"who": (), "setting": ("1",), "council": ("2",), "health_care": ("3",), "council_so_far": ("2", "3"),
            "care_so_far": ("3", "3"), "care_complaint": ("3", "4"), "other": ("4",)}  # fmt: skip
    rows = [row.split("\t") for row in lines(files)]
    wrong = []
    for question, wanted, text in rows:
        talker = Talker(shipped).texts("menu", *ways[question]).is_at(question).texts(text)
        if talker.reply.step != wanted:
            wrong.append((question, text, talker.reply.step))
    assert len(wrong) / len(rows) <= 1 - RIGHT, wrong


def test_later_turns_of_strangers_are_good(shipped: Library, outside_data: Path) -> None:
    turns = list(judged_strangers(shipped, outside_data))
    assert sum(turn.good for turn in turns) / len(turns) >= LATER, [turn for turn in turns if not turn.good]


@pytest.mark.parametrize(
    ("talks", "least"),
    [("talks_tune.tsv", LATER), ("talks_tune_2.tsv", 0.85), ("talks_fresh.tsv", 0.82), ("hands_talks.tsv", 0.74)],
)
def test_later_turns_that_the_words_are_tuned_on_are_good(shipped: Library, talks: str, least: float) -> None:
    turns = list(judged_talks(shipped, talks))
    assert sum(turn.good for turn in turns) / len(turns) >= least, [turn for turn in turns if not turn.good]
