"""The language of a conversation: which others can be chosen in it, and how a caller or a texter chooses one."""

from dataclasses import dataclass

from helpline.content.library import Library
from helpline.content.script import Script, Speaker
from helpline.content.wording import DRAFT, AnyWording, fill, words_of
from helpline.engine.inputs import Input, Key, Utterance
from helpline.engine.keywords import plain
from helpline.engine.languages import languages_of
from helpline.engine.reply import Reply, SayStep
from helpline.engine.session import Session

ENGLISH = "en"
AT_FIRST = 2  # languages that are told in the first wait; the second try tells all


@dataclass(frozen=True)
class Choice:
    """A language that a conversation can change to: its library, the key of a call, and the words that offer it."""

    library: Library
    key: int | None
    offer: AnyWording

    @property
    def code(self) -> str:
        """The code of the language."""
        return self.library.language

    @property
    def said(self) -> str:
        """The sentence that offers it in a call; "" where it has no key."""
        draft = f"{DRAFT}. " if self.library.is_draft else ""
        return draft + fill(words_of(self.offer), digit=str(self.key)) if self.key else ""

    @property
    def script(self) -> Script:
        """The script of that sentence."""
        return Speaker(self.library).say(self.said)

    @property
    def written(self) -> str:
        """The line that offers it in a text."""
        return words_of(self.offer, "sms")


def choices(english: Library, spoken: str) -> list[Choice]:
    """The languages that a conversation in `spoken` can change to: English first, then the others by their keys.

    The key that leads into a language also leads back out of it.
    """
    live = {code: (library, english.translations[code].settings) for code, library in english.live.items()}
    others = [Choice(library, settings.key, settings.offer) for library, settings in live.values()]
    others.sort(key=lambda choice: -(choice.key or 0))
    if spoken not in live:
        return others
    back = Choice(english, live[spoken][1].key, english.phrases.english)
    return [back, *(choice for choice in others if choice.code != spoken)]


def told_choices(english: Library, reply: Reply) -> list[Choice]:
    """The languages that are told while a call waits at the first question: two of them at first, then all."""
    if not isinstance(reply, SayStep) or reply.step != english.flow.start:
        return []
    found = [choice for choice in choices(english, reply.language) if choice.key]
    return found[:AT_FIRST] if reply.attempt == 1 else found


def language_after(english: Library, session: Session, said: Input) -> str:
    """The language of the conversation once this input has come."""
    match said:
        case Key(digit) if not (session.answers or session.aside):
            found = [choice for choice in choices(english, session.language) if str(choice.key) == digit]
        case Utterance(text):
            words = plain(text)
            found = [choice for choice in choices(english, session.language) if words in names_of(english, choice.code)]
        case _:
            found = []
    return found[0].code if found else session.language


def names_of(english: Library, code: str) -> set[str]:
    """What people text to get a language: its own names, as bare words."""
    names = english.translations[code].settings.words if code in english.translations else english.words.english
    return set(map(plain, names))


def language_guessed(english: Library, session: Session, text: str) -> Choice | None:
    """The live language that a text seems to be in. It is offered, and never switched to on a guess."""
    others = [choice for choice in choices(english, session.language) if choice.code in english.translations]
    name = languages_of(english).language(plain(text)) if others else None
    return next((one for one in others if name in english.translations[one.code].settings.recognised_as), None)


def language_of_number(english: Library, number: str) -> str:
    """The language that is spoken first on one of the line's own numbers."""
    return next((code for code in english.live if number in english.translations[code].settings.dialled), ENGLISH)
