"""Answers to a "Did you mean …?": the offer that a message chooses by its digit, its place, or a word of its own."""

import re
from collections.abc import Iterable

from helpline.content.library import Library
from helpline.engine.interpretation import Answer, Command, Interpretation, SeveralFit, StandAlone, Topic
from helpline.engine.keywords import asks_something, digit_ahead, digit_in, exact_of, plain
from helpline.engine.position import in_the_middle
from helpline.engine.reply import ELSE, GO_ON
from helpline.engine.session import Session

MOST_OFFERED = 3  # beside the last one (V2: four options at most)
OPTION = "."  # between a step and its option, in the name of an offer
FEW = 5  # words of a message that may choose an offer by one of them
_NO = frozenset(
    {"no", "neither", "none", "none of these", "none of those", "none of them", "no neither", "neither of them"}
    | {"neither of those", "no thanks", "something else"}
)
_BOTH = re.compile(r"(?:yes )?(?:both|either)\b(?: of)?(?: them| of them| those| really| please)*")
_PLACES = {"first": 0, "1st": 0, "top": 0, "one": 0, "1": 0, "second": 1, "2nd": 1, "two": 1, "2": 1}
_PLACES |= {"bottom": -2, "last": -2}  # the last one is no place of its own
_PLACED = re.compile(
    rf"(?:(?:yes|no|sorry|i meant?|its|is) )*(?:the )?({'|'.join(_PLACES)})(?: one| option)?\b(?P<rest>.*)"
)


def offer(library: Library, session: Session, names: Iterable[str], proposed: bool = False) -> SeveralFit:
    """The first few of these names that read differently, then to go on with the question, or something else."""
    by_label = {library.label(name): name for name in reversed(list(names))}
    last = GO_ON if in_the_middle(library, session) else ELSE
    return SeveralFit((*list(reversed(by_label.values()))[:MOST_OFFERED], last), proposed=proposed)


def chosen(library: Library, offered: tuple[str, ...], bare: str, mended: str) -> Interpretation | None:
    """The interpretation of a message (`plain`) as an answer to an offer; None where it says something of its own."""
    command = exact_of(library).command(bare)
    if command in ("again", "shorter") or (mended == "yes" and len(offered) > 2):
        return SeveralFit(offered)
    if mended in _NO:
        return reading_of(library, offered[-1])
    position = _position(library, offered, bare, mended)
    return None if position is None else reading_of(library, offered[position])


def _position(library: Library, offered: tuple[str, ...], bare: str, mended: str) -> int | None:
    """Which offer a message chooses."""
    digit = digit_in(bare) or digit_ahead(bare)
    if digit and 0 < int(digit) <= len(offered):
        return int(digit) - 1
    if mended == "yes" or _BOTH.fullmatch(mended):
        return 0
    placed = _PLACED.fullmatch(mended)
    if placed and (not placed["rest"] or " one" in mended or " option" in mended):
        index = _PLACES[placed[1]]
        return index if -len(offered) <= index < len(offered) else None
    return _by_word(library, offered, mended)


def _by_word(library: Library, offered: tuple[str, ...], words: str) -> int | None:
    """The one offer that shares a word of its label with a short message."""
    said = [set(plain(library.label(name)).split()) for name in offered]
    own = [each - set().union(*(other for other in said if other is not each)) for each in said]
    typed = {word for word in words.split() if len(word) > 3 or word in ("go", "on")}
    fits = [position for position, each in enumerate(own) if each & typed]
    short = len(words.split()) <= FEW and not asks_something(words)
    return fits[0] if len(fits) == 1 and short else None


def reading_of(library: Library, name: str) -> Interpretation | None:
    """The interpretation that an offer stands for; None where the flow files no longer hold it."""
    if name in (GO_ON, ELSE):
        return Command("menu" if name == ELSE else GO_ON)
    name_of_step, is_option, option = name.partition(OPTION)
    if is_option:
        step = library.step(name_of_step)
        return Answer(name_of_step, option) if step and option in step.options else None
    if name in library.words.keywords:
        return of_keyword(library, name, sure=True)
    return StandAlone(name) if name in library.words.faq else None


def of_keyword(library: Library, name: str, sure: bool) -> Interpretation:
    """The interpretation that a keyword stands for: a reply, the first question, or answers."""
    reply = library.words.keywords[name].reply
    if reply == library.flow.start:
        return Command("menu")
    return StandAlone(reply) if reply else Topic(name, sure)


def corrects(library: Library, words: str) -> bool:
    """Whether a message says at its beginning that something was taken wrongly."""
    return any(f"{words} ".startswith(f"{one} ") for one in library.words.corrections)
