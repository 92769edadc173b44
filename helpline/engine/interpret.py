"""The interpretation of an utterance where the conversation stands: a decision, which turn.py carries out.

The order matters. Opting out and danger are taken exactly as written and come first; then the answer to a
disambiguation; then exact words; only then words with a slip; and whole sentences last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import lru_cache

from helpline.content.library import Library
from helpline.content.model import OPT_OUT_WORDS, Keyword, Option, Outcome, Question
from helpline.engine.classifier import classifier_of
from helpline.engine.intents import Intents, intents_of, option_pattern
from helpline.engine.keywords import digit_in, exact_of, plain, quoted_in, wordless_kind
from helpline.engine.machine import follow, replay
from helpline.engine.reply import GO_ON
from helpline.engine.session import Session

MOST_OFFERED = 2
NEAR_ENOUGH = 0.7  # of the second tier's scores: below it nothing is proposed


@dataclass(frozen=True)
class OptOut:
    """The message is the carrier's opt-out word and nothing else."""


@dataclass(frozen=True)
class Reaction:
    """A phone's reaction to a text of ours, which it quotes."""


@dataclass(frozen=True)
class StandAlone:
    """A reply that stands outside the flow. `understood`: it is not the one for messages that cannot be read."""

    reply: str
    understood: bool = True


@dataclass(frozen=True)
class Answer:
    """An option of a step that stands on the texter's screen."""

    step: str
    option: str


@dataclass(frozen=True)
class Command:
    """One of menu, back, again and go_on."""

    name: str


@dataclass(frozen=True)
class Topic:
    """A keyword with answers. `sure`: it was the whole message, so it need not be shown to be undone."""

    keyword: str
    sure: bool


@dataclass(frozen=True)
class SeveralFit:
    """Several keywords fit, or one that would leave the question: names to choose from.

    `proposed` says that no phrase was found, and the second tier named them.
    """

    names: tuple[str, ...]
    proposed: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Unknown:
    """Nothing fits."""


Interpretation = OptOut | Reaction | StandAlone | Answer | Command | Topic | SeveralFit | Unknown


class How(Enum):
    """The ways in which a message is understood, in the order in which they are tried."""

    AS_WRITTEN = auto()  # opting out, a reaction or danger, before anything is mended
    OFFERED = auto()  # an answer to a disambiguation
    WHOLE = auto()  # the whole message is an answer, a command or a keyword
    WORDLESS = auto()  # a picture, an emoji, a link, or "yes" to nothing
    SENTENCE = auto()  # by what stands anywhere in it; or, where nothing does, by its likeness to the examples


@dataclass(frozen=True)
class Reading:
    """An interpretation, how it was come by, and the spellings of the message in which it was found."""

    found: Interpretation
    how: How
    spellings: tuple[str, ...]


def interpret(library: Library, session: Session, text: str, offered: tuple[str, ...] = ()) -> Interpretation:
    """The interpretation of a text at this step. `offered` are the names of a disambiguation."""
    return read(library, session, text, offered).found


def read(library: Library, session: Session, text: str, offered: tuple[str, ...] = ()) -> Reading:
    """The interpretation of a text at this step, with what it rests on."""
    intents, words = intents_of(library), plain(text)
    if found := _taken_as_written(library, intents, text, words):
        return Reading(found, How.AS_WRITTEN, (words,))
    bare = intents.bare(words)
    if offered:
        found = _picked(library, offered, bare) or _yes_or_no(library, offered, intents.spellings(words)[0])
        if found:
            return Reading(found, How.OFFERED, (bare,))
    for spelling in dict.fromkeys([words, bare]):
        if found := _exact(library, session, spelling):
            return Reading(found, How.WHOLE, (spelling,))
    # Mending slips costs more than all the rest: only now, and once where there was nothing to leave out.
    bare_spellings = intents.spellings(bare)
    spellings = bare_spellings if words == bare else intents.spellings(words)
    near = {found: spelling for spelling in bare_spellings if (found := _exact(library, session, spelling))}
    if len(near) == 1:
        (found, spelling), *_ = near.items()
        return Reading(replace(found, sure=False) if isinstance(found, Topic) else found, How.WHOLE, (spelling,))
    if len(names := _keywords_among(library, bare_spellings)) > 1:
        return Reading(SeveralFit(names[:MOST_OFFERED]), How.WHOLE, tuple(bare_spellings))
    if kind := wordless_kind(words) or wordless_kind(spellings[0]):
        known = library.words.odd.get(kind)
        found = StandAlone(known, understood=kind == "yes_no") if known else Unknown()
        return Reading(found, How.WORDLESS, (words,))
    return Reading(_sentence(library, session, intents, spellings), How.SENTENCE, tuple(spellings))


def _taken_as_written(library: Library, intents: Intents, text: str, words: str) -> Interpretation | None:
    """Opting out, a reaction that quotes the line, and danger: before anything is mended."""
    if words in OPT_OUT_WORDS:
        return OptOut()
    if (quoted_in(text) or "").startswith(library.service.text_name):
        return Reaction()
    if intents.danger(words) or intents.shows_danger(text):
        return StandAlone(library.words.danger.reply)
    return None


def _picked(library: Library, offered: tuple[str, ...], words: str) -> Interpretation | None:
    """The offered name that a digit picks. A name that the flow files no longer hold is not picked."""
    digit = digit_in(words)
    if digit and 0 < int(digit) <= len(offered):
        name = offered[int(digit) - 1]
        if name == GO_ON:
            return Command(GO_ON)
        if name in library.words.keywords:
            return _of(library, name, sure=True)
    return None


