"""How well it understands messages that it was not tuned on: the floors below which no change may fall."""

from collections import Counter
from pathlib import Path

import pytest

from helpline.channels import sms
from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..conftest import Talker
from .messages import Verdict, everyday_texts, judge, lines, messages, spam_texts, the_line

RIGHT, WRONG, FALSE_ALARMS = 0.92, 0.02, 0.005


def in_danger(library: Library, text: str) -> bool:
    return take_turn(library, Session(), Utterance(text))[1].step == library.words.danger.reply


def test_there_are_enough_messages() -> None:
    assert len(messages("report*.tsv")) >= 400
    assert len(lines("everyday*.txt")) >= 300


@pytest.mark.parametrize("files", ["report*.tsv", "tune*.tsv"])
def test_most_first_replies_are_right_and_hardly_any_wrong(shipped: Library, files: str) -> None:
    answer, told = the_line(shipped), messages(files)
    verdicts = Counter(judge(answer, message, shipped) for message in told)
    assert (verdicts[Verdict.RIGHT] + verdicts[Verdict.ASKED]) / len(told) >= RIGHT
    assert verdicts[Verdict.WRONG] / len(told) <= WRONG


@pytest.mark.parametrize("files", ["danger_report*.txt", "danger_tune*.txt"])
def test_danger_is_never_missed(shipped: Library, files: str) -> None:
    assert [text for text in lines(files) if not in_danger(shipped, text)] == []


def test_nobody_in_danger_gets_a_reply_without_999(shipped: Library) -> None:
    emergency = shipped.contacts["emergency"].written
    for text in lines("danger*.txt"):
        _, reply = take_turn(shipped, Session(), Utterance(text))
        told = sms.text(shipped, reply).splitlines()[:2]
        assert emergency in " ".join(told), text


@pytest.mark.parametrize("files", ["everyday_report*.txt", "everyday_tune*.txt"])
def test_everyday_sentences_are_no_danger(shipped: Library, files: str) -> None:
    alarms = [text for text in lines(files) if in_danger(shipped, text)]
    assert len(alarms) / len(lines(files)) <= FALSE_ALARMS, alarms


def test_strangers_everyday_texts_are_no_danger(shipped: Library, outside_data: Path) -> None:
    texts = everyday_texts(outside_data)
    assert sum(in_danger(shipped, text) for text in texts) / len(texts) <= FALSE_ALARMS


def test_no_appeal_is_lost_behind_the_school(shipped: Library) -> None:
    answer = the_line(shipped)
    appeals = [message for message in messages("*.tsv") if message.right == ("mediation", "maybe_appeal")]
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
