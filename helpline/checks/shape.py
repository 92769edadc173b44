"""Rules about the shape of a flow: how wide, how deep, and how much of it a caller must go through."""

from collections.abc import Iterator
from functools import lru_cache

from helpline.checks.material import Material
from helpline.content.library import under
from helpline.content.model import Question
from helpline.content.rules import Rules
from helpline.content.walk import Branch, branches
from helpline.errors import Complaint

rules = Rules[Material]()

MOST_OPTIONS = 5
MOST_QUESTIONS = 3
FLAT_ENOUGH = 5  # outcomes that one question could offer by itself
ACK_WORDS = 4


@rules.rule("V02", "V2", "A caller has to hold every option in mind until the right one comes.")
def few_options(material: Material) -> Iterator[Complaint]:
    """No question offers more than five options."""
    for name, step in material.steps.items():
        if isinstance(step, Question) and (count := len(step.options)) > MOST_OPTIONS:
            spot = material.library.spot(name, "options")
            yield material.complain(spot, f'"{name}" has {count} options.', f"Keep {MOST_OPTIONS} or fewer.")


@rules.rule("V03", "V3", "Every further question loses callers, most of all tired ones.")
def few_questions(material: Material) -> Iterator[Complaint]:
    """No way to an outcome has more than three questions."""
    for name, stop in material.arrivals.items():
        answers = len(stop.session.answers)
        if name in material.library.flow.steps and answers == MOST_QUESTIONS and name in material.questions:
            says = f'"{name}" is question {answers + 1} of a call.'
            yield material.complain_of(name, says, "Ask it sooner, or leave it out.")


@rules.rule("V03F", "V3", "One wider question is easier than two in a row.", "warning")
def not_deeper_than_needed(material: Material) -> Iterator[Complaint]:
    """Two questions in a row that lead to five outcomes or fewer could be one question."""
    for name in material.library.flow.steps:
        branch = branches(material.library)[name]
        two = isinstance(branch.step, Question) and any(
            isinstance(below.step, Question) for *_, below in branch.options
        )
        # Only the smallest subtree is told of: a larger one is wide enough to need two questions.
        if two and (leaves := _leaves(branch)) <= FLAT_ENOUGH:
            says = f'"{name}" and the question after it lead to only {leaves} outcomes.'
            yield material.complain_of(name, says, "Ask both as one question.")


@lru_cache(maxsize=1 << 12)
def _leaves(branch: Branch) -> int:
    """How many ways to an outcome a step has; one more than can matter stands for many."""
    if not isinstance(branch.step, Question):
        return 1
    return min(sum(_leaves(below) for *_, below in branch.options), FLAT_ENOUGH + 1)


@rules.rule("V24", "V24", "A caller needs to know that the key was heard, and nothing more.")
def short_acknowledgements(material: Material) -> Iterator[Complaint]:
    """The words said back after a key are four or fewer."""
    for spot, _, option in material.library.every_option():
        if len(option.ack.split()) > ACK_WORDS:
            yield material.complain(under(spot, "ack"), f'"{option.ack}" is long.', f"Say it in {ACK_WORDS} words.")
