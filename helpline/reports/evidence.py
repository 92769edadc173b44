"""The evidence for the reply to a message: the phrases in it, signs of danger, and its likeness to the examples."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from helpline.content.library import Library, Spot, under
from helpline.content.words import FaqAnswer
from helpline.engine import faq
from helpline.engine.classifier import is_near_danger, topics_of
from helpline.engine.faq import inquiries_of
from helpline.engine.intents import Fit, Mark, Marked, intents_of
from helpline.engine.interpretation import How, Reading, StandAlone
from helpline.engine.keywords import plain
from helpline.engine.phrases import pattern, phrase_that_finds
from helpline.engine.proposals import NEAR_ENOUGH
from helpline.engine.reply import ELSE, GO_ON, Caution, Disambiguate, Reply, SayStep
from helpline.engine.session import Session

NEAREST = 3  # labels of the examples that are told


@dataclass(frozen=True)
class Case:
    """A message, the session that it comes to, how it was read, and the reply."""

    library: Library
    session: Session
    text: str
    reading: Reading
    reply: Reply

    @property
    def spelling(self) -> str:
        """The message as it was read."""
        return self.reading.spellings[0]

    @cached_property
    def marked(self) -> Marked:
        """It with the clues in it; none where it was not read as a sentence."""
        if self.reading.how is not How.SENTENCE:
            return Marked(self.spelling, ())
        return intents_of(self.library).marked(self.spelling)

    @property
    def fits(self) -> list[Fit]:
        """The keywords that it fits as a sentence, the one that wins first."""
        is_sentence = self.reading.how is How.SENTENCE
        return list(intents_of(self.library).fits(self.marked)) if is_sentence else []

    @property
    def is_danger(self) -> bool:
        """Whether the reply is the one about danger."""
        return self.reply.step == self.library.words.danger.reply


def phrases_in(case: Case) -> Iterator[str]:
    """Each phrase that a sentence holds, and whether it counts."""
    words = case.library.words
    if case.reading.how is How.SENTENCE:
        for mark in case.marked.marks:
            phrase = phrase_at(case.library, ("words", ("clues", mark.found)), mark.words, words.clues[mark.found])
            yield f'"{mark.words}" is a clue to "{mark.found}": {phrase}.{_counted(mark)}'
    if isinstance(found := case.reading.found, StandAlone) and (answer := words.faq.get(found.reply)):
        yield from _question_in(case, answer)
    for fit in case.fits:
        if fit.within:
            spot: Spot = "words", ("keywords", fit.keyword, "within")
            phrase = phrase_at(case.library, spot, fit.within, words.keywords[fit.keyword].within)
            yield f'"{fit.within}" leads to "{fit.keyword}": {phrase}.'


def _counted(mark: Mark) -> str:
    """What a clue counts as, where it is not simply what it was found as."""
    if not mark.counts:
        return " It does not count: it is part of a longer one."
    if not mark.clue:
        return " It does not count: the words before it say that it is not about that."
    return f' Turned round, it counts as "{mark.clue}".' if mark.clue != mark.found else ""


def _question_in(case: Case, answer: FaqAnswer) -> Iterator[str]:
    """The phrase that asks what an answer of faq.yaml tells."""
    name, words = answer.inquiry or "", case.library.words
    phrases = words.inquiries.get(name, [])
    if phrases and (said := pattern(phrases, words.lists).search(case.spelling)):
        phrase = phrase_at(case.library, ("words", ("inquiries", name)), said[0], phrases)
        yield f'"{said[0]}" asks "{name}": {phrase}.'


def phrase_at(library: Library, spot: Spot, found: str, phrases: list[str]) -> str:
    """The phrase of a list that finds these words, with its file and line."""
    phrase = phrase_that_finds(found, phrases, library.words.lists)
    spot = under(spot, phrases.index(phrase)) if phrase else spot
    return f'the phrase "{phrase or found}" ({library.location(spot)})'


def signs_of_danger(case: Case) -> Iterator[str]:
    """Where danger was found, if it was, and the words about it in the reply."""
    library, intents, words = case.library, intents_of(case.library), plain(case.text)
    danger = library.words.danger
    for i, phrase in enumerate(danger.unless):
        if pattern([phrase], library.words.lists).search(words):
            location = library.location(("words", ("danger", "unless", i)))
            yield f'"{phrase}" is everyday ({location}), so it is left out before danger is looked for.'
    if found := intents.danger_in(words):
        part, phrases = ("words", danger.words) if found in danger.words else ("phrases", danger.phrases)
        yield f'"{found}" may mean danger: {phrase_at(library, ("words", ("danger", part)), found, phrases)}.'
    elif intents.shows_danger(case.text):
        yield f"An emoji in it may mean danger ({library.location(('words', ('danger', 'emoji')))})."
    elif is_near_danger(library, case.text):
        yield "It is nearer to the examples of danger than to all others."
    else:
        yield "No phrase and no likeness to the examples tells of danger."
    yield _line_about_danger(case)


def _line_about_danger(case: Case) -> str:
    if case.is_danger:
        return "So the reply about danger is sent."
    match case.reply:
        case SayStep(caution=Caution.WHOLE) | Disambiguate(caution=Caution.WHOLE):
            return "The whole sentence about 999 stands above the reply: it is near danger, or no more than a guess."
        case SayStep(caution=Caution.SMALL) | Disambiguate(caution=Caution.SMALL):
            return "The small line about 999 stands above the reply, as with any sentence that is understood."
    return "No line about 999 stands above the reply, since it is no sentence."


def likeness(case: Case) -> Iterator[str]:
    """The second tier: the labels of the nearest examples, and what likeness is for."""
    library, words = case.library, plain(case.text)
    for example in library.examples:
        if plain(example.text) == words:
            location = library.location(("examples", (example.line,)))
            yield f"It is one of the examples ({location}): {named(example.labels)}."
    scores = topics_of(library).scores(case.spelling)
    near = [f'"{label}" {score:.1f}' for label, score in scores.items()][:NEAREST]
    if near:
        yield f"Nearest: {', '.join(near)}. From {NEAR_ENOUGH} on it may be proposed, where no phrase is found."
    ways = [f'"{way}" {score:.1f}' for way, score in inquiries_of(library).scores(case.spelling).items()][:NEAREST]
    if ways and (case.session.begun or case.session.aside):
        yield f"Nearest ways to ask: {', '.join(ways)}. From {faq.NEAR_ENOUGH} on one may be proposed, to a question."


def named(names: Iterable[str]) -> str:
    *others, last = (f'"{name}"' for name in names if name not in (GO_ON, ELSE))
    return f"{', '.join(others)} and {last}" if others else last
