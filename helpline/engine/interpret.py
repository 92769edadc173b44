"""The interpretation of an utterance where the conversation stands: a decision, which turn.py carries out.

The order matters. Opting out and danger are taken exactly as written and come first; then the answer to a
disambiguation; then exact words; only then words with a slip; and whole sentences last.
"""

from dataclasses import replace

from helpline.content.library import Library
from helpline.content.model import Question
from helpline.content.words import OPT_OUT_WORDS
from helpline.engine.faq import answer_to, nearer_answer
from helpline.engine.intents import Intents, intents_of
from helpline.engine.interpretation import (
    Answer,
    Command,
    How,
    Interpretation,
    OptOut,
    Reaction,
    Reading,
    StandAlone,
    Topic,
    Unknown,
)  # fmt: skip
from helpline.engine.keywords import Kind, exact_of, plain, quoted_in, wordless_kind
from helpline.engine.languages import languages_of
from helpline.engine.machine import follow
from helpline.engine.offers import chosen, of_keyword, offer
from helpline.engine.options import named_options, screen
from helpline.engine.position import end_of, step_of
from helpline.engine.reply import GO_ON
from helpline.engine.sentence import Sentence
from helpline.engine.session import Session


def interpret(library: Library, session: Session, text: str, offered: tuple[str, ...] = ()) -> Interpretation:
    """The interpretation of a text at this step. `offered` are the names of a disambiguation."""
    return read(library, session, text, offered).found


def read(library: Library, session: Session, text: str, offered: tuple[str, ...] = ()) -> Reading:
    """The interpretation of a text at this step, with what it rests on."""
    reading = _reading(library, session, text, offered)
    again = reading.how is How.SENTENCE and _leads_to(library, reading.found) == _stands_at(library, session)
    sentence = Sentence(library, session, text, list(reading.spellings))
    if again and sentence.is_question:  # the words that the question is about would not answer it
        reading = replace(reading, found=sentence.questions_near() or Unknown())
    not_known = library.words.odd.get("question")
    if reading.found == Unknown() and not_known and session.in_conversation and sentence.is_question:
        return replace(reading, found=StandAlone(not_known, understood=False), how=How.QUESTION)
    return reading


def _leads_to(library: Library, found: Interpretation) -> str | None:
    """The step that an interpretation leads to by itself."""
    match found:
        case Answer(step, option):
            return follow(library, step, option)
        case Topic(keyword):
            return end_of(library, library.words.keywords[keyword])
        case StandAlone(reply):
            return reply
    return None


def _stands_at(library: Library, session: Session) -> str:
    """The step that the last reply was at; none before the first reply."""
    return step_of(library, session) if session.in_conversation else ""


def _reading(library: Library, session: Session, text: str, offered: tuple[str, ...]) -> Reading:
    intents, words = intents_of(library), plain(text)
    if found := _taken_as_written(library, intents, text, words):
        return Reading(found, How.AS_WRITTEN, (words,))
    bare = intents.bare(words)
    if offered and (found := chosen(library, offered, bare, intents.spellings(words)[0])):
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
        return Reading(offer(library, session, names), How.WHOLE, tuple(bare_spellings))
    if kind := wordless_kind(words) or wordless_kind(spellings[0]):
        return Reading(_wordless(library, kind), How.WORDLESS, (words,))
    sentence = Sentence(library, session, text, spellings)
    answers_screen = sentence.answers and not sentence.is_question
    if not answers_screen and (answer := answer_to(library, session, spellings)):
        nearer = nearer_answer(library, session, answer, spellings[0]) if session.in_conversation else None
        found = offer(library, session, (nearer, answer), proposed=True) if nearer else StandAlone(answer)
        return Reading(found, How.QUESTION, tuple(spellings))
    return Reading(sentence.found(), How.SENTENCE, tuple(spellings))


def _taken_as_written(library: Library, intents: Intents, text: str, words: str) -> Interpretation | None:
    """Opting out, a reaction that quotes the line, and danger: before anything is mended."""
    if words in OPT_OUT_WORDS:
        return OptOut()
    if (quoted_in(text) or "").startswith(library.service.text_name):
        return Reaction()
    if intents.danger(words) or intents.shows_danger(text):
        return StandAlone(library.words.danger.reply)
    return None


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
    if not (keyword := exact.keyword(words)):
        return None
    found = of_keyword(library, keyword, sure=True)
    if found == _wordless(library, "yes_no") and _is_open(library, session):
        return Command(GO_ON)  # "ok" is no answer to a question
    aside = [session.aside] if session.aside else []
    named = named_options(library, aside, [intents_of(library).marked(words)]) if aside else []
    if len(named) == 1:  # "the school", where a reply names the bodies
        return Answer(named[0].step, named[0].option)
    return found


def _is_open(library: Library, session: Session) -> bool:
    """Whether a question stands on the screen."""
    return session.begun and isinstance(library.step(step_of(library, session)), Question)


def _command(library: Library, session: Session, command: str) -> Interpretation:
    if command == "person":
        return StandAlone(library.service.person)
    nothing_said = command == "shorter" and not (session.begun or session.aside)
    return Command("menu" if nothing_said else command)
