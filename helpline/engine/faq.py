"""The questions that people ask the line: the answer of faq.yaml that a message asks for, where it is asked."""

from collections.abc import Iterator
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import Keyword
from helpline.engine.intents import intents_of
from helpline.engine.machine import replay
from helpline.engine.phrases import pattern
from helpline.engine.session import Session


class Faq:
    """Finds the answer that bare words (`plain`) ask for. Holds no message."""

    def __init__(self, library: Library):
        words = library.words
        self._asks = [(name, pattern(phrases, words.lists)) for name, phrases in words.asks.items()]
        self._subjects = [(name, pattern(one.named, words.lists)) for name, one in words.subjects.items()]
        self._answers = {(answer.asks, answer.about): name for name, answer in words.faq.items()}

    def named(self, words: str) -> tuple[str, ...]:
        """The subjects that a message names."""
        return tuple(name for name, found in self._subjects if found.search(words))

    def answer(self, words: str, subjects: tuple[str, ...] = ()) -> tuple[str, str] | None:
        """The answer about the first of these subjects that has one, else the one about none; and the words around it.

        These are the message without the question's own words, so that a topic in them ("a plan") does not count.
        """
        for ask, found in self._asks:
            if found.search(words) and (name := self._about(ask, subjects)):
                return name, " ".join(found.sub(" ", words).split())
        return None

    def _about(self, ask: str, subjects: tuple[str, ...]) -> str | None:
        return next((self._answers[ask, one] for one in (*subjects, None) if (ask, one) in self._answers), None)


@lru_cache(maxsize=8)
def faq_of(library: Library) -> Faq:
    """The questions and answers of a library, compiled once."""
    return Faq(library)


def answer_to(library: Library, session: Session, spellings: list[str]) -> str | None:
    """The answer to a question that people ask the line, unless the message is rather about another topic."""
    faq, standing = faq_of(library), tuple(subjects_at(library, session))
    for spelling in spellings:
        named = faq.named(spelling)
        if found := faq.answer(spelling, (*named, *standing)):
            answer, rest = found
            topics = intents_of(library).topics(rest)
            if library.words.faq[answer].about in named or all(
                _leaves_room(library, session, topic, answer) for topic in topics
            ):
                return answer
    return None


def _leaves_room(library: Library, session: Session, topic: str, answer: str) -> bool:
    """Whether a question may be meant though its message is about a topic too.

    In a conversation it is, unless the topic is another one. As a first message it is where the topic says too
    little to begin with.
    """
    keyword = library.words.keywords[topic]
    if session.answers or library.words.faq[answer].about:
        return agrees(keyword, session)
    return keyword.reply in (library.flow.start, library.service.on_misses)


def agrees(keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers contradict none of those given."""
    return all(keyword.answers.get(question, option) == option for question, option in session.answers)


def subjects_at(library: Library, session: Session) -> Iterator[str]:
    """The subjects that a question means where the conversation stands: of the aside, and of the step before it."""
    aside = library.words.faq.get(session.aside or "")
    if aside and aside.about:
        yield aside.about
    before = replay(library, session.answers)[0] if session.begun else None
    for step in (session.aside, before):
        yield from (name for name, subject in library.words.subjects.items() if step in subject.at)
