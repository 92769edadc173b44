"""Phrases as people write them in words.yaml, made into patterns over bare words.

`refus*` is any word that begins so, `..` stands for up to three other words, and `{child}` for any
phrase of the list `child`. Everything else is looked for as whole words, as `plain` leaves them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from helpline.engine.keywords import plain

Lists = Mapping[str, Iterable[str]]
GAP = r"(?: \S+){0,3}"
_NOTHING = re.compile(r"(?!)")


def pattern(phrases: Iterable[str], lists: Lists) -> re.Pattern[str]:
    """One pattern that finds any of the phrases; where several begin at one word, the longest written one."""
    longest_first = sorted(phrases, key=len, reverse=True)
    choices = "|".join(_regex(phrase, lists) for phrase in longest_first)
    return re.compile(rf"(?<!\S)(?:{choices})(?!\S)") if choices else _NOTHING


def _regex(phrase: str, lists: Lists) -> str:
    regex = ""
    for part in phrase.split():
        if part == "..":
            regex += GAP
        else:
            regex += (" " if regex else "") + _part(part, lists)
    return regex


def _part(part: str, lists: Lists) -> str:
    if part.startswith("{"):
        return f"(?:{'|'.join(_regex(one, lists) for one in sorted(lists[part[1:-1]], key=len, reverse=True))})"
    if part.endswith("*"):
        return re.escape(plain(part[:-1])) + r"\S*"
    return re.escape(plain(part))


def phrase_that_finds(found: str, phrases: Iterable[str], lists: Lists) -> str | None:
    """The phrase of a list that finds these words of a message; of several, the longest written one."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return next((phrase for phrase in longest_first if pattern([phrase], lists).fullmatch(found)), None)


def covered_phrases(phrases: list[str], lists: Lists) -> Iterator[tuple[str, str]]:
    """Each phrase whose every match holds a match of another one of the list, and that other one."""
    patterns = {phrase: pattern([phrase], lists) for phrase in phrases}
    for phrase in patterns:
        samples = list(_samples(phrase, lists))
        for other, found in patterns.items():
            if other != phrase and all(map(found.search, samples)):
                yield phrase, other
                break


def _samples(phrase: str, lists: Lists) -> Iterator[str]:
    """Messages that a phrase finds: with each phrase of its lists, and its gaps empty and full."""
    parts = [list(_part_samples(part, lists)) for part in phrase.split()]
    most = max(map(len, parts))
    for i in range(most):
        yield " ".join(filter(None, (part[i % len(part)] for part in parts)))


def _part_samples(part: str, lists: Lists) -> Iterator[str]:
    if part == "..":
        yield from ("", "qq qq qq")
    elif part.startswith("{"):
        for one in lists[part[1:-1]]:
            yield from _samples(one, lists)
    elif part.endswith("*"):
        yield from (plain(part[:-1]), f"{plain(part[:-1])}qq")
    else:
        yield plain(part)


def literals(phrases: Iterable[str]) -> Iterator[str]:
    """The whole words in phrases, without beginnings, gaps and lists."""
    for phrase in phrases:
        for part in phrase.split():
            if part != ".." and not part.startswith("{") and not part.endswith("*"):
                yield from plain(part).split()


def beginnings(phrases: Iterable[str]) -> Iterator[str]:
    """The beginnings of words (`refus*`) in phrases."""
    return (plain(part[:-1]) for phrase in phrases for part in phrase.split() if part.endswith("*"))


def is_solid(phrase: str) -> bool:
    """Whether a phrase is one stretch of its own words: what stands inside it is then part of it."""
    return ".." not in phrase and "{" not in phrase
