"""Why a message gets its reply, in sentences for people who edit words: on the joke flow, and its places on ours."""

import re
from dataclasses import replace

import pytest

from helpline.content.examples import Example
from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.reports.explanation import PARTS, Explanation, explain

from ..conftest import SHIPPED

NO_DANGER = "No phrase and no likeness to the examples tells of danger."
SMALL = "The small line about 999 stands above the reply, as with any sentence that is understood."
WHOLE = "The whole sentence about 999 stands above the reply: it is near danger, or no more than a guess."
NONE = "No line about 999 stands above the reply, since it is no sentence."
WATCH = "Then write the message with its right step on a line of examples.tsv, and run: helpline check"


def explained(library: Library, text: str, *before: str) -> Explanation:
    session = Session()
    for message in before:
        session, _ = take_turn(library, session, Utterance(message))
    return explain(library, session, text)


def test_a_sentence_with_slips_signature_and_rivals(joke: Library) -> None:
    text = "Hello, my sqware\u200b bisuit is crumbley\nSent from my iPhone"
    assert explained(joke, text) == {
        "Read as": (
            '"hello my square bisuit is crumbly"',
            "Left out: characters that cannot be seen, which a phone added.",
            "Left out: a signature, which a phone added.",
            '"sqware" is taken for "square".',
            '"crumbley" is taken for "crumbly".',
        ),
        "Phrases in it": (
            '"square" is a clue to "square": the phrase "square" (words.yaml, line 69).',
            '"crumbly" is a clue to "crumbly": the phrase "crumbly" (words.yaml, line 72).',
        ),
        "What was decided, and why": (
            'It fits "square_one" (words.yaml, line 19), because it has clues to "square".',
            'It fits "crumbly" too. "square_one" wins, because it stands above in words.yaml.',
            'It may be "square_one" and "crumbly". So the texter is asked.',
        ),
        "Danger": (NO_DANGER, WHOLE),
        "The reply": (
            "Biscuit help\nIf the kettle burns, leave it.\nDo you mean:\n1 A square one\n2 A crumbly one\n"
            "3 Something else altogether\nBaker: 01632 960 001",
        ),
        "If this is wrong": (
            "It is danger: add a phrase of its kind (words.yaml, line 2).",
            'It is not about "square_one": make the phrase longer, or add a clue to its unless (words.yaml, line 19).',
            WATCH,
        ),
    }


DECISIONS = [
    ((), "stop", ["It is a word on which the phone company stops all texts. So nothing is sent."]),
    ((), "Liked “Biscuit help”", ["It is a phone's reaction, which quotes a text of this line. So nothing is sent."]),
    ((), "we are on fire", ["It is taken for danger. That goes before everything else."]),
    ((), "tea please", ["The whole message is one of our words (words.yaml, line 12). That goes before any sentence."]),
    ((), "menu", ["The whole message is one of our words (words.yaml, line 38). That goes before any sentence."]),
    ((), "👍", ["It has no words that could be understood, or answers yes or no to nothing."]),
    ((), "what a day", ["No phrase was found."]),
    ((), "is it free", ['It asks "cost", which "cost" answers (words.yaml, line 92).']),
    (
        ("menu", "2"),
        "is it free",
        ['It asks "cost" about "baking", which "baking_cost" answers (words.yaml, line 85).'],
    ),
    (
        (),
        "it is my biscuit",
        ['It fits "someone" (words.yaml, line 29), because "my biscuit" stands in it.'],
    ),
    (
        (),
        "square and crumbly with milk",
        [
            'It fits "crumbly" (words.yaml, line 32), because it has clues to "crumbly".',
            '"square_one" would fit, but the clue "milk" stands in its unless.',
        ],
    ),
    (
        ("menu",),
        "it is more of a circle",
        ['"circle" is a word of the option "round" of "shape" (biscuits.yaml, line 10), which is open.'],
    ),
    (
        ("menu",),
        "2",
        ["The whole message is one of our words (biscuits.yaml, line 16). That goes before any sentence."],
    ),
    (("the square one is crumbly",), "2", ['It answers the "Did you mean …?" of the text before.']),
    (
        ("menu", "1"),
        "a square and crumbly thing",
        [
            'It fits "square_one" (words.yaml, line 19), because it has clues to "square".',
            'It fits "crumbly" too. "square_one" wins, because it stands above in words.yaml.',
            'It may be "square_one" and "crumbly". So the texter is asked.',
        ],
    ),
    (
        ("menu", "1"),
        "mine is square",
        [
            'It fits "square_one" (words.yaml, line 19), because it has clues to "square".',
            "Another question is open. So the texter is asked whether this is something new.",
        ],
    ),
]