def _yes_or_no(library: Library, offered: tuple[str, ...], words: str) -> Interpretation | None:
    """A plain no to what was offered; a plain yes where only one thing was."""
    if words in ("no", "neither", "none", "none of these", "no neither"):
        return Command(GO_ON)
    return _picked(library, offered, "1") if words == "yes" and GO_ON in offered else None


def _keywords_among(library: Library, spellings: list[str]) -> tuple[str, ...]:
    """The keywords that a whole message with a slip may be."""
    names = (exact_of(library).keyword(spelling) for spelling in spellings)
    return tuple(dict.fromkeys(name for name in names if name))


def _exact(library: Library, session: Session, words: str) -> Interpretation | None:
    """The whole message is an answer to what is on the screen, a command or a keyword."""
    exact = exact_of(library)
    for name, _ in _screen(library, session):
        if option := exact.option(name, words):
            return Answer(name, option)
    if command := exact.command(words):
        return StandAlone(library.service.person) if command == "person" else Command(command)
    keyword = exact.keyword(words)
    return _of(library, keyword, sure=True) if keyword else None


def _screen(library: Library, session: Session) -> Iterator[tuple[str, dict[str, Option]]]:
    """The steps on the texter's screen that can be answered: the aside, and the step before it."""
    steps = [session.aside, replay(library, session.answers)[0]] if session.begun else []
    for name in steps:
        if name and (step := library.step(name)):
            yield name, step.options


def _of(library: Library, name: str, sure: bool) -> Interpretation:
    """The interpretation that a keyword stands for: a reply, the first question, or answers."""
    reply = library.words.keywords[name].reply
    if reply == library.flow.start:
        return Command("menu")
    return StandAlone(reply) if reply else Topic(name, sure)


def _sentence(library: Library, session: Session, intents: Intents, spellings: list[str]) -> Interpretation:
    """The interpretation of a whole sentence: where its spellings differ, or rivals fit, several fit."""
    topics = [intents.topics(spelling) for spelling in spellings]
    names = tuple(dict.fromkeys(name for found in topics for name in found))
    option = next(filter(None, (_option_in(library, session, spelling) for spelling in spellings)), None)
    if not names:
        return option or _proposed(library, session, spellings[0])
    keyword = library.words.keywords[names[0]]
    if option and option.step != library.flow.start and _may_answer(library, session, keyword, option):
        return Topic(names[0], sure=False) if _extends(library, keyword, session) else option
    if len(names) > 1:
        return SeveralFit(names[:MOST_OFFERED])
    if _in_the_middle(library, session) and keyword.reply == library.flow.start:
        return Unknown()  # too little to leave a question for
    if keyword.reply or not _in_the_middle(library, session) or _extends(library, keyword, session):
        return _of(library, names[0], sure=False)
    return Unknown() if _agrees(keyword, session) else SeveralFit((names[0], GO_ON))


def _proposed(library: Library, session: Session, words: str) -> Interpretation:
    """The second tier's proposals, to be asked about: for a message in which no phrase was found."""
    if not any(word.isalpha() and len(word) > 1 for word in words.split()):
        return Unknown()  # a digit or a sign is an answer to something else, and near to nothing
    near = [proposals_of(library).get(step) for step in classifier_of(library).nearest(words, NEAR_ENOUGH)]
    if not near or not near[0]:
        return Unknown()
    names = [name for name in near if name]
    offers = (names[0], GO_ON) if _in_the_middle(library, session) else tuple(names[:MOST_OFFERED])
    return SeveralFit(offers, proposed=True)


@lru_cache(maxsize=8)
def proposals_of(library: Library) -> dict[str, str]:
    """For each step that an example may name, the first keyword with a label that leads there."""
    found: dict[str, str] = {}
    for name, keyword in library.words.keywords.items():
        if keyword.label:
            found.setdefault(keyword.reply or replay(library, tuple(keyword.answers.items()))[0], name)
    return found


def _may_answer(library: Library, session: Session, keyword: Keyword, option: Answer) -> bool:
    """Whether a message that holds an option's words, and is about `keyword` too, is an answer all the same."""
    return len(keyword.answers) <= 1 or _agrees(keyword, session) or _same_end(library, keyword, option)


def _option_in(library: Library, session: Session, words: str) -> Answer | None:
    """The one option of the question on the screen whose words a longer message holds."""
    for name, options in _screen(library, session):
        found = {}
        for option_name, option in options.items():
            own = tuple(word for word in option.words if word not in ("yes", "no"))
            spans = [one.span() for one in option_pattern(own).finditer(words)] if own else []
            if words.split(" ")[0] in {"yes", "no"}.intersection(option.words):
                spans.append((0, 0))
            if spans:
                found[option_name] = max(end - start for start, end in spans)
        longest = [one for one, size in found.items() if size == max(found.values())]
        if len(longest) == 1:
            return Answer(name, longest[0])
    return None


def _in_the_middle(library: Library, session: Session) -> bool:
    """Whether answers were given and a question still stands, so that another topic would lose them."""
    step, used = replay(library, session.answers)
    return bool(used) and isinstance(library.step(step), Question)


def _agrees(keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers contradict none of those given."""
    return all(keyword.answers.get(question, option) == option for question, option in session.answers)


def _extends(library: Library, keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers hold all those given and lead on from there."""
    given = set(replay(library, session.answers)[1])
    return given < set(keyword.answers.items())


def _same_end(library: Library, keyword: Keyword, choice: Answer) -> bool:
    """Whether an option leads straight to the outcome that a keyword would lead to."""
    end = replay(library, tuple(keyword.answers.items()))[0]
    return isinstance(library.step(end), Outcome) and follow(library, choice.step, choice.option) == end
