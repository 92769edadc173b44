"""Other languages: the settings of one, its translation, and the library that it makes.

A language is a library of its own, made from the English one. So a conversation is always in one language, and no
other room knows more of languages than which library to take.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from helpline.content.fields import parse
from helpline.content.library import Library, Spot
from helpline.content.messages import Message, messages, reworded
from helpline.content.model import Number, Outcome
from helpline.content.source import Source, read
from helpline.content.translation import Translation, read_translation
from helpline.content.wording import Sentence, Strict

FOLDER = "languages"
CODE = r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"  # BCP 47: pl, pt-PT, en-x-easy
Tier = Literal["numbers", "all"]


class Spoken(Strict):
    """Words that people text to use a command of the line, besides the English ones."""

    menu: list[Sentence] = []
    back: list[Sentence] = []
    again: list[Sentence] = []
    person: list[Sentence] = []


class Language(Strict):
    """The settings of one language, in `languages/<code>.yaml`.

    `live` is how much of it callers hear: nothing, the first tier (`numbers`), or `all`. `key` chooses it at the
    first question of a call, and never changes once people know it. `offer` says in the language how to choose it:
    one sentence for a call, one for a text. `words` are its own names, which people text. `say_voice` and
    `say_language` are empty for a language that Twilio has no voice for: then each of its prompts needs a clip.
    """

    name: Sentence
    live: Literal["no", "numbers", "all"] = "no"
    key: Annotated[int, Field(ge=6, le=9)] | None = None
    offer_voice: Sentence
    offer_sms: Sentence
    numbers: list[Number] = []
    say_voice: Sentence | None = None
    say_language: Sentence | None = None
    gather_language: Sentence
    direction: Literal["ltr", "rtl"] = "ltr"
    letters: Literal["plain", "own"] = "own"
    sentence_ends: Sentence = ".?!"
    words: Annotated[list[Sentence], Field(min_length=1)]
    commands: Spoken = Spoken()


@dataclass(frozen=True, eq=False)
class Translated:
    """A language with its translation: the messages that can be said, and the library that they make."""

    code: str
    settings: Language
    translation: Translation

    def usable(self, english: Library, *, drafts: bool = False) -> dict[Spot, str]:
        """The words of each message that a caller may hear: translated from today's English, and no draft."""
        found = ((message, self.translation.of(message, drafts=drafts)) for message in messages(english))
        return {message.spot: words for message, words in found if words}

    def lacking(self, english: Library, tier: Tier, *, drafts: bool = False) -> Iterator[Message]:
        """The messages of a tier that are missing, stale or a draft."""
        usable = self.usable(english, drafts=drafts)
        return (message for message in tier_of(english, tier) if message.spot not in usable)

    def live_library(self, english: Library) -> Library | None:
        """The library that callers may choose: none unless it is said to be live and a person has checked its words."""
        live = self.settings.live
        return self.library(english, live) if live != "no" and self.translation.checked else None

    def library(self, english: Library, tier: Tier, *, drafts: bool = False) -> Library | None:
        """The library of the language; None where its first tier is not whole.

        A step that lacks any of its words gives the numbers instead, so that nobody hears two languages (fact 17
        of languages.md): a label that is missing takes its keyword away.
        """
        if any(self.lacking(english, "numbers", drafts=drafts)):
            return None
        usable = self.usable(english, drafts=drafts)
        lacking = {message.step for message in messages(english) if message.spot not in usable and message.step}
        if tier == "numbers":
            lacking |= english.flow.steps.keys()
        said = reworded(english, usable)
        numbers = said.step(said.service.person)
        assert isinstance(numbers, Outcome)  # held by rule H09
        alone = numbers.model_copy(update={"also": {}, "menu": None})
        return self._settled(said, alone, lacking)

    def _settled(self, said: Library, numbers: Outcome, lacking: set[str]) -> Library:
        steps = {name: numbers if name in lacking else step for name, step in said.flow.steps.items()}
        replies = {name: numbers if name in lacking else reply for name, reply in said.words.replies.items()}
        keywords = {name: one for name, one in said.words.keywords.items() if name not in lacking}
        own = {field: getattr(self.settings.commands, field) for field in Spoken.model_fields}
        commands = {field: [*getattr(said.words.commands, field), *words] for field, words in own.items()}
        words = {"replies": replies, "keywords": keywords,
                 "commands": said.words.commands.model_copy(update=commands)}  # fmt: skip
        service = {field: getattr(self.settings, field)
                   for field in ("say_voice", "say_language", "gather_language", "sentence_ends")}  # fmt: skip
        phrases = {"calendar": said.phrases.calendar.model_copy(update={"clock": "figures"})}
        return replace(
            said,
            translations={},
            language=self.code,
            service=said.service.model_copy(update=service),
            flow=said.flow.model_copy(update={"steps": steps}),
            words=said.words.model_copy(update=words),
            phrases=said.phrases.model_copy(update=phrases),
        )


def read_languages(folder: Path) -> tuple[dict[str, Translated], dict[str, Source]]:
    """Every language beside the flow files, by its code, and its files with the complaints about them."""
    found: dict[str, Translated] = {}
    sources: dict[str, Source] = {}
    for path in sorted((folder / FOLDER).glob("[!.]*.yaml")):
        code, source = path.stem, read(path)
        source.file = f"{FOLDER}/{path.name}"
        if not re.fullmatch(CODE, code):
            says, cure = f'"{code}" is no code of a language.', "Name the file like pl.yaml or pt-PT.yaml."
            source.complaints.append(source.complain((), says, cure))
        settings = parse(Language, source)
        translation, sources[f"{code}.po"] = read_translation(path.with_suffix(".po"))
        sources[code] = source
        if settings and translation:
            found[code] = Translated(code, settings, translation)
    return found, sources


def tier_of(english: Library, tier: Tier) -> Iterator[Message]:
    """The messages of a tier: the first has what the whole line shares, the numbers and the reply to danger."""
    first = {None, english.service.person, english.words.danger.reply}
    return (message for message in messages(english) if tier == "all" or message.step in first)
