"""What must hold inside words.yaml before the line may start: every name in it is the name of something."""

from collections.abc import Iterable, Iterator

from helpline.content.library import Library
from helpline.content.model import Outcome
from helpline.content.source import Path_, Source
from helpline.content.suggest import suggest
from helpline.content.template import NAME
from helpline.errors import Complaint


def names_in_words_are_known(library: Library, sources: dict[str, Source]) -> Iterator[Complaint]:
    """Clues, rivals and lists that are named are there, and no list leads back to itself."""
    words, source = library.words, sources["words"]
    for name, keyword in words.keywords.items():
        path: Path_ = ("keywords", name)
        clues = [clue for all_of in keyword.when for clue in all_of]
        yield from _known(source, (*path, "when"), clues, words.clues, "clue")
        yield from _known(source, (*path, "unless"), keyword.unless, words.clues, "clue")
        yield from _known(source, (*path, "rivals"), keyword.rivals, words.keywords, "keyword")
    for path, phrases in phrases_in(library):
        earlier = list(words.lists)[: list(words.lists).index(path[1])] if path[0] == "lists" else list(words.lists)
        for phrase in phrases:
            yield from _known(source, path, NAME.findall(phrase), earlier, "list (so far)")


def odd_replies_are_outcomes(library: Library, sources: dict[str, Source]) -> Iterator[Complaint]:
    """What answers pictures, emoji, links and a lone yes or no is a reply."""
    for kind, name in library.words.odd.items():
        if not isinstance(library.step(name), Outcome):
            yield sources["words"].complain(("odd", kind), f'"{name}" is not a reply or an outcome.', "Name one.")


def phrases_in(library: Library) -> Iterator[tuple[tuple[str, str, *tuple[str, ...]], list[str]]]:
    """Where the phrases of words.yaml that may hold {lists} stand, and the phrases."""
    words = library.words
    yield from ((("lists", name), phrases) for name, phrases in words.lists.items())
    yield from ((("clues", name), phrases) for name, phrases in words.clues.items())
    yield from ((("keywords", name, "within"), keyword.within) for name, keyword in words.keywords.items())
    yield ("danger", "phrases"), words.danger.phrases
    yield ("danger", "words"), words.danger.words
    yield ("danger", "unless"), words.danger.unless


def _known(source: Source, path: Path_, named: Iterable[str], known: Iterable[str], kind: str) -> Iterator[Complaint]:
    for name in named:
        if name not in known:
            yield source.complain(path, f'"{name}" is not a {kind} in this file.', suggest(name, known, "Name one."))