@pytest.mark.parametrize(("before", "text", "decision"), DECISIONS)
def test_what_was_decided_and_why(joke: Library, before: tuple[str, ...], text: str, decision: list[str]) -> None:
    assert list(explained(joke, text, *before)["What was decided, and why"]) == decision


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        (
            "he burnt my little thumb",
            (
                '"burnt my little thumb" may mean danger: the phrase "burnt my .. {finger}" (words.yaml, line 2).',
                "So the reply about danger is sent.",
            ),
        ),
        (
            "fire",
            ('"fire" may mean danger: the phrase "fire" (words.yaml, line 3).', "So the reply about danger is sent."),
        ),
        (
            "a thing that is on fire sale",
            (
                '"on fire sale" is everyday (words.yaml, line 4), so it is left out before danger is looked for.',
                NO_DANGER,
                WHOLE,
            ),
        ),
        ("the biscuit is square", (NO_DANGER, SMALL)),
        ("tea", (NO_DANGER, NONE)),
    ],
)
def test_where_danger_came_from(joke: Library, text: str, danger: tuple[str, ...]) -> None:
    assert explained(joke, text)["Danger"] == danger


def test_the_examples_propose_and_are_pointed_at(joke: Library) -> None:
    told = [("shrug", "sunny"), ("shrug", "sunny"), ("bake_again", "wobbly sunny"), ("bake_again", "wobbly sunny"),
            ("bake_again", "so wobbly sunny"), ("bake_again", "a wobbly lump"), ("shrug", "a sunny lump"), ("danger", "hot hob flame"), ("danger", "flame on a hob")]  # fmt: skip
    taught = replace(joke, examples=tuple(Example((label,), text, i) for i, (label, text) in enumerate(told, 1)))
    assert (
        explained(taught, "Sunny!")["Likeness to the examples"][0]
        == 'It is one of the examples (examples.tsv, line 1): "shrug".'
    )
    found = explained(taught, "quite wobbly")
    assert found["Likeness to the examples"][0].startswith('Nearest: "bake_again" ')
    assert found["What was decided, and why"] == (
        'The examples propose "soggy_square". A proposal never acts: the texter is asked.',
    )
    near = explained(taught, "a flame on the hob")
    assert near["Danger"] == ("It is nearer to the examples of danger than to all others.", WHOLE)


def test_the_phrase_that_asks_is_pointed_at(joke: Library) -> None:
    assert explained(joke, "please is it free")["Phrases in it"] == (
        '"is it free" asks "cost": the phrase "is it free" (words.yaml, line 76).',
    )


def test_a_question_without_an_answer_is_told(shipped: Library) -> None:
    found = explained(replace(shipped, examples=()), "grobble fub?", "school")
    assert "no phrase or likeness leads to an answer" in found["What was decided, and why"][0]
    assert "another way to ask (faq.yaml" in found["If this is wrong"][1]


def test_where_the_conversation_stands_is_told(joke: Library) -> None:
    assert explained(joke, "1", "menu")["Read as"] == (
        '"1"',
        'The conversation stands at "shape" (biscuits.yaml, line 5).',
    )


def test_headings_with_nothing_under_them_are_left_out(joke: Library) -> None:
    sections = explained(joke, "stop")
    assert sections["The reply"] == ("Nothing is sent.",)
    assert [heading for heading in PARTS if heading not in sections] == ["Phrases in it", "Likeness to the examples"]


def test_each_phrase_stands_on_the_line_that_is_named(shipped: Library) -> None:
    files = {path.name: path.read_text().split("\n") for path in SHIPPED.glob("*.yaml")}
    named = [
        found
        for example in shipped.examples[::12]
        for told in [explain(shipped, Session(), example.text)]
        for line in (*told.get("Phrases in it", ()), *told["Danger"])
        for found in re.findall(r'the phrase "(.+)" \((\S+), line (\d+)\)', line)
    ]
    assert len(named) > 100
    for phrase, file, line in named:
        written = " ".join(part.strip() for part in files[file][int(line) - 1 : int(line) + 1])
        assert phrase in written, (phrase, file, line)
