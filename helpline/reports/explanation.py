"""An explanation of the reply to a message: what it was read as, which phrases it holds, what won, and what to edit."""

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from helpline.channels import sms
from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.intents import Fit, intents_of, option_pattern
from helpline.engine.interpret import read
from helpline.engine.interpretation import (
    Answer,
    How,
    OptOut,
    Reaction,
    Reading,
    SeveralFit,
    StandAlone,
    Unknown,
)  # fmt: skip
from helpline.engine.keywords import exact_of, plain, without_forms
from helpline.engine.languages import languages_of
from helpline.engine.position import step_of
from helpline.engine.reply import GO_ON, SayNothing
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.reports.evidence import Case, likeness, named, phrases_in, signs_of_danger

WATCH = "Then write the message with its right step on a line of examples.tsv, and run: helpline check"


Explanation = dict[str, tuple[str, ...]]  # sentences under their headings


def explain(library: Library, session: Session, text: str) -> Explanation:
    """Explain the reply to a text in a conversation that stands at `session`. Nothing is sent or kept.

    Headings with nothing under them are left out.
    """
    reading = read(library, session._replace(offered=()), text, session.offered)
    _, reply = take_turn(library, session, Utterance(text))
    case = Case(library, session, text, reading, reply)
    told = ((heading, tuple(part(case))) for heading, part in PARTS.items())
    return {heading: sentences for heading, sentences in told if sentences}


def session_after(library: Library, messages: Iterable[str]) -> Session:
    """The session of a texter who has sent these messages, one after the other."""
    session = Session()
    for message in messages:
        session, _ = take_turn(library, session, Utterance(message))
    return session


def _read_as(case: Case) -> Iterator[str]:
    """The words that were looked at, and everything that was mended or left out on the way to them."""
    yield " or ".join(f'"{spelling}"' for spelling in case.reading.spellings)
    for form in without_forms(case.text)[1]:
        yield f"Left out: {form}, which a phone added."
    typed = plain(case.text)
    shorter = len(case.spelling.split()) < len(typed.split())
    bare = intents_of(case.library).bare(typed) if shorter else typed
    yield from (f'Left out: "{words}", which changes nothing.' for words, _ in _changes(typed, bare))
    yield from (f'"{words}" is taken for "{other}".' for words, other in _changes(bare, case.spelling) if other)
    if case.session.begun:
        step = step_of(case.library, case.session)
        yield f'The conversation stands at "{step}" ({case.library.location(case.library.spot(step))}).'


