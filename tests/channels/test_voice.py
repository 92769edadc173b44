"""A reply as TwiML: exact documents on the joke flow."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpline.channels import voice
from helpline.content.library import Library
from helpline.engine.reply import EndCall, Reply, SayStep, Why
from helpline.engine.session import Session

from .. import twiml

FIRST = """<?xml version="1.0" encoding="UTF-8"?><Response>\
<Gather action="/voice/answer?_begun=yes" actionOnEmptyResult="true" finishOnKey="" input="dtmf" language="en-GB" \
method="POST" numDigits="1" timeout="10"><Say language="en-GB" voice="Polly.Amy-Neural"> Biscuit help. \
<break time="250ms" /> What shape is it? <break time="500ms" /> Round, <break time="250ms" /> press 1. \
<break time="700ms" /> Square, <break time="250ms" /> press 2. </Say></Gather>\
<Redirect method="POST">/voice/answer?_begun=yes</Redirect></Response>"""

SECOND_TRY = """<Say language="en-GB" voice="Polly.Amy-Neural"><prosody rate="90%"><break time="500ms" /> \
Take your time. <break time="250ms" /> For numbers, <break time="250ms" /> press zero. <break time="500ms" /> \
What shape is it? <break time="500ms" /> Round, <break time="250ms" /> press 1. <break time="700ms" /> \
Square, <break time="250ms" /> press 2. </prosody></Say>"""

OUTCOME = """<break time="500ms" /> Ask them both. <break time="250ms" /> <sub alias="H Q">HQ</sub>"""

READING = """<break time="2000ms" /> The number is <break time="500ms" /> zero, one, six, three, two. \
<break time="900ms" /> nine, six, zero. <break time="900ms" /> zero, zero, two. <break time="1500ms" /> \
Once more, it is <break time="500ms" /> zero, one, six, three, two. <break time="900ms" /> nine, six, zero. \
<break time="900ms" /> zero, zero, two. <break time="1000ms" /> To hear it again, <break time="250ms" /> press 1. \
<break time="700ms" /> For the baker, <break time="250ms" /> press 2. </Say>"""


def rendered(joke: Library, reply: Reply, session: Session = Session(begun=True)) -> str:  # noqa: B008 - frozen
    return voice.render(joke, session, reply)


def test_the_first_prompt_is_this_document(joke: Library) -> None:
    assert rendered(joke, SayStep("shape", Why.BEGIN)) == FIRST


def test_a_second_try_is_slower_and_other_words(joke: Library) -> None:
    document = rendered(joke, SayStep("shape", Why.NO_INPUT, attempt=2), Session(begun=True, misses=1))
    assert SECOND_TRY in document
    assert 'timeout="15"' in document
    assert 'action="/voice/answer?_begun=yes&amp;_misses=1"' in document


def test_a_number_is_read_in_groups_twice_after_time_for_a_pen(joke: Library) -> None:
    document = rendered(joke, SayStep("call_both", Why.ASKED))
    assert READING in document
    assert '<sub alias="H Q">HQ</sub>' in document


def test_the_second_page_reads_the_other_contact_and_nothing_else(joke: Library) -> None:
    root = twiml.check(rendered(joke, SayStep("call_both", Why.OTHER, contact=1)), None)
    assert twiml.numbers_read(root) == ["01632960001"] * 2
    assert "Ask them both" not in twiml.spoken(root)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (SayStep("shape", Why.NO_INPUT, attempt=3), "A number comes next. For more time, press hash."),
        (SayStep("shape", Why.NO_MATCH, attempt=2), "Nothing on that key. For numbers, press zero."),
        (SayStep("shape", Why.NO_MATCH, attempt=3), "Once more please. For more time, press hash."),
        (SayStep("shape", Why.MORE_TIME), "All the time you need. What shape is it?"),
        (SayStep("shape", Why.BACK), "What shape is it?"),
        (SayStep("bake_again", Why.AGAIN), "Again. Bake it again."),
        (SayStep("bake_again", Why.NO_INPUT, attempt=2), "Again. The baker bakes."),
        (
            SayStep("call_both", Why.NO_INPUT, attempt=2, contact=1),
            "The other one. The baker bakes.",
        ),
    ],
)
def test_what_is_said_first_says_why(joke: Library, reply: Reply, words: str) -> None:
    assert twiml.spoken(twiml.check(rendered(joke, reply), None)).startswith(words)


def test_the_end_of_a_call_is_short_and_hangs_up(joke: Library) -> None:
    root = twiml.check(rendered(joke, EndCall("shrug", Why.NO_INPUT)), None)
    assert [child.tag for child in root] == ["Say", "Hangup"]


def test_the_fallback_reads_every_number_twice_and_needs_nothing_behind_it(joke: Library, outside_data: Path) -> None:
    document = voice.fallback(joke)
    root = twiml.check(document, outside_data)
    assert twiml.numbers_read(root) == ["01632960001"] * 2 + ["01632960002"] * 2
    assert "action" not in document
    assert "Redirect" not in document


def test_the_recogniser_is_told_of_the_answers_to_the_question_first(joke: Library) -> None:
    listening = replace(joke, service=joke.service.model_copy(update={"speech": True}))
    hints = {
        name: voice.render(listening, Session(), SayStep(name, Why.ASKED)).split('hints="')[1]
        for name in ("shape", "dunked")
    }
    assert hints["shape"].startswith("circle")
    assert "hobnob" in hints["dunked"].split('"')[0]
