"""Words for a channel, written as briefly as the writer can.

A wording is one of: a sentence for all channels; or `voice:` and `sms:`, and `web:` where a page says it at greater
length. A page without words of its own has the voice's, never the short ones of a text. It may hold {names} in curly
brackets, which are filled in. Other languages are in files of their own: see `languages.py`.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Channel = Literal["voice", "sms", "web"]
DRAFT = "DRAFT"  # stands before each message in words that nobody has checked
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
    return "by channel" if isinstance(value, dict) else "a sentence"


Wording = Annotated[
    Annotated[Sentence, Tag("a sentence")] | Annotated[ByChannel, Tag("by channel")],
    Discriminator(_shape),
]
Spoken = Sentence  # words that only one channel needs


AnyWording = str | ByChannel


def words_of(wording: AnyWording, channel: Channel = "voice") -> str:
    """The words of `wording` for a channel."""
    if not isinstance(wording, ByChannel):
        return wording
    if channel == "sms":
        return wording.sms
    return wording.web or wording.voice if channel == "web" else wording.voice


def names_in(wording: AnyWording) -> set[str]:
    """The names in curly brackets anywhere in a wording."""
    if isinstance(wording, ByChannel):
        return {name for words in (wording.voice, wording.sms, wording.web or "") for name in names_in(words)}
    return set(NAME.findall(wording))


def fill(words: str, **names: str) -> str:
    """`words` with each {name} replaced; a name that is not given is left as it is."""
    return NAME.sub(lambda found: names.get(found[1], found[0]), words)


def pronounced_names(pronounce: Mapping[str, str]) -> re.Pattern[str]:
    """The names that a voice would stumble over, as a pattern with one group (rule C9); none where none is listed."""
    return re.compile(rf"\b({'|'.join(map(re.escape, pronounce))})\b" if pronounce else r"(?!)()")
