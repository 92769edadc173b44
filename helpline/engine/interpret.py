"""The interpretation of an utterance where the conversation stands: a decision, which turn.py carries out.

The order matters. Opting out and danger are taken exactly as written and come first; then the answer to a
disambiguation; then exact words; only then words with a slip; and whole sentences last.
"""

import math
from dataclasses import replace

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.words import OPT_OUT_WORDS, Keyword
from helpline.engine.faq import BARELY, CLEARLY, FEWEST, agrees, answer_to, answers_near, leaves_room, nearer_answer
from helpline.engine.intents import Intents, intents_of
from helpline.engine.interpretation import (
    Answer,
    Command,
    How,
    Interpretation,
    OptOut,
    Reaction,
    Reading,
    SeveralFit,
    StandAlone,
    Topic,
    Unknown,
)  # fmt: skip
from helpline.engine.keywords import Kind, asks_something, digit_in, exact_of, plain, quoted_in, wordless_kind
from helpline.engine.languages import languages_of
from helpline.engine.machine import follow, replay
from helpline.engine.options import NamedOption, answered_before, named_option, screen
from helpline.engine.proposals import doubt, proposed
from helpline.engine.reply import GO_ON
from helpline.engine.session import Session

MOST_OFFERED = 2


def interpret(library: Library, session: Session, text: str, offered: tuple[str, ...] = ()) -> Interpretation:
    """The interpretation of a text at this step. `offered` are the names of a disambiguation."""
    return read(library, session, text, offered).found


def read(library: Library, session: Session, text: str, offered: tuple[str, ...] = ()) -> Reading:
    """The interpretation of a text at this step, with what it rests on."""
    reading = _reading(library, session, text, offered)
    not_known = library.words.odd.get("question")
    if reading.found == Unknown() and not_known and _in_conversation(session) and asks_something(text):
        return replace(reading, found=StandAlone(not_known, understood=False), how=How.QUESTION)
    return reading


def _reading(library: Library, session: Session, text: str, offered: tuple[str, ...]) -> Reading:
    intents, words = intents_of(library), plain(text)
    if found := _taken_as_written(library, intents, text, words):
        return Reading(found, How.AS_WRITTEN, (words,))
    bare = intents.bare(words)
    if offered and (found := _choice(library, offered, bare, intents.spellings(words)[0])):
        return Reading(found, How.OFFERED, (bare,))
    for spelling in dict.fromkeys([words, bare]):
        if found := _exact(library, session, spelling):
            return Reading(found, How.WHOLE, (spelling,))
    if "language" in library.words.odd and languages_of(library).language(words):
        return Reading(StandAlone(library.words.odd["language"], understood=False), How.LANGUAGE, (words,))
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
        return Reading(_wordless(library, kind), How.WORDLESS, (words,))
    if answer := answer_to(library, session, spellings):
        other = nearer_answer(library, session, answer, spellings[0]) if _in_conversation(session) else None
        found = SeveralFit((other, answer), proposed=True) if other else StandAlone(answer)
        return Reading(found, How.QUESTION, tuple(spellings))
    return Reading(_sentence(library, session, intents, spellings, text), How.SENTENCE, tuple(spellings))


def _taken_as_written(library: Library, intents: Intents, text: str, words: str) -> Interpretation | None:
    """Opting out, a reaction that quotes the line, and danger: before anything is mended."""
    if words in OPT_OUT_WORDS:
        return OptOut()
    if (quoted_in(text) or "").startswith(library.service.text_name):
        return Reaction()
    if intents.danger(words) or intents.shows_danger(text):
        return StandAlone(library.words.danger.reply)
    return None


def _choice(library: Library, offered: tuple[str, ...], bare: str, mended: str) -> Interpretation | None:
    """What a message says to a disambiguation; None where it says something of its own."""
    if exact_of(library).command(bare) in ("again", "shorter"):
        return SeveralFit(offered)
    return _picked(library, offered, bare) or _yes_or_no(library, offered, mended)


def _picked(library: Library, offered: tuple[str, ...], words: str) -> Interpretation | None:
    """The offered name that a digit picks. A name that the flow files no longer hold is not picked."""
    digit = digit_in(words)
    if digit and 0 < int(digit) <= len(offered):
        name = offered[int(digit) - 1]
        if name == GO_ON:
            return Command(GO_ON)
        if name in library.words.keywords:
            return _of(library, name, sure=True)
        if name in library.words.faq:
            return StandAlone(name)
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


def _wordless(library: Library, kind: Kind) -> Interpretation:
    reply = library.words.odd.get(kind)
    return StandAlone(reply, understood=kind == "yes_no") if reply else Unknown()


def _exact(library: Library, session: Session, words: str) -> Interpretation | None:
    """The whole message is an answer to what is on the screen, a command or a keyword."""
    exact = exact_of(library)
    for name in screen(library, session):
        if option := exact.option(name, words):
            return Answer(name, option)
    if command := exact.command(words):
        return _command(library, session, command)
    keyword = exact.keyword(words)
    return _of(library, keyword, sure=True) if keyword else None


def _command(library: Library, session: Session, command: str) -> Interpretation:
    if command == "person":
        return StandAlone(library.service.person)
    nothing_said = command == "shorter" and not (session.begun or session.aside)
    return Command("menu" if nothing_said else command)


def _of(library: Library, name: str, sure: bool) -> Interpretation:
    """The interpretation that a keyword stands for: a reply, the first question, or answers."""
    reply = library.words.keywords[name].reply
    if reply == library.flow.start:
        return Command("menu")
    return StandAlone(reply) if reply else Topic(name, sure)


