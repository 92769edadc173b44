"""The questions that people ask the line: the answer of faq.yaml that a message asks for, where it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.words import DANGER, EVERYDAY
from helpline.engine.classifier import Classifier, trained_on
from helpline.engine.intents import intents_of
from helpline.engine.keywords import asks_something, begins_as_question
from helpline.engine.machine import replay
from helpline.engine.phrases import is_solid, pattern
from helpline.engine.position import agrees, end_of
from helpline.engine.session import Session

NEAR_ENOUGH = 0.9  # of the second tier's scores: below it nothing is proposed
BEHIND = -1.5  # how far a message that is a question in form may be behind messages that ask nothing
BESIDE = 1.2  # how far a second proposal may be behind the first
BARELY = -0.5  # how far a message that is no question in form may be behind messages that ask nothing
CLEARLY = 0.0  # how far it must be ahead of messages that ask nothing, to be offered beside a topic
DOUBT = 0.6  # how far another question must be ahead of the one that phrases found, so that both are asked about
NO_INQUIRY = ""  # the label of messages that ask nothing of the line
FEWEST = 3  # words of a message that may ask something else than its phrase says
LOOKED_AT = 3  # nearest ways to ask that are looked at for an answer


@dataclass(frozen=True)
class Inquiry:
    """A way to ask that a message holds, the answer to it, and the words around it.

    The rest is without the question's own words, so that a topic in them ("a plan") does not count.
    """

    inquiry: str
    answer: str
    rest: str


class Faq:
    """Finds the answer that bare words (`plain`) ask for. Holds no message."""

    def __init__(self, library: Library):
        words = library.words
        self._inquiries = [(name, pattern(phrases, words.lists)) for name, phrases in words.inquiries.items()]
        self._subjects = [(name, pattern(one.named, words.lists)) for name, one in words.subjects.items()]
        self._standing = pattern([name for one in words.subjects.values() if one.at for name in one.named], words.lists)
        self._at = {name: set(one.at) for name, one in words.subjects.items()}
        self._answers = {(answer.inquiry, answer.about): name for name, answer in words.faq.items()}

    def named(self, words: str) -> tuple[str, ...]:
        """The subjects that a message names."""
        return tuple(name for name, found in self._subjects if found.search(words))

    def subjects(self, words: str, standing: tuple[str, ...]) -> tuple[str, ...]:
        """What a message is about: what it names, and what the conversation is about, unless it names another such."""
        named = self.named(words)
        steps = set[str]().union(*(self._at[name] for name in named))
        return (*named, *(name for name in standing if not steps or not self._at[name] or steps & self._at[name]))

    def without_subjects(self, words: str) -> str:
        """The message without the words that name what a conversation may be about ("mediation")."""
        return " ".join(self._standing.sub(" ", words).split())

    def answers(self, words: str, standing: tuple[str, ...]) -> Iterator[Inquiry]:
        """The answers to the ways to ask that a message holds, about what it names, else about what is `standing`."""
        subjects = self.subjects(words, standing)
        for ask, found in self._inquiries:
            if found.search(words) and (name := self.about(ask, subjects)):
                yield Inquiry(ask, name, " ".join(found.sub(" ", words).split()))

    def about(self, ask: str, subjects: tuple[str, ...]) -> str | None:
        """The answer to a way to ask about the first of these subjects that has one, else the one about none."""
        return next((self._answers[ask, one] for one in (*subjects, None) if (ask, one) in self._answers), None)


@lru_cache(maxsize=8)
def inquiries_of(library: Library) -> Classifier:
    """The classifier of questions: the phrases and the examples of each way to ask, and messages that ask nothing."""
    words = library.words
    phrases = [(ask, phrase) for ask, phrases in words.inquiries.items() for phrase in phrases if is_solid(phrase)]
    told = (one for one in library.examples if one.labels[0] not in (DANGER, EVERYDAY))  # told apart before
    examples = [(_inquiry(library, one.labels[0]), one.text) for one in told]
    return trained_on((*phrases, *examples))


def _inquiry(library: Library, label: str) -> str:
    answer = library.words.faq.get(label)
    return answer.inquiry or NO_INQUIRY if answer else NO_INQUIRY


@lru_cache(maxsize=8)
def faq_of(library: Library) -> Faq:
    """The questions and answers of a library, compiled once."""
    return Faq(library)


def answer_to(library: Library, session: Session, spellings: list[str]) -> str | None:
    """The answer to a question that people ask the line, unless the message is rather about another topic.

    Where a message asks in several ways, the one that it is nearest to counts.
    """
    standing = tuple(subjects_at(library, session))
    for spelling in spellings:
        found = [
            one for one in faq_of(library).answers(spelling, standing) if _is_meant(library, session, spelling, one)
        ]
        if found:
            return _nearer_of(library, spelling, found)
    return _not_known(library, session, spellings[0])


def _not_known(library: Library, session: Session, words: str) -> str | None:
    """The answer that this line does not know, where a question is clearly nearest to those that it cannot answer."""
    answer = library.words.faq.get(library.words.odd.get("question", ""))
    if not (answer and answer.inquiry and session.in_conversation and asks_something(words)):
        return None
    return library.words.odd["question"] if inquiries_of(library).ahead(answer.inquiry, words) > CLEARLY else None


def _nearer_of(library: Library, words: str, found: list[Inquiry]) -> str:
    """The first answer of several, unless a message is clearly nearer to another one."""
    if len(found) == 1:
        return found[0].answer
    scores = inquiries_of(library).scores(words)
    first, nearest = found[0], max(found, key=lambda one: scores.get(one.inquiry, 0.0))
    ahead = scores.get(nearest.inquiry, 0.0) - scores.get(first.inquiry, 0.0)
    return nearest.answer if ahead > DOUBT else first.answer


def _is_meant(library: Library, session: Session, words: str, one: Inquiry) -> bool:
    """Whether a message that asks so is a question, and not about a topic with a question behind it."""
    faq = faq_of(library)
    if begins_as_question(words) and library.words.faq[one.answer].about in faq.named(words):
        return True
    rest = intents_of(library).bare(one.rest)
    return leaves_room(library, session, faq.without_subjects(rest) if asks_something(words) else rest)


def answers_near(library: Library, session: Session, words: str, margin: float = BEHIND) -> list[str]:
    """The answers to the questions that a message is nearest to, to be asked about: the second tier's proposals.

    `margin` is how far the nearest must be ahead of messages that ask nothing.
    """
    return _nearest(library, session, words, inquiries_of(library).scores(words), margin)


def _nearest(library: Library, session: Session, words: str, scores: dict[str, float], margin: float) -> list[str]:
    """The answers to the best of the scored ways to ask, about what the message names or the conversation is about."""
    inquiries = {inquiry: score for inquiry, score in scores.items() if inquiry != NO_INQUIRY}
    best = max(inquiries.values(), default=0.0)
    if best < NEAR_ENOUGH or best - scores.get(NO_INQUIRY, 0.0) < margin:
        return []
    faq = faq_of(library)
    subjects = faq.subjects(words, tuple(subjects_at(library, session)))
    near = [one for one in list(inquiries)[:LOOKED_AT] if inquiries[one] >= best - BESIDE]
    answers = [answer for inquiry in near if (answer := faq.about(inquiry, subjects))]
    known = dict.fromkeys(answer for answer in answers if answer != library.words.odd.get("question"))
    return list(known) if answers and answers[0] in known else []


def nearer_answer(library: Library, session: Session, answer: str, words: str) -> str | None:
    """The answer that a message is clearly nearer to than to the one that its phrases found."""
    if len(words.split()) < FEWEST:
        return None
    scores = inquiries_of(library).scores(words)
    ours = scores.get(library.words.faq[answer].inquiry or "", 0.0)
    near = _nearest(library, session, words, scores, CLEARLY)
    return near[0] if near and near[0] != answer and max(scores.values()) - ours > DOUBT else None


def leaves_room(library: Library, session: Session, words: str) -> bool:
    """Whether a question may be meant although these words may be about topics.

    It may where each topic says too little to begin with, can itself be asked about, or is that of the conversation.
    """
    subjects, standing = library.words.subjects, set(subjects_at(library, session))
    steps = {step for subject in subjects.values() for step in subject.at}
    here = {step for name in standing for step in subjects[name].at}
    intents, in_conversation = intents_of(library), bool(session.answers or standing)
    vague = {library.flow.start, library.service.on_misses, *(steps if in_conversation else ())}
    return all(
        (in_conversation and agrees(keyword, session)) or end_of(library, keyword) in here
        if keyword.answers
        else keyword.vague or keyword.reply in vague
        for keyword in map(library.words.keywords.__getitem__, intents.topics(intents.marked(words)))
    )


def subjects_at(library: Library, session: Session) -> Iterator[str]:
    """The subjects that a question means where the conversation stands: of the aside, and of the step before it."""
    aside = library.words.faq.get(session.aside or "")
    if aside and aside.about:
        yield aside.about
    before = replay(library, session.answers)[0] if session.begun else None
    for step in (session.aside, before):
        yield from (name for name, subject in library.words.subjects.items() if step in subject.at)
