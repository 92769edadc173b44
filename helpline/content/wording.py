"""Words for a channel in a language, written as briefly as the writer can.

A wording is one of: a sentence for all channels; `voice:` and `sms:`, and `web:` where a page says it at greater
length; or either of those under a language code (`en:`, `pl:`). A page without words of its own has the voice's,
never the short ones of a text. A language that has no words of its own falls back to English.
Words may hold {names} in curly brackets, which are filled in.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

Channel = Literal["voice", "sms", "web"]
Language = Annotated[str, Field(pattern="^[a-z]{2}$")]
FALLBACK_LANGUAGE = "en"
NAME = re.compile(r"\{(\w*)\}")

Sentence = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A value that refuses names it does not know and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __hash__(self) -> int:
        """By identity: content is loaded once and then only read, and caches hold it as a key."""
        return id(self)


class ByChannel(Strict):
    """One wording to be said, one to be texted, and one for a page that has room for more."""

    voice: Sentence
    sms: Sentence
    web: Sentence | None = None


def _shape(value: Any) -> str:
    if not isinstance(value, dict):
        return "a sentence"
    return "by channel" if {"voice", "sms", "web"} & set(value) else "by language"


def _with_fallback(languages: dict[str, Any]) -> dict[str, Any]:
    if FALLBACK_LANGUAGE not in languages:
        raise ValueError("is not written in English (en) too")
    return languages


OneLanguage = Annotated[
    Annotated[Sentence, Tag("a sentence")] | Annotated[ByChannel, Tag("by channel")],
    Discriminator(_shape),
]
Wording = Annotated[
    Annotated[Sentence, Tag("a sentence")]
    | Annotated[ByChannel, Tag("by channel")]
    | Annotated[dict[Language, OneLanguage], AfterValidator(_with_fallback), Tag("by language")],
    Discriminator(_shape),
]

# Words that only one channel needs.
Spoken = Annotated[
    Annotated[Sentence, Tag("a sentence")]
    | Annotated[dict[Language, Sentence], AfterValidator(_with_fallback), Tag("by language")],
    Discriminator(_shape),
]


AnyWording = str | ByChannel | Mapping[str, str | ByChannel]


def words_of(wording: AnyWording, channel: Channel = "voice", language: str = FALLBACK_LANGUAGE) -> str:
    """The words of `wording` for a channel and a language; English where nothing else is written."""
    if isinstance(wording, Mapping):
        wording = wording.get(language) or wording[FALLBACK_LANGUAGE]
    if not isinstance(wording, ByChannel):
        return wording
    if channel == "sms":
        return wording.sms
    return wording.web or wording.voice if channel == "web" else wording.voice


def names_in(wording: AnyWording) -> set[str]:
    """The names in curly brackets anywhere in a wording."""
    if isinstance(wording, Mapping):
        return {name for part in wording.values() for name in names_in(part)}
    if isinstance(wording, ByChannel):
        return {name for words in (wording.voice, wording.sms, wording.web or "") for name in names_in(words)}
    return set(NAME.findall(wording))


def fill(words: str, **names: str) -> str:
    """`words` with each {name} replaced; a name that is not given is left as it is."""
    return NAME.sub(lambda found: names.get(found[1], found[0]), words)


def pronounced_names(pronounce: Mapping[str, str]) -> re.Pattern[str]:
    """The names that a voice would stumble over, as a pattern with one group (rule C9); none where none is listed."""
    return re.compile(rf"\b({'|'.join(map(re.escape, pronounce))})\b" if pronounce else r"(?!)()")