def _sentence(library: Library, session: Session, intents: Intents, spellings: list[str], text: str) -> Interpretation:
    """The interpretation of a whole sentence: where its spellings differ, or rivals fit, several fit."""
    topics = [intents.topics(spelling) for spelling in spellings]
    names = tuple(dict.fromkeys(name for found in topics for name in found))
    option = named_option(library, screen(library, session), spellings)
    option = option or _correction(library, session, names, spellings)
    if not option and names and (offer := _question_beside(library, session, names[0], spellings[0], text)):
        return offer
    if not names and option:
        return Answer(option.step, option.option)
    if not names:
        near = _questions_near(library, session, spellings[0], asks_something(text))
        return near or _proposed(library, session, spellings[0]) or Unknown()
    keyword = library.words.keywords[names[0]]
    if keyword.vague and not option and (found := _proposed(library, session, spellings[0], besides=names[0])):
        return found
    if option and option.step != library.flow.start and _may_answer(library, session, keyword, option):
        leads_further = option.step != session.aside and _extends(library, keyword, session)
        return Topic(names[0], sure=False) if leads_further else Answer(option.step, option.option)
    if len(names) > 1:
        return SeveralFit(names[:MOST_OFFERED])
    if _in_the_middle(library, session) and keyword.reply == library.flow.start:
        return Unknown()  # too little to leave a question for
    if not session.answers and keyword.answers and (other := doubt(library, names[0], spellings[0])):
        return SeveralFit((names[0], other))
    if keyword.reply or not _in_the_middle(library, session) or _extends(library, keyword, session):
        return _of(library, names[0], sure=False)
    return Unknown() if agrees(keyword, session) else SeveralFit((names[0], GO_ON))


def _question_beside(library: Library, session: Session, topic: str, words: str, text: str) -> SeveralFit | None:
    """The answer to a question in a conversation that is about a topic too: offered instead of it, or beside it."""
    if not _in_conversation(session):
        return None
    keyword = library.words.keywords[topic]
    reply = library.step(keyword.reply or "")
    tells = reply is not None and not reply.options  # by itself, with nothing to go on to
    if asks_something(text) and not tells and leaves_room(library, session, words):
        return _questions_near(library, session, words, is_question=True)
    margin = BARELY if asks_something(text) and len(keyword.answers) <= 1 else CLEARLY
    near = answers_near(library, session, words, margin)
    return SeveralFit((near[0], topic), proposed=True) if near and keyword.label else None


def _questions_near(library: Library, session: Session, words: str, is_question: bool) -> SeveralFit | None:
    """The second tier's proposals for a question that is asked in a conversation."""
    if not is_question and len(words.split()) < FEWEST:
        return None  # a word or two are an answer to something else, and near to nothing
    margin = -math.inf if is_question else BARELY
    near = answers_near(library, session, words, margin) if _in_conversation(session) else []
    if near and _in_the_middle(library, session):
        return SeveralFit((near[0], GO_ON), proposed=True)
    return SeveralFit(tuple(near[:MOST_OFFERED]), proposed=True) if len(near) > 1 else None


def _proposed(library: Library, session: Session, words: str, besides: str = "") -> SeveralFit | None:
    """The second tier's proposals, to be asked about; None where nothing is near, or `besides` is the nearest."""
    names = proposed(library, words)
    if not names or names[0] == besides:
        return None
    offers = (names[0], GO_ON) if _in_the_middle(library, session) else names[:MOST_OFFERED]
    return SeveralFit(offers, proposed=True)


def _may_answer(library: Library, session: Session, keyword: Keyword, option: NamedOption) -> bool:
    """Whether a message that names an option, and is about `keyword` too, is an answer all the same.

    It is where the topic only stands in the option's own words ("no plan").
    """
    only_there = not intents_of(library).topics(option.rest)
    return only_there or len(keyword.answers) <= 1 or agrees(keyword, session) or _same_end(library, keyword, option)


def _correction(
    library: Library, session: Session, topics: tuple[str, ...], spellings: list[str]
) -> NamedOption | None:
    """Another answer to a question on the way to the outcome, unless the message is about something else."""
    found = named_option(library, answered_before(library, session), spellings, openings=False)
    if not found:
        return None
    target = follow(library, found.step, found.option)
    keywords = [library.words.keywords[name] for name in topics]
    if any(_same_end(library, keyword, found) for keyword in keywords):
        return None  # the topic says what it was taken for
    fits = all(agrees(one, session) if one.answers else _knows_already(library, one, target) for one in keywords)
    return found if fits else None


def _knows_already(library: Library, keyword: Keyword, target: str | None) -> bool:
    """Whether a keyword's reply would only ask what the conversation knows already."""
    reply = library.step(keyword.reply or "")
    further = {option.next for option in reply.options.values()} if reply else set()
    step = library.step(target or "")
    return bool(further) and bool(
        further & {target, *(option.next for option in step.options.values())} if step else False
    )


def _in_conversation(session: Session) -> bool:
    """Whether a reply stands before the message, so that it may ask about it."""
    return session.begun or bool(session.aside)


def _in_the_middle(library: Library, session: Session) -> bool:
    """Whether answers were given and a question still stands, so that another topic would lose them."""
    step, used = replay(library, session.answers)
    return bool(used) and isinstance(library.step(step), Question)


def _extends(library: Library, keyword: Keyword, session: Session) -> bool:
    """Whether a keyword's answers hold all those given and lead on from there."""
    given = set(replay(library, session.answers)[1])
    return given < set(keyword.answers.items())


def _same_end(library: Library, keyword: Keyword, choice: NamedOption) -> bool:
    """Whether an option leads straight to the outcome that a keyword would lead to."""
    end = replay(library, tuple(keyword.answers.items()))[0]
    return isinstance(library.step(end), Outcome) and follow(library, choice.step, choice.option) == end
