"""Other languages: told by the script of a text, or by some of the commonest words of a language. No model."""

import unicodedata
from functools import lru_cache

from helpline.content.library import Library

SHARE = 4  # one word in so many has to be of the language
LEAST = 2  # different words of it, where the text is not of its words alone
SHORTEST = 4  # letters of the longest word of a text of its words alone


class Languages:
    """Knows the languages that the line does not speak, and holds no message."""

    def __init__(self, library: Library):
        spoken = library.words.other_languages.items()
        self._scripts = {language.script: name for name, language in spoken if language.script}
        self._words = {name: frozenset(language.words) for name, language in spoken if language.words}

    def language(self, words: str) -> str | None:
        """The name of the language that a message (`plain`) is written in; None where it may be English."""
        if script := self._script(words):
            return self._scripts.get(script)
        each = _without_accents(words).split()
        found = {name: [word for word in each if word in known] for name, known in self._words.items()}
        name = max(found, key=lambda one: len(set(found[one])), default=None)
        return name if name and _is_enough(found[name], len(each)) else None

    def _script(self, words: str) -> str | None:
        """The script of most of the letters, where it is not the Latin one."""
        if words.isascii():
            return None
        letters = [unicodedata.name(one, "").split(" ")[0] for one in words if one.isalpha()]
        most = max(set(letters), key=letters.count, default="")
        return most if most in self._scripts else None


def _is_enough(found: list[str], count: int) -> bool:
    if len(found) == count:
        return max(map(len, found), default=0) >= SHORTEST
    return len(set(found)) >= LEAST and len(found) * SHARE >= count


def _without_accents(words: str) -> str:
    """Small letters without marks above and below, as people text them: "școală" is "scoala"."""
    apart = unicodedata.normalize("NFD", words.translate(_STROKES))
    return "".join(one for one in apart if not unicodedata.combining(one))


_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "ß": "ss", "ə": "e"})


@lru_cache(maxsize=8)
def languages_of(library: Library) -> Languages:
    """The languages of a library, read once."""
    return Languages(library)
