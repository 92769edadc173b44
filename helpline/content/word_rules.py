"""The rules inside words.yaml without which the line may not start: every name in it is the name of something."""

from collections.abc import Iterable, Iterator

from helpline.content.library import Library
from helpline.content.model import CARRIER_WORDS, Outcome
from helpline.content.rules import Rules
from helpline.content.source import Path_, suggest
from helpline.content.wording import NAME
from helpline.errors import Complaint

rules = Rules[Library]()


@rules.rule("H13", "house", "A texter would get no answer to the word.")
def keywords_lead_somewhere(library: Library) -> Iterator[Complaint]:
    """A keyword gives a reply or starts with answers that the flow knows."""
    words, start = library.words, library.flow.start
    for name, keyword in words.keywords.items():
        path: Path_ = ("keywords", name)
        if bool(keyword.reply) == bool(keyword.answers):
            yield _complain(library, path, f'"{name}" needs a reply or answers.', "Write one of the two.")
        if keyword.reply and keyword.reply != start and not isinstance(library.step(keyword.reply), Outcome):
            cure = f'Name one, or "{start}", where the questions start.'
            yield _complain(library, (*path, "reply"), f'"{keyword.reply}" is not a reply or an outcome.', cure)
        for question, answer in keyword.answers.items():
            step = library.flow.steps.get(question)
            if not (step and answer in step.options):
                says, cure = f'"{answer}" does not answer "{question}".', "Name an option of that question."
                yield _complain(library, (*path, "answers", question), says, cure)
    if words.danger.reply not in words.replies:
        yield _complain(library, ("danger", "reply"), f'"{words.danger.reply}" is not a reply.', "Name one.")


@rules.rule("H14", "S9", "A word must mean one thing, and never the carrier's.")
def one_thing_claims_a_keyword(library: Library) -> Iterator[Complaint]:
    """No two keywords claim the same word, and none claims one of the carrier's (rule S9)."""
    claimed: dict[str, str] = {}
    for name, keyword in library.words.keywords.items():
        for part in ("words", "within"):
            for i, word in enumerate(getattr(keyword, part)):
                path = ("keywords", name, part, i)
                if claimed.setdefault(word, name) != name:
                    says = f'"{word}" is also a word of "{claimed[word]}".'
                    yield _complain(library, path, says, "Take it out of one of them.")
                if word in CARRIER_WORDS:
                    yield _complain(library, path, f'"{word}" is the carrier\'s own word.', "Choose another word.")


@rules.rule("H18", "house", "A phrase with a name that is not there finds nothing.")
def names_in_words_are_known(library: Library) -> Iterator[Complaint]:
    """Clues, rivals and lists that are named are there, and no list leads back to itself."""
    words = library.words
    for name, keyword in words.keywords.items():
        path: Path_ = ("keywords", name)
        clues = [clue for all_of in keyword.when for clue in all_of]
        yield from _known(library, (*path, "when"), clues, words.clues, "clue")
        yield from _known(library, (*path, "unless"), keyword.unless, words.clues, "clue")
        yield from _known(library, (*path, "rivals"), keyword.rivals, words.keywords, "keyword")
    for path, phrases in _phrases(library):
        earlier = list(words.lists)[: list(words.lists).index(path[1])] if path[0] == "lists" else list(words.lists)
        for phrase in phrases:
            yield from _known(library, path, NAME.findall(phrase), earlier, "list (so far)")


@rules.rule("H19", "house", "A caller would be left without a number.")
def odd_replies_are_outcomes(library: Library) -> Iterator[Complaint]:
    """The answers to pictures, emoji, links and a lone yes or no are replies or outcomes."""
    for kind, name in library.words.odd.items():
        if not isinstance(library.step(name), Outcome):
            yield _complain(library, ("odd", kind), f'"{name}" is not a reply or an outcome.', "Name one.")


def _phrases(library: Library) -> Iterator[tuple[tuple[str, str, *tuple[str, ...]], list[str]]]:
    """Where the phrases of words.yaml that may hold {lists} stand, and the phrases."""
    words = library.words
    yield from ((("lists", name), phrases) for name, phrases in words.lists.items())
    yield from ((("clues", name), phrases) for name, phrases in words.clues.items())
    yield from ((("keywords", name, "within"), keyword.within) for name, keyword in words.keywords.items())
    yield ("danger", "phrases"), words.danger.phrases
    yield ("danger", "words"), words.danger.words
    yield ("danger", "unless"), words.danger.unless


def _known(library: Library, path: Path_, named: Iterable[str], known: Iterable[str], kind: str) -> Iterator[Complaint]:
    for name in named:
        if name not in known:
            says = f'"{name}" is not a {kind} in this file.'
            yield _complain(library, path, says, suggest(name, known, "Name one."))


def _complain(library: Library, path: Path_, says: str, cure: str) -> Complaint:
    return library.complain(("words", path), says, cure)
