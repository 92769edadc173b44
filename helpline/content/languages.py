"""Other languages: the settings of one, its translation, and the library that it makes.

A language is a library of its own, made from the English one. So a conversation is always in one language, and no
other room knows more of languages than which library to take.
"""

import hashlib
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from helpline.content import phone_number
from helpline.content.fields import parse
from helpline.content.library import Library, Spot
from helpline.content.messages import FAQ, FURTHER, KEYWORD, NOTICE, Message, messages, reworded
from helpline.content.model import Name, Number, Outcome
from helpline.content.source import Source, read
from helpline.content.translation import Translation, read_translation
from helpline.content.wording import Sentence, Strict, Wording
from helpline.content.words import Commands

FOLDER = "languages"
CODE = r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"  # BCP 47: pl, pt-PT, en-x-easy
OF_SERVICE = ("say_voice", "say_language", "gather_language", "sentence_ends", "direction", "letters")
IN_ENGLISH_ALONE: dict[str, object] = {
    "inquiries": {},
    "subjects": {},
    "faq": {},
    "other_languages": {},
}  # told by English words
Tier = Literal["numbers", "all"]


class CommandWords(Strict):
    """Words that people text to use a command of the line, besides the English ones."""

    menu: list[Sentence] = []
    back: list[Sentence] = []
    again: list[Sentence] = []
    shorter: list[Sentence] = []
    person: list[Sentence] = []


class Language(Strict):
    """The settings of one language, in `languages/<code>.yaml`.

    `live` is how much of it callers hear: nothing, the first tier (`numbers`), or `all`. `key` chooses it at the
    first question of a call, and never changes once people know it; {digit} in `offer` is that key. `numbers` are
    numbers of the line on which it is spoken first. `words` are its own names, which people text. `recognised_as` are
    its names in languages.yaml: the sender of a text in it is offered the language. `say_voice` and `say_language` are
    empty for a language that Twilio has no voice for: then each of its prompts needs a clip.
    """

    name: Sentence
    live: Literal["no", "numbers", "all"] = "no"
    key: Annotated[int, Field(ge=6, le=9)] | None = None
    offer: Wording
    numbers: list[Number] = []
    say_voice: str = ""
    say_language: str = ""
    gather_language: Sentence
    direction: Literal["ltr", "rtl"] = "ltr"
    letters: Literal["plain", "own"] = "own"
    sentence_ends: Sentence = ".?!"
    words: Annotated[list[Sentence], Field(min_length=1)]
    recognised_as: list[Name] = []
    commands: CommandWords = CommandWords()

    @property
    def dialled(self) -> list[str]:
        """Its numbers as the carrier writes them."""
        return list(map(phone_number.dialled, self.numbers))


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
        """The library that callers may choose: none unless it is said to be live and a person has checked its words.

        Where drafts may be tried, a language that is not live has one too.
        """
        live = self.settings.live
        if live != "no" and self.translation.checked:
            return self.library(english, live)
        return self.library(english, "all", drafts=True) if english.drafts else None

    def library(self, english: Library, tier: Tier, *, drafts: bool = False) -> Library | None:
        """The library of the language; None where its first tier is not whole.

        A step that lacks any of its words, or a contact's, gives the numbers instead: nobody hears two languages.
        A library that is not `whole` knows no keywords, sends no texts, puts nobody through and tells no hours.
        """
        if any(self.lacking(english, "numbers", drafts=drafts)):
            return None
        usable = self.usable(english, drafts=drafts)
        lacking = {message.needed_by for message in messages(english) if message.spot not in usable}
        whole = tier == "all" and FURTHER not in lacking
        lacking |= {str(spot[1][-1]) for spot, step in english.every_outcome() if lacking.intersection(step.contacts)}
        if not whole:
            lacking |= english.flow.steps.keys()
        return replace(self._settled(reworded(english, usable), lacking, whole), drafts=False, is_draft=drafts)

    def _settled(self, said: Library, lacking: Set[object], whole: bool) -> Library:
        """The library with the numbers in the place of each step that lacks words, and the language's settings."""
        numbers = said.step(said.service.person)
        assert isinstance(numbers, Outcome)  # held by rule H09
        alone = numbers.model_copy(update={"also": {}, "menu": None})
        steps = {name: alone if name in lacking else step for name, step in said.flow.steps.items()}
        replies = {name: alone if name in lacking else reply for name, reply in said.words.replies.items()}
        keywords = {name: one for name, one in said.words.keywords.items()
                    if whole and KEYWORD + name not in lacking}  # fmt: skip
        own = self.settings.commands.model_dump()
        commands = {name: [*words, *own[name]] for name, words in said.words.commands.model_dump().items()}
        contacts = said.contacts if whole else {
            name: contact.model_copy(update={"put_through": False}) for name, contact in said.contacts.items()
        }  # fmt: skip
        service = {name: getattr(self.settings, name) for name in OF_SERVICE}
        service |= {"notice": None} if NOTICE in lacking else {}
        # Hours are in figures, which a voice of the language reads in its own words.
        calendar = said.phrases.calendar.model_copy(update={"clock": "figures"})
        return replace(
            said,
            translations={},
            language=self.code,
            whole=whole,
            examples=(),
            contacts=contacts,
            service=said.service.model_copy(update=service),
            flow=said.flow.model_copy(update={"steps": steps}),
            words=said.words.model_copy(update={"replies": replies, "keywords": keywords,
                                                "commands": Commands(**commands), **IN_ENGLISH_ALONE}),
            phrases=said.phrases.model_copy(update={"calendar": calendar}),
        )  # fmt: skip


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


def sign_of(english: Library) -> str:
    """The sign of the English words of the first tier: another one when any of them changes."""
    words = [(message.context, message.words) for message in tier_of(english, "numbers")]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


def tier_of(english: Library, tier: Tier) -> Iterator[Message]:
    """The messages of a tier. The first has the greeting, keys, digits, the numbers and the reply to danger.

    The answers to questions are in none: a question is known by its English words.
    """
    first = {"", english.service.person, english.words.danger.reply}
    each = (message for message in messages(english) if message.needed_by != FAQ)
    return (message for message in each if tier == "all" or message.needed_by in first)