def _changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The words that differ between two spellings of a message, and what stands instead of them."""
    one, other = before.split(), after.split()
    for change, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if change in ("delete", "replace"):
            yield " ".join(one[start:end]), " ".join(other[first:last])


def _decision(case: Case) -> Iterator[str]:
    """The interpretation, what it won over, and why."""
    match case.reading:
        case Reading(OptOut()):
            yield "It is a word on which the phone company stops all texts. So nothing is sent."
        case Reading(Reaction()):
            yield "It is a phone's reaction, which quotes a text of this line. So nothing is sent."
        case Reading(how=How.AS_WRITTEN):
            yield "It is taken for danger. That goes before everything else."
        case Reading(how=How.OFFERED):
            yield 'It answers the "Did you mean …?" of the text before.'
        case Reading(how=How.LANGUAGE):
            name = languages_of(case.library).language(case.spelling) or ""
            location = case.library.location(("words", ("other_languages", name)))
            yield f'It is in another language: "{name}" ({location}).'
        case Reading(how=How.WORDLESS):
            yield "It has no words that could be understood, or answers yes or no to nothing."
        case Reading(SeveralFit(names), How.WHOLE):
            yield f"With its slip mended it may be several words: {named(names)}. So the texter is asked."
        case Reading(how=How.WHOLE):
            yield f"The whole message is one of our words ({_whole_location(case)}). That goes before any sentence."
        case Reading(StandAlone() as found, How.QUESTION):
            yield _question(case.library, found)
        case _:
            yield from _sentence(case)


def _question(library: Library, found: StandAlone) -> str:
    """The answer to a question, and how it was found; or that none is known."""
    if not found.understood:
        location = library.location(("words", ("odd", "question")))
        return f"It is put as a question, and no phrase or likeness leads to an answer ({location})."
    answer, location = library.words.faq[found.reply], library.location(library.spot(found.reply))
    about = f' about "{answer.about}"' if answer.about else ""
    return f'It asks "{answer.inquiry}"{about}, which "{found.reply}" answers ({location}).'


def _whole_location(case: Case) -> str:
    """Where the option, the command or the keyword is written that the whole message is."""
    library, exact, found = case.library, exact_of(case.library), case.reading.found
    if isinstance(found, Answer):
        return _option_location(library, found)
    if command := exact.command(case.spelling):
        return library.location(("words", ("commands", command)))
    return library.location(("words", ("keywords", exact.keyword(case.spelling) or "", "words")))


def _option_location(library: Library, found: Answer) -> str:
    step = library.step(found.step)
    return library.location(library.spot(found.step, step.options_key if step else "", found.option))


def _sentence(case: Case) -> Iterator[str]:
    """The decision about a message for what stands anywhere in it."""
    fits, found = case.fits, case.reading.found
    if fits and not isinstance(found, Answer):
        yield from _winner(case.library, fits)
    for name, clue in intents_of(case.library).held_back(case.marked):
        yield f'"{name}" would fit, but the clue "{clue}" stands in its unless.'
    match found:
        case Answer():
            yield _option_words(case, found)
            if fits:
                yield f'That answers the question, so it wins over "{fits[0].keyword}", which it fits too.'
        case SeveralFit(names, proposed=True):
            yield f"The examples propose {named(names)}. A proposal never acts: the texter is asked."
        case SeveralFit((_, last)) if last == GO_ON:
            yield "Another question is open. So the texter is asked whether this is something new."
        case SeveralFit((first, *others)) if _rivals(case) == (first,):
            yield f'The examples are nearer to {named(others)} than to "{first}". So the texter is asked.'
        case SeveralFit(names):
            yield f"It may be {named(names)}. So the texter is asked."
        case Unknown():
            yield "That says too little here, so it counts as not understood." if fits else "No phrase was found."


def _rivals(case: Case) -> tuple[str, ...]:
    """The keywords that the phrases themselves leave open."""
    return intents_of(case.library).topics(case.marked)


def _option_words(case: Case, found: Answer) -> str:
    """The words of a sentence that stand for an option."""
    step = case.library.step(found.step)
    option = step.options[found.option] if step else None
    said = option_pattern(tuple(option.words)).search(case.spelling) if option else None
    marks = (mark for mark in case.marked.marks if option and mark.clue in option.clues)
    where = f'the option "{found.option}" of "{found.step}" ({_option_location(case.library, found)}), which is open.'
    if not said and (mark := next(marks, None)):
        return f'"{mark.words}" is a clue to "{mark.clue}", which names {where}'
    return f'"{said[0] if said else case.spelling.split()[0]}" is a word of {where}'


def _winner(library: Library, fits: list[Fit]) -> Iterator[str]:
    """The keyword that won, and those that it won over."""
    first, *others = fits
    because = f'"{first.within}" stands in it' if first.within else f"it has clues to {named(first.clues)}"
    yield f'It fits "{first.keyword}" ({_keyword_location(library, first)}), because {because}.'
    if others:
        names = named(fit.keyword for fit in others)
        yield f'It fits {names} too. "{first.keyword}" wins, because it stands above in words.yaml.'


def _keyword_location(library: Library, fit: Fit) -> str:
    return library.location(("words", ("keywords", fit.keyword)))


def _reply(case: Case) -> Iterator[str]:
    """The text that is sent."""
    if isinstance(case.reply, SayNothing):
        yield "Nothing is sent."
    else:
        yield sms.text(case.library, case.reply)


def _edit(case: Case) -> Iterator[str]:
    """The lines to edit where the reply is not the right one."""
    library, fits = case.library, case.fits
    if case.is_danger:
        location = library.location(("words", ("danger", "unless")))
        yield f"It is no danger: make the phrase longer, or add the everyday words to unless ({location})."
    else:
        location = library.location(("words", ("danger", "phrases")))
        yield f"It is danger: add a phrase of its kind ({location})."
    if fits:
        location = _keyword_location(library, fits[0])
        yield f'It is not about "{fits[0].keyword}": make the phrase longer, or add a clue to its unless ({location}).'
    elif isinstance(case.reading.found, Answer):
        location = _option_location(library, case.reading.found)
        yield f"It is no answer: take the word out of the option's words, or make it longer ({location})."
    elif case.reading.how is How.WHOLE:
        yield "It should lead elsewhere: take the word out of the line above, and add it where it belongs."
    elif case.reading.how is How.QUESTION:
        location = library.location(("words", ("inquiries",)))
        yield f"It asks something else: make the phrase longer, or add its words to another way to ask ({location} on)."
    elif case.reading.how is How.SENTENCE:
        location = library.location(("words", ("clues",)))
        yield f"It should be understood: add its words to a clue ({location} on), or to within of its keyword."
    yield WATCH


PARTS: dict[str, Callable[[Case], Iterator[str]]] = {
    "Read as": _read_as,
    "Phrases in it": phrases_in,
    "What was decided, and why": _decision,
    "Danger": signs_of_danger,
    "Likeness to the examples": likeness,
    "The reply": _reply,
    "If this is wrong": _edit,
}
