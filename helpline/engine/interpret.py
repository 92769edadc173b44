"""What a text means where the conversation stands: a decision, which turn.py then carries out.

The order is the point. Opting out and danger are taken exactly as written and come first; then
whatever was asked; then exact words; only then words with a slip; and whole sentences last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpline.content.library import Library
from helpline.content.model import Keyword, Option, Outcome, Question
from helpline.engine.intents import Intents, held, intents_of
from helpline.engine.keywords import digit_in, exact_of, is_opt_out, odd_kind
from helpline.engine.machine import replay
from helpline.engine.session import Session

GO_ON = "go_on"  # in an ask-back: to stay with the question that stands
MOST_ASKED = 2


@dataclass(frozen=True)
class OptOut:
    """The carrier's opt-out word and nothing else."""


@dataclass(frozen=True)
class Aside:
    """A reply that stands outside the flow."""

    reply: str


@dataclass(frozen=True)
class Choice:
    """An option of a place on the texter's screen."""

    step: str
    option: str


@dataclass(frozen=True)
class Command:
    """menu, back, again or go_on."""

    name: str


@dataclass(frozen=True)
class Topic:
    """A keyword with answers. `sure`: it was the whole message, so it need not be shown to be undone."""

    keyword: str
    sure: bool


@dataclass(frozen=True)
class Ask:
    """Several keywords fit, or one that would leave the question: names to choose from."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """Nothing fits."""


Interpretation = OptOut | Aside | Choice | Command | Topic | Ask | Unknown


def interpret(library: Library, session: Session, words: str, asked: tuple[str, ...] = ()) -> Interpretation:
    """What `words` (plain) mean at this point. `asked` are the names that were offered to choose from."""
    intents = intents_of(library)
    if is_opt_out(words):
        return OptOut()
    if intents.danger(words):
        return Aside(library.words.danger.reply)
    bare = intents.bare(words)
    if asked and (found := _picked(library, asked, bare) or _yes_or_no(library, asked, intents.readings(words)[0])):
        return found
    for reading in dict.fromkeys([words, bare]):
        if found := _exact(library, session, reading):
            return found
    # Mending slips costs more than all the rest: only now, and once where there was nothing to leave out.
    near_bare = intents.readings(bare)
    readings = near_bare if words == bare else intents.readings(words)
    near = {_exact(library, session, reading) for reading in near_bare} - {None}
    if len(near) == 1 and (found := near.pop()):
        return replace(found, sure=False) if isinstance(found, Topic) else found
    if len(names := _keywords_among(library, near_bare)) > 1:
        return Ask(names[:MOST_ASKED])
    if kind := odd_kind(words) or odd_kind(readings[0]):
        return Aside(library.words.odd[kind]) if kind in library.words.odd else Unknown()
    return _sentence(library, session, intents, readings)


def _picked(library: Library, asked: tuple[str, ...], words: str) -> Interpretation | None:
    """The one of the names offered that is named by its digit; a name that is gone by now is not offered."""
    digit = digit_in(words)
    if digit and 0 < int(digit) <= len(asked):
        name = asked[int(digit) - 1]
        if name == GO_ON:
            return Command(GO_ON)
        if name in library.words.keywords:
            return _of(library, name, sure=True)
    return None


def _yes_or_no(library: Library, asked: tuple[str, ...], words: str) -> Interpretation | None:
    """A plain no to what was offered; a plain yes where only one thing was."""
    if words in ("no", "neither", "none", "none of these", "no neither"):
        return Command(GO_ON)
    return _picked(library, asked, "1") if words == "yes" and GO_ON in asked else None


def _keywords_among(library: Library, readings: list[str]) -> tuple[str, ...]:
    """The keywords that a whole message with a slip may be."""
    names = (exact_of(library).keyword(reading) for reading in readings)
    return tuple(dict.fromkeys(name for name in names if name))


def _exact(library: Library, session: Session, words: str) -> Interpretation | None:
    """The whole message is an answer to what is on the screen, a command or a keyword."""
    exact = exact_of(library)
    for name, _ in _screen(library, session):
        if option := exact.option(name, words):
            return Choice(name, option)
    if command := exact.command(words):
        return Aside(library.service.person) if command == "person" else Command(command)
    keyword = exact.keyword(words)
    return _of(library, keyword, sure=True) if keyword else None


def _screen(library: Library, session: Session) -> Iterator[tuple[str, dict[str, Option]]]:
    """What stands on the texter's screen and can be answered: the aside, and the place before it."""
    steps = [session.aside, replay(library.flow, session.answers)[0]] if session.begun else []
    for name in steps:
        if name and (step := library.step(name)):
            yield name, step.options


