"""A whole sentence where a conversation stands: its topics, the options that it names, and what it is near to.

Phrases act. The second tier only asks: where no phrase is found, and where the examples are nearer to another place
than the one that phrases found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.words import Keyword
from helpline.engine.faq import BARELY, BEHIND, CLEARLY, FEWEST, answers_near, leaves_room
from helpline.engine.intents import Marked, intents_of
from helpline.engine.interpretation import Answer, Interpretation, SeveralFit, Topic, Unknown
from helpline.engine.keywords import asks_something, digit_ahead
from helpline.engine.machine import follow
from helpline.engine.offers import OPTION, corrects, of_keyword, offer
from helpline.engine.options import NamedOption, answered_before, named_options, opened_option, screen
from helpline.engine.position import agrees, end_of, extends, in_the_middle, step_of
from helpline.engine.proposals import doubt, proposed
from helpline.engine.session import Session


@dataclass(frozen=True)
class Sentence:
    """A text that is no whole message of ours, the ways in which it may be spelt, and the session that it comes to."""

    library: Library
    session: Session
    text: str
    spellings: list[str]

    @property
    def words(self) -> str:
        """The text in its first spelling."""
        return self.spellings[0]

    @cached_property
    def is_question(self) -> bool:
        """Whether it is put as a question."""
        return asks_something(self.text)

    @cached_property
    def topics(self) -> list[str]:
        """The keywords that its phrases fit; several where spellings differ, or rivals fit as well."""
        topics = intents_of(self.library).topics
        return list(dict.fromkeys(name for message in self.marked for name in topics(message)))

    @cached_property
    def marked(self) -> list[Marked]:
        """Each spelling with the clues in it."""
        return [intents_of(self.library).marked(spelling) for spelling in self.spellings]

    @cached_property
    def answers(self) -> list[NamedOption]:
        """The option on the screen that it names by its words; several where they have the same words."""
        return named_options(self.library, screen(self.library, self.session), self.marked)

    def found(self) -> Interpretation:
        """The interpretation of the sentence."""
        opened = opened_option(self.library, screen(self.library, self.session), self.words)
        if opened and digit_ahead(self.words):
            return Answer(opened.step, opened.option)
        if len(self.answers) > 1:
            return self._offer(f"{one.step}{OPTION}{one.option}" for one in self.answers)
        option = self._answer() or self._correction() or (None if self._contradicts() else opened)
        if not option and self.topics and (beside := self._question_beside()):
            return beside
        if not self.topics:
            return Answer(option.step, option.option) if option else self._near()
        keyword = self._keyword(self.topics[0])
        if keyword.vague and not option and (instead := self._instead_of_vague(keyword)):
            return instead
        if option and option.step != self.library.flow.start and self._may_answer(keyword, option):
            further = option.step != self.session.aside and extends(self.library, keyword, self.session)
            return Topic(self.topics[0], sure=False) if further else Answer(option.step, option.option)
        return self._topic(keyword)

    def questions_near(self) -> SeveralFit | None:
        """The answers to the questions that it is nearest to, to be asked about; only in a conversation."""
        if not self.session.in_conversation or (not self.is_question and len(self.words.split()) < FEWEST):
            return None  # a word or two are an answer to something else, and near to nothing
        near = answers_near(self.library, self.session, self.words, BEHIND if self.is_question else BARELY)
        return self._offer(near, proposed=True) if near else None

    def _keyword(self, name: str) -> Keyword:
        return self.library.words.keywords[name]

    def _offer(self, names: Iterable[str], proposed: bool = False) -> SeveralFit:
        return offer(self.library, self.session, names, proposed)

    def _contradicts(self) -> bool:
        """Whether it is about something beside the answers given, so that a yes or no in front answers nothing."""
        keywords = [self._keyword(name) for name in self.topics]
        return any(one.reply or not agrees(one, self.session) for one in keywords)

    def _topic(self, keyword: Keyword) -> Interpretation:
        """What its topic is taken for: at once where nothing is lost by that, else it is asked about."""
        name, middle = self.topics[0], in_the_middle(self.library, self.session)
        if len(self.topics) > 1:
            return self._offer(self.topics)
        if middle and keyword.reply == self.library.flow.start:
            return Unknown()  # too little to leave a question for
        in_flow = bool(keyword.answers) or keyword.reply in self.library.flow.steps
        if in_flow and not middle and (others := doubt(self.library, name, self.marked[0])):
            return self._offer((name, *others))
        if keyword.reply or not middle or extends(self.library, keyword, self.session):
            return of_keyword(self.library, name, sure=False)
        if agrees(keyword, self.session):
            return Unknown()
        return of_keyword(self.library, name, sure=False) if corrects(self.library, self.words) else self._offer([name])

    def _instead_of_vague(self, keyword: Keyword) -> Interpretation | None:
        """What the examples propose instead of a topic that says little; thanks around a question are none."""
        if not keyword.label:
            return Unknown() if self.is_question else None
        return self._proposed(besides=self.topics[0])

    def _near(self) -> Interpretation:
        """What it is near to, where no phrase is found. A question in a conversation is no topic."""
        if near := self.questions_near():
            return near
        asked_midway = self.is_question and self.session.in_conversation
        return Unknown() if asked_midway else self._proposed() or Unknown()

    def _proposed(self, besides: str = "") -> SeveralFit | None:
        """The topics that it is nearest to, to be asked about; None where `besides` is the nearest, or nothing is."""
        names = proposed(self.library, self.words)
        return self._offer(names, proposed=True) if names and names[0] != besides else None

    def _question_beside(self) -> SeveralFit | None:
        """The answer to a question in a conversation that is about a topic too: offered instead of it, or beside it."""
        if not self.session.in_conversation:
            return None
        keyword = self._keyword(self.topics[0])
        reply = self.library.step(keyword.reply or "")
        tells = reply is not None and not reply.options  # by itself, with nothing to go on to
        if self.is_question and not tells and leaves_room(self.library, self.session, self.words):
            return self.questions_near()
        margin = (BARELY if len(keyword.answers) > 1 else BEHIND) if self.is_question else CLEARLY
        near = answers_near(self.library, self.session, self.words, margin)
        return self._offer((near[0], self.topics[0]), proposed=True) if near and keyword.label else None

    def _may_answer(self, keyword: Keyword, option: NamedOption) -> bool:
        """Whether it answers the question although it is about `keyword` too.

        It does where the topic only stands in the option's own words ("no plan"), and where the topic says no more than
        the answers given, or names another body beside an answer that ends in advice.
        """
        intents = intents_of(self.library)
        only_there = not intents.topics(intents.marked(option.rest))
        target = follow(self.library, option.step, option.option) or ""
        if keyword.reply and target == step_of(self.library, self.session):
            return False  # that was told already
        ends = isinstance(self.library.step(target), Outcome)
        beside = len(keyword.answers) <= 1 and ends
        no_news = bool(keyword.answers) and agrees(keyword, self.session)
        return only_there or beside or no_news or self._same_end(keyword, option)

    def _answer(self) -> NamedOption | None:
        """The option on the screen that it names. A question about an outcome names none: "does it need a letter"."""
        if not self.answers or (self.is_question and isinstance(self.library.step(self.answers[0].step), Outcome)):
            return None
        return self.answers[0]

    def _correction(self) -> NamedOption | None:
        """Another answer to a question on the way to the outcome, unless it is about something else."""
        named = named_options(self.library, answered_before(self.library, self.session), self.marked)
        keywords = [self._keyword(name) for name in self.topics]
        if len(named) != 1 or any(self._same_end(keyword, named[0]) for keyword in keywords):
            return None  # the topic says what it was taken for
        found = named[0]
        target = follow(self.library, found.step, found.option)
        fits = (agrees(one, self.session) if one.answers else self._knows_already(one, target) for one in keywords)
        return found if all(fits) else None

    def _knows_already(self, keyword: Keyword, target: str | None) -> bool:
        """Whether a keyword's reply would only ask what the conversation knows already."""
        reply, step = self.library.step(keyword.reply or ""), self.library.step(target or "")
        further = {option.next for option in reply.options.values()} if reply else set()
        known = {target, *(option.next for option in step.options.values())} if step else set()
        return bool(further & known)

    def _same_end(self, keyword: Keyword, choice: NamedOption) -> bool:
        """Whether an option leads straight to the outcome that a keyword would lead to."""
        end = end_of(self.library, keyword)
        is_outcome = isinstance(self.library.step(end), Outcome)
        return is_outcome and follow(self.library, choice.step, choice.option) == end
