"""Rules about the questions that people ask, and their answers."""

from collections import Counter
from collections.abc import Collection, Iterator

from helpline.channels import sms
from helpline.channels.segments import measure, outside_gsm
from helpline.checks.calls import disambiguation, step_texted, steps_offered
from helpline.checks.material import Material
from helpline.checks.text import LINE, MOST_SEGMENTS, MOST_UNITS
from helpline.content.library import Library, Spot
from helpline.content.model import Outcome
from helpline.content.rules import Rules
from helpline.content.source import suggest
from helpline.engine.phrases import is_solid
from helpline.engine.reply import Caution, SayStep, Why
from helpline.engine.session import Session
from helpline.errors import Complaint

rules = Rules[Material]()


@rules.rule("U11", "house", "An answer that no question leads to is never read.")
def names_of_questions_are_known(material: Material) -> Iterator[Complaint]:
    """Each answer names an ask and a subject that are there, and each subject steps that are there."""
    words = material.library.words
    for name, answer in words.faq.items():
        if answer.inquiry:
            yield from _unknown(material, ("words", ("faq", name, "inquiry")), answer.inquiry, words.inquiries)
        if answer.about:
            yield from _unknown(material, ("words", ("faq", name, "about")), answer.about, words.subjects)
    for name, subject in words.subjects.items():
        for i, step in enumerate(subject.at):
            yield from _unknown(material, ("words", ("subjects", name, "at", i)), step, material.steps)


def _unknown(material: Material, spot: Spot, name: str, known: Collection[str]) -> Iterator[Complaint]:
    if name not in known:
        yield material.complain(spot, f'"{name}" is not there (any more).', suggest(name, known, "Name another."))


@rules.rule("U12", "house", "Of two answers to one question only one is ever given; a question without any has none.")
def each_question_has_one_answer(material: Material) -> Iterator[Complaint]:
    """No two answers are about the same, none is named as a keyword, and each ask and each subject has one."""
    words = material.library.words
    counted = Counter((answer.inquiry, answer.about) for answer in words.faq.values() if answer.inquiry)
    for name, answer in words.faq.items():
        if name in words.keywords:
            says = f'"{name}" is also a keyword, which is taken where the answer is offered.'
            yield material.complain(("words", ("faq", name)), says, "Rename the answer.")
        if answer.inquiry and counted[answer.inquiry, answer.about] > 1:
            says = f'Two answers are given to "{answer.inquiry}" about "{answer.about or "nothing else"}".'
            yield material.complain(("words", ("faq", name)), says, "Keep one of them.")
    used = {name for pair in counted for name in pair}
    for part, named in (("inquiries", words.inquiries), ("subjects", words.subjects)):
        for name in named:
            if name not in used:
                yield material.complain(("words", (part, name)), f'No answer names "{name}".', "Write one under faq.")


@rules.rule("U13", "house", "A phrase that another one takes first is never used, and nobody notices.")
def phrases_find_their_answer(material: Material) -> Iterator[Complaint]:
    """Each phrase of a question gets one of its answers, as a first text or where its subject is."""
    library = material.library
    for ask, phrases in library.words.inquiries.items():
        answers = _answers_to(library, ask)
        sessions = list(dict.fromkeys([Session(), *_standing(material, answers)]))
        for i, phrase in enumerate(phrases):
            message = phrase.replace("*", "")
            if is_solid(phrase) and answers.isdisjoint(step_texted(library, message, one) for one in sessions):
                taken = step_texted(library, message, sessions[-1])
                spot: Spot = "words", ("inquiries", ask, i)
                yield material.complain(spot, f'"{phrase}" is taken for "{taken}".', "Take it out of one of them.")


def _answers_to(library: Library, ask: str | None) -> set[str]:
    """The names of the answers to a way to ask, whatever they are about."""
    return {name for name, answer in library.words.faq.items() if answer.inquiry == ask}


def _standing(material: Material, answers: set[str]) -> Iterator[Session]:
    """A session at each step that the subjects of these answers are at."""
    words = material.library.words
    for name in answers:
        about = words.faq[name].about
        for step in words.subjects[about].at if about in words.subjects else ():
            stop = material.arrivals.get(step)
            yield stop.session if stop else Session(aside=step)


@rules.rule("U16", "house", "A question that was understood once should be understood after every change.", "warning")
def examples_of_questions_are_understood(material: Material) -> Iterator[Complaint]:
    """Each example of a question gets an answer to it, or the offer of one, where its subject is."""
    library = material.library
    for example in library.examples:
        label = example.labels[0]
        if label not in library.words.faq:
            continue
        answers = _answers_to(library, library.words.faq[label].inquiry)
        sessions = dict.fromkeys([*_standing(material, answers), Session(aside=label)])
        if all(answers.isdisjoint(steps_offered(library, example.text, one)) for one in sessions):
            says = f'"{example.text}" does not get "{label}", nor the offer of it.'
            cure = "Add a phrase for it under inquiries, or more examples of it."
            yield material.complain(("examples", (example.line,)), says, cure)


@rules.rule("U14", "S3", "An answer is followed by the question or the next step that stood before it.")
def answers_are_short(material: Material) -> Iterator[Complaint]:
    """Each answer, and its title, has short lines, plain letters and two segments, wherever a conversation stands."""
    library = material.library
    for name in library.words.faq:
        text = max((_answered(library, name, step) for step in (None, *library.flow.steps)), key=len)
        for part, shown in (("outcome", text), ("title", disambiguation(library, (name,)))):
            size, longest = measure(shown), max(shown.splitlines(), key=len)
            if size.segments > MOST_SEGMENTS or len(longest) > LINE or outside_gsm(shown):
                says = f'With what stands around it, this has {size.units} characters; its longest line is "{longest}".'
                cure = f"Shorten it: {MOST_UNITS} characters at most, {LINE} in a line."
                yield material.complain(("words", ("faq", name, part)), says, cure)


def _answered(library: Library, answer: str, step: str | None) -> str:
    """The text of an answer where the conversation stands at a step, before anything is left out of it."""
    return "\n".join(sms.lines_of(library, SayStep(answer, Why.ASKED, caution=Caution.SMALL, goes_on=step)))


@rules.rule("U15", "S6", "Whoever asks in the middle of a conversation is told in a line where it stands.")
def outcomes_have_a_line(material: Material) -> Iterator[Complaint]:
    """Each outcome of the flow has its advice in one short line, which follows an answer, and answers "What?"."""
    for name, step in material.library.flow.steps.items():
        if isinstance(step, Outcome) and not step.short:
            yield material.complain_of(
                name, f'"{name}" has no short line.', "Add short: and its advice in a few words."
            )
        elif isinstance(step, Outcome):
            line = max(sms.advice(material.library, SayStep(name, Why.SHORTER), step).splitlines(), key=len)
            if len(line) > LINE or outside_gsm(line):
                spot = material.library.spot(name, "short")
                yield material.complain(spot, f'"{line}" has {len(line)} characters.', f"Shorten it: {LINE} at most.")