def _of(library: Library, name: str, sure: bool) -> Interpretation:
    """What a keyword stands for: a reply, the first question, or answers."""
    reply = library.words.keywords[name].reply
    if reply == library.flow.start:
        return Command("menu")
    return Aside(reply) if reply else Topic(name, sure)


def _sentence(library: Library, session: Session, intents: Intents, readings: list[str]) -> Interpretation:
    """A whole sentence, for each way to read its slips; where they differ, or rivals fit, ask."""
    abouts = [intents.about(reading) for reading in readings]
    names = tuple(dict.fromkeys(name for about in abouts for name in about))
    option = next(filter(None, (_held(library, session, reading) for reading in readings)), None)
    if not names:
        return option or Unknown()
    keyword = library.words.keywords[names[0]]
    if option and option.step != library.flow.start and _may_answer(library, session, keyword, option):
        return Topic(names[0], sure=False) if _extends(library, keyword, session) else option
    if len(names) > 1:
        return Ask(names[:MOST_ASKED])
    if _in_the_middle(library, session) and keyword.reply == library.flow.start:
        return Unknown()  # too little to leave a question for
    if keyword.reply or not _in_the_middle(library, session) or _extends(library, keyword, session):
        return _of(library, names[0], sure=False)
    return Unknown() if _agrees(keyword, session) else Ask((names[0], GO_ON))


def _may_answer(library: Library, session: Session, keyword: Keyword, option: Choice) -> bool:
    """Whether a message that holds an option's words, and is about `keyword` too, is an answer all the same."""
    return len(keyword.answers) <= 1 or _agrees(keyword, session) or _same_end(library, keyword, option)


def _held(library: Library, session: Session, words: str) -> Choice | None:
    """The one option of the question on the screen whose words a longer message holds."""
    for name, options in _screen(library, session):
        found = {}
        for option_name, option in options.items():
            own = tuple(word for word in option.words if word not in ("yes", "no"))
            spans = [one.span() for one in held(own).finditer(words)] if own else []
            if words.split(" ")[0] in {"yes", "no"}.intersection(option.words):
                spans.append((0, 0))
            if spans:
                found[option_name] = max(end - start for start, end in spans)
        longest = [one for one, size in found.items() if size == max(found.values())]
        if len(longest) == 1:
            return Choice(name, longest[0])
    return None


def _in_the_middle(library: Library, session: Session) -> bool:
    """Whether answers were given and a question still stands, so that another topic would lose them."""
    step, used = replay(library.flow, session.answers)
    return bool(used) and isinstance(library.step(step), Question)


def _agrees(keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers contradict none of those given."""
    return all(keyword.answers.get(question, option) == option for question, option in session.answers)


def _extends(library: Library, keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers hold all those given and lead on from there."""
    given = set(replay(library.flow, session.answers)[1])
    return given < set(keyword.answers.items())


def _same_end(library: Library, keyword: Keyword, choice: Choice) -> bool:
    """Whether an option leads straight to the outcome that a keyword would lead to."""
    end = replay(library.flow, tuple(keyword.answers.items()))[0]
    step = library.step(choice.step)
    return bool(step) and isinstance(library.step(end), Outcome) and step.options[choice.option].next == end  # type: ignore[union-attr]
