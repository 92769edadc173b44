"""The whole service as one page to read, print and sign; and the call map (rule W23)."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpline.channels.prompts import prompt
from helpline.checks.calls import Stop, step_texted
from helpline.checks.material import Material, words_in
from helpline.content.model import Contact, Outcome, Question
from helpline.content.walk import Branch, branches, tree
from helpline.content.wording import words_of
from helpline.content.words import FaqAnswer
from helpline.engine.reply import SayStep, Why
from helpline.errors import SettingError
from helpline.reports.pages import page


@dataclass(frozen=True)
class Chapter:
    """One step of the service. `keys` is the shortest way to it, None where only a text leads there."""

    name: str
    step: Question | Outcome
    keys: str | None
    prompts: tuple[str, ...]
    text: str
    contacts: tuple[Contact, ...]


def chapters(material: Material, topic: str | None = None) -> list[Chapter]:
    """Every step and stand-alone reply, or those of a topic: questions first, each in the order of its file."""
    wanted = material.steps if topic is None else steps_of(material, topic)
    named = sorted(material.steps.items(), key=lambda step: isinstance(step[1], Outcome))
    return [_chapter(material, name) for name, step in named if name in wanted and not isinstance(step, FaqAnswer)]


def answers(material: Material, topic: str | None = None) -> list[FaqAnswer]:
    """The answers to questions, or those to what people ask at the steps of a topic."""
    if topic is None:
        return list(material.library.words.faq.values())
    found = (answer for step in sorted(steps_of(material, topic)) for answer in material.library.answers_at(step))
    return list(dict.fromkeys(found))


def steps_of(material: Material, topic: str) -> set[str]:
    """The names of a topic's first step and of all that it leads to.

    A topic is the name of a step, or words that are texted to come to one ("school"). Raises SettingError for others.
    """
    first = topic if topic in material.steps else step_texted(material.library, topic)
    if first == material.library.service.on_unknown != topic:
        known = ", ".join(name for name, step in material.steps.items() if isinstance(step, Question))
        raise SettingError(f'"{topic}" is neither a step nor a word that is understood. Questions: {known}.')
    return set(_names_below(branches(material.library)[first]))


def _names_below(branch: Branch) -> Iterator[str]:
    yield branch.name
    for _, _, below in branch.options:
        yield from _names_below(below)


def _chapter(material: Material, name: str) -> Chapter:
    step, stop = material.steps[name], material.arrivals.get(name)
    return Chapter(
        name=name,
        step=step,
        keys=" ".join(stop.keys) if stop else None,
        prompts=tuple(_prompts(material, name, stop)),
        text=material.messages[name],
        contacts=tuple(material.library.contacts_of(step)) if isinstance(step, Outcome) else (),
    )


def _prompts(material: Material, name: str, stop: Stop | None) -> Iterator[str]:
    """The words that are said there, page by page; for a question, also when it is asked again."""
    if stop is None:
        yield words_in(prompt(material.library, SayStep(name, Why.ASKED)))
        return
    stops = material.questions.get(name) or material.outcomes[name]
    yield from (words_in(material.script(each)) for each in stops)


# The words beside the steps, by their names in phrases.yaml, and when each is said.
FURTHER = {
    "early_number": "After the first silence of a call. One number follows, then the question again",
    "text_offer": "The last key, on lines that send texts",
    "key_in": "To a caller whose own phone cannot get texts",
    "not_a_mobile": "When it was no mobile number",
    "keyed": "Before the number is read back",
    "send": "Then key 1",
    "try_again": "Then key 2",
    "text_sent": "The text was sent",
    "text_opted_out": "The phone said stop before",
    "text_not_mobile": "The number gets no texts",
    "text_not_allowed": "The line may not text it",
    "text_limit": "Too many texts were sent",
    "text_unknown": "Nobody knows if it was sent",
    "text_failed": "It was not sent",
    "put_through": "The key that calls a contact",
    "putting_through": "Before it rings",
    "call_ended": "The other side ended the call",
    "call_busy": "It was busy",
    "call_no_answer": "Nobody answered",
    "call_failed": "The call could not be made",
    "closed_now": "A contact is closed",
    "call_then": "Then, when it opens",
    "closed_to": "It is closed, and its hours are not known",
    "not_working": "When nothing else can be said, before both numbers",
    "stopped_sms": "Texted after STOP on WhatsApp",
}


def script_page(material: Material, topic: str | None = None) -> str:
    """The whole service as one HTML page, or one topic of it. Raises SettingError for an unknown topic."""
    library = material.library
    further = [(when, words_of(getattr(library.phrases, name))) for name, when in FURTHER.items()]
    return page(
        "script.html", service=library.service, flow=library.flow, day=material.on, topic=topic,
        chapters=chapters(material, topic), answers=answers(material, topic), library=library,
        contacts=library.contacts.values(), first=material.messages["first"], keywords=list(_keywords(material)),
        further=further,
    )  # fmt: skip


def _keywords(material: Material) -> Iterator[tuple[str, list[str], str]]:
    """Each keyword: its name, the words that are understood, the clues that tell it, and where they lead."""
    for name, keyword in material.library.words.keywords.items():
        answers = ", ".join(f"{question}: {answer}" for question, answer in keyword.answers.items())
        clues = dict.fromkeys(clue for all_of in keyword.when for clue in all_of)
        end = keyword.reply or answers or " or ".join(keyword.offers or ())
        yield name, [*keyword.words, *keyword.within, *clues], end


def map_page(material: Material) -> str:
    """The call map: one side of A4 in large print."""
    library = material.library
    first = tree(library)
    return page("map.html", service=library.service, day=material.on, first=first, contacts=library.helpers)
