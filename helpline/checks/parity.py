"""Rules that give a texter, and a reader of the pages, the same help as a caller."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from helpline.checks.calls import Stop, step_texted
from helpline.checks.material import Material
from helpline.content.model import Contact, Outcome
from helpline.content.phrases import DIGIT_WORDS
from helpline.content.rules import Rules
from helpline.content.timing import readings
from helpline.content.wording import words_of
from helpline.errors import Complaint

rules = Rules[Material]()

# Where one channel says one of these, the other must: a missed time limit cannot be mended.
_COUNT = rf"(?:\d+|{'|'.join(DIGIT_WORDS[1:])}|ten|eleven|twelve)"
TIME_LIMIT = re.compile(
    rf"time limit|do not wait|check your letter|\b{_COUNT} (?:working )?(?:day|week|month|year)s?\b",
    re.IGNORECASE,
)
# A parent who is told of one of these does something else than one who is not.
ADVICE = {
    "an appeal": r"\bappeal",
    "a complaint": r"\bcomplain",
    "mediation": r"\bmediation\b",
}
# A parent decides by these. Each pattern is one condition, however it is worded.
CONDITIONS = {
    "free": r"\bfree\b",
    "for young people too": r"\byoung people\b",
    "separate from the council": r"\bseparate from the council\b",
}


@rules.rule("V11", "V11", "Whoever cannot hear or speak must reach the same help by text.")
def the_same_outcomes(material: Material) -> Iterator[Complaint]:
    """Each option leads to the same step by its key in a call and by its digit in a text."""
    for name, stop in material.arrivals.items():
        for option_name, option in material.steps[name].options.items():
            by_key = stop.after(material.library, str(option.press)).step
            by_text = step_texted(material.library, str(option.press), stop.session)
            if by_key != by_text:
                says = f'"{option_name}" leads to {by_key} in a call and to {by_text} in a text.'
                cure = "Look at its key and at the words of the options around it."
                yield material.complain_of(name, says, cure)


@rules.rule("V11C", "V11", "A number that only callers get is kept from everyone else.", always=True)
def the_same_contacts(material: Material) -> Iterator[Complaint]:
    """Each outcome gives all of its contacts in a call and in a text."""
    for name in material.outcomes:
        for contact in material.contacts_at(name):
            said, read = _given(material, name, contact)
            if not (said and read):
                where = "in a text" if said else "in a call"
                spot = material.library.spot(name, "contacts")
                yield material.complain(spot, f"{contact.name} is not given {where}.", "Give it in both.")


def _given(material: Material, outcome: str, contact: Contact) -> tuple[bool, bool]:
    """Whether an outcome gives a contact in a call, and whether it does so in a text."""
    said = any(readings(material.script(page), contact) for page in material.outcomes[outcome])
    return said, contact.written in material.messages[outcome]


@rules.rule("V11T", "V11", "A time limit that is missed cannot be mended.")
def the_same_time_limits(material: Material) -> Iterator[Complaint]:
    """Words about a time limit stand in both wordings of an outcome, or in neither."""
    for name, limit, where in _in_one_alone(material, _limits):
        says, cure = f'"{limit}" is only said {where}.', "Say it in both, or in neither."
        yield material.complain(material.library.spot(name, "outcome"), says, cure)


@rules.rule("V11A", "V11", "A caller and a texter with the same question would do different things.")
def the_same_advice(material: Material) -> Iterator[Complaint]:
    """An appeal, a complaint or mediation is named in both wordings of an outcome, or in neither."""
    for name, advice, where in _in_one_alone(material, partial(_named, ADVICE)):
        says = f"{advice.capitalize()} is only named {where}."
        yield material.complain(material.library.spot(name, "outcome"), says, "Name it in both, or in neither.")


@rules.rule("V11N", "V11", "A parent decides by these conditions, whichever way they ask.", "warning")
def the_same_conditions(material: Material) -> Iterator[Complaint]:
    """A condition that a parent decides by stands in both wordings of an outcome, or in neither."""
    for name, condition, where in _in_one_alone(material, partial(_named, CONDITIONS)):
        says = f'"{condition}" is only said {where}.'
        yield material.complain(material.library.spot(name, "outcome"), says, "Say it in both.")


def _in_one_alone(material: Material, find: Callable[[str], set[str]]) -> Iterator[tuple[str, str, str]]:
    """What `find` finds in one of an outcome's two wordings alone: the outcome's name, what it is, and where."""
    for name, step in _outcomes(material):
        said, read = (find(" ".join(words_of(step.outcome, channel).split())) for channel in ("voice", "sms"))
        yield from ((name, one, "in a call" if one in said else "in a text") for one in sorted(said ^ read))


def _outcomes(material: Material) -> Iterator[tuple[str, Outcome]]:
    return ((name, step) for name, step in material.library.flow.steps.items() if isinstance(step, Outcome))


def _named(patterns: dict[str, str], words: str) -> set[str]:
    return {name for name, found in patterns.items() if re.search(found, words, re.IGNORECASE)}


def _limits(words: str) -> set[str]:
    return set(map(_in_figures, TIME_LIMIT.findall(words)))


def _in_figures(words: str) -> str:
    """Words in small letters, with figures: "two months" in a call is "2 months" in a text."""
    small = words.lower()
    for figure, word in enumerate(DIGIT_WORDS):
        small = re.sub(rf"^{word}\b", str(figure), small)
    return small


@rules.rule("V11P", "V11", "A parent who reads must not know less than one who calls.")
def a_page_says_no_less(material: Material) -> Iterator[Complaint]:
    """What an outcome's call says of a time limit, of further steps and of conditions, its page says too."""
    for name, outcome in _outcomes(material):
        said, read = (words_of(outcome.outcome, channel) for channel in ("voice", "web"))
        for found in _weighty(said) - _weighty(read):
            spot, cure = material.library.spot(name, "outcome", "web"), "Say it on the page too."
            yield material.complain(spot, f'"{found}" is said in a call and not on the page.', cure)


def _weighty(words: str) -> set[str]:
    """The time limits, further steps and conditions that are named in words."""
    return _named(ADVICE | CONDITIONS, words) | _limits(words)


def same_everywhere(material: Material, stop: Stop) -> bool:
    """Whether a route's outcome gives the same contacts, each with its number, in a call and in a text (M14)."""
    return all(all(_given(material, stop.step, contact)) for contact in material.contacts_at(stop.step))
