"""The second tier: what is near to the examples, and what it may do with that."""

from dataclasses import replace

import pytest

from helpline.content.examples import Example
from helpline.content.library import Library
from helpline.engine.classifier import Classifier, is_near_danger, topics_of
from helpline.engine.inputs import Utterance
from helpline.engine.reply import ELSE, Caution, Disambiguate, SayStep
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

EXAMPLES = (
    *(("danger", f"the {thing} has caught light") for thing in ("oven", "tray", "curtain", "table")),
    *(("everyday", f"the {thing} was lovely") for thing in ("oven", "tray", "curtain", "table")),
    *(("crumbs", f"a {size} heap of crumbs") for size in ("small", "large", "tidy", "sad")),
)


def test_it_is_the_same_every_time() -> None:
    one, other = Classifier(EXAMPLES), Classifier(EXAMPLES)
    assert one.scores("the chair has caught light") == other.scores("the chair has caught light")


@pytest.mark.parametrize(
    ("words", "ahead"), [("the chair has caught light", True), ("the chair was lovely", False), ("qwerty", False)]
)
def test_danger_is_what_is_nearer_to_it_than_to_all_else(joke: Library, words: str, ahead: bool) -> None:
    assert is_near_danger(with_examples(joke, *EXAMPLES), words) is ahead


def test_danger_in_a_part_of_a_long_message_is_near(joke: Library) -> None:
    around = " ".join(f"the {thing} was lovely" for thing in ("oven", "tray", "curtain", "table", "spoon"))
    library = with_examples(joke, *EXAMPLES)
    assert is_near_danger(library, f"{around} but the oven has caught light and {around}")
    assert not is_near_danger(library, f"{around} and the oven was lovely and {around}")


def test_without_examples_of_danger_nothing_is_near_it(joke: Library) -> None:
    assert not is_near_danger(with_examples(joke, ("everyday", "the oven was lovely")), "the oven was lovely")
    assert not is_near_danger(with_examples(joke), "the oven has caught light")


def test_what_is_near_is_named_first_and_nothing_that_is_not() -> None:
    model = Classifier(EXAMPLES)
    assert next(iter(model.scores("an awful heap of crumbs"))) == "crumbs"
    assert model.scores("qwerty") == {}


@pytest.mark.parametrize("examples", [(), (("crumbs", "a heap of crumbs"),)])
def test_without_examples_of_several_kinds_nothing_is_near(examples: tuple[tuple[str, str], ...]) -> None:
    assert Classifier(examples).scores("a heap of crumbs") == {}


def test_an_everyday_sentence_may_be_about_any_topic(joke: Library) -> None:
    rows = enumerate(EXAMPLES, start=1)
    library = replace(joke, examples=tuple(Example((label,), text, line) for line, (label, text) in rows))
    assert topics_of(library).scores("the oven was lovely") == {}  # crumbs are the only topic that is left
    assert is_near_danger(library, "the oven has caught light")


def test_likeness_puts_a_sentence_above_the_answer_and_never_in_its_place(joke: Library) -> None:
    rows = enumerate(EXAMPLES, start=1)
    library = replace(joke, examples=tuple(Example((label,), text, line) for line, (label, text) in rows))
    _, reply = take_turn(library, Session(), Utterance("the biscuit has caught light"))
    assert isinstance(reply, SayStep | Disambiguate)
    assert reply.caution is Caution.WHOLE
    assert reply.step != library.words.danger.reply


def with_examples(library: Library, *told: tuple[str, str]) -> Library:
    rows = enumerate(told, start=1)
    return replace(library, examples=tuple(Example((label,), text, line) for line, (label, text) in rows))


def test_a_topic_that_the_examples_are_far_from_is_asked_about(shipped: Library) -> None:
    """Phrases find the council in it, and the examples know such sentences as a school's."""
    told = [
        *(("setting", f"the council of pupils left {him} out of the {game}") for him in ("him", "her") for game in ("play", "team", "choir")),
        *(("council", f"the council wrote about {her} {thing}") for her in ("her", "his") for thing in ("money", "file", "forms")),
    ]  # fmt: skip
    library, text = with_examples(shipped, *told), "the council of pupils left them out of the band"
    _, reply = take_turn(library, Session(), Utterance(text))
    assert isinstance(reply, Disambiguate)
    assert reply.names == ("council", "exclusion", ELSE)
    assert take_turn(with_examples(shipped), Session(), Utterance(text))[1].step == "council"


def test_a_vague_phrase_acts_only_where_nothing_is_proposed(shipped: Library) -> None:
    text = "they dont understand his autism"
    _, reply = take_turn(shipped, Session(), Utterance(text))
    assert isinstance(reply, Disambiguate)
    assert shipped.words.keywords[reply.names[0]].answers == {"who": "setting"}
    assert take_turn(with_examples(shipped), Session(), Utterance(text))[1].step == "unsure"


def test_what_may_be_several_things_is_always_asked_about(shipped: Library) -> None:
    _, reply = take_turn(shipped, Session(), Utterance("his assessment"))
    assert isinstance(reply, Disambiguate)
    assert reply.names == ("plan", "health_care", ELSE)
