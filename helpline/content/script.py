"""The script of a prompt, in order: speech, digits and exact pauses.

One source for every voice: `channels/voice.py` turns a script into <Say>, and a clip is built
from the very same script. Pauses are those of accessibility rules V22, V23, N4 and N5.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpline.content.library import Library
from helpline.content.model import Contact, Outcome, Question
from helpline.content.outcome_keys import Extra
from helpline.content.wording import AnyWording, fill, words_of

BEFORE_PRESS = 250  # V22
BETWEEN_OPTIONS = 700  # V22
AFTER_KEY = 500  # V23: the phone is moving back to the ear
AFTER_PRESS = 500  # V22, where a key is told inside a sentence
BETWEEN_SENTENCES = 250
BEFORE_OPTIONS = 500  # V22
BETWEEN_GROUPS = 900  # N4
BETWEEN_LINES = 600  # of an address
BETWEEN_READINGS = 1500  # N4
AFTER_NUMBER = 1000
FIND_A_PEN = 2000  # N5
BEFORE_DIGITS = 500

DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Speech:
    """Words to be said in one breath."""

    text: str


@dataclass(frozen=True)
class Digits:
    """One group of a number, said digit by digit (rules N6, N7)."""

    digits: str

    @property
    def text(self) -> str:
        """The digits as words: never a raw string of digits, never "oh" or "double"."""
        return ", ".join(_words(self.digits)) + "."


def _words(digits: str) -> list[str]:
    return [DIGIT_WORDS[int(digit)] for digit in digits]


def _spoken(contact: Contact) -> str:
    """A number inside a sentence, such as 999: said, not dictated."""
    return " ".join(word for group in contact.digit_groups for word in _words(group))


@dataclass(frozen=True)
class Pause:
    """A silence, in milliseconds."""

    ms: int


@dataclass(frozen=True)
class Around:
    """The words and keys around the reading of a number at an outcome.

    `notice` is said after it (closed now); `extras` are the further keys. All keys are told on the
    last page; `keys` "every" tells them here too, "few" only how to hear the number again.
    """

    notice: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    keys: str = ""


PLAIN = Around()

Segment = Speech | Digits | Pause
Script = tuple[Segment, ...]


@dataclass(frozen=True)
class Speaker:
    """Writes scripts from a library's words in one language."""

    library: Library
    language: str = "en"

    def prompt(
        self,
        step: Question | Outcome,
        *before: str,
        page: int = 0,
        advice: bool = True,
        after_key: bool = True,
        around: Around = PLAIN,
    ) -> Script:
        """The whole prompt at a step: the words of `before` first, then the step itself.

        An outcome with several contacts has a page for each: `page` says which is read, and
        `advice` whether the first page starts with the advice or goes straight to the contact.
        """
        body = self._question(step) if isinstance(step, Question) else self._outcome(step, page, advice, around)
        lead = [Pause(AFTER_KEY)] if after_key else []
        return _joined([*lead, *(part for words in before for part in self._say(words)), *body])

    def numbers(self, contacts: list[Contact]) -> Script:
        """Each contact with what it is for and its number read twice: for when all else fails."""
        return _joined([part for contact in contacts for part in self._contact(contact)])

    def say(self, words: str) -> Script:
        """A sentence or two and nothing else."""
        return _joined(list(self._say(words)))

    def choice(self, lead: str, labels: list[str]) -> Script:
        """A short list to choose from, with keys from 1 up, and 0 for the numbers."""
        choices = (part for digit, label in enumerate(labels, 1) for part in self._choice(label, str(digit)))
        return _joined([*self._say(lead), *choices, *self._say(self._words(self.library.phrases.person))])

    def ask(self, *before: str) -> Script:
        """The words before a number is keyed in, or before the call goes elsewhere."""
        return _joined([Pause(AFTER_KEY), *(part for words in before for part in self._say(words))])

    def check(self, digits: str, *before: str) -> Script:
        """A number that was keyed in, read back, and the keys to send it or to try again."""
        phrases = self.library.phrases
        groups = filter(None, (digits[:5], digits[5:8], digits[8:]))
        read = [part for group in groups for part in (Digits(group), Pause(BETWEEN_GROUPS))]
        lead = [part for words in (*before, self._words(phrases.keyed)) for part in self._say(words)]
        keys = [*self._choice(self._words(phrases.send), "1"), *self._choice(self._words(phrases.try_again), "2")]
        return _joined([Pause(AFTER_KEY), *lead, Pause(BEFORE_DIGITS), *read, Pause(AFTER_NUMBER), *keys])

    def _words(self, wording: AnyWording) -> str:
        return words_of(wording, "voice", self.language)

    def _say(self, words: str) -> Iterator[Segment]:
        """Sentences with a short pause after each; a {contact} becomes its digits as words."""
        words = fill(words, **{name: _spoken(contact) for name, contact in self.library.contacts.items()})
        for sentence in re.split(r"(?<=[.?!])\s+", words.strip()):
            for part in re.split(r"(?<=,)\s+(?=press )", sentence):
                yield Pause(BEFORE_PRESS if part.startswith("press ") else 0)
                yield Speech(part)
            yield Pause(AFTER_PRESS if "press " in sentence else BETWEEN_SENTENCES)

    def _choice(self, label: str, digit: str) -> Iterator[Segment]:
        yield from self._say(fill(self._words(self.library.phrases.option), label=label, digit=digit))
        yield Pause(BETWEEN_OPTIONS)

    def _question(self, question: Question) -> Iterator[Segment]:
        yield from self._say(self._words(question.question))
        yield Pause(BEFORE_OPTIONS)
        for option in question.options.values():
            yield from self._choice(self._words(option.say), str(option.press))

    def _outcome(self, outcome: Outcome, page: int, advice: bool, around: Around) -> Iterator[Segment]:
        contacts = self.library.contacts_of(outcome)
        page %= len(contacts)
        if advice and page == 0:
            yield from self._say(self._words(outcome.outcome))
        yield from self._contact(contacts[page])
        for words in around.notice:
            yield from self._say(words)
        yield from self._tail(outcome, contacts, page, around)

    def _contact(self, contact: Contact) -> Iterator[Segment]:
        """Name, what it does, a pen, then the number twice (rules N1, N5, N9)."""
        phrases = self.library.phrases
        yield from self._say(self._words(contact.voice))
        yield from self._say(self._words(phrases.pen))
        yield Pause(FIND_A_PEN)
        lead, lead_again = (
            (phrases.number, phrases.number_again) if contact.number else (phrases.address, phrases.address_again)
        )
        for words in (lead, lead_again):
            yield from (Speech(self._words(words)), Pause(BEFORE_DIGITS))
            yield from self._reading(contact)
            yield Pause(BETWEEN_READINGS if words is lead else AFTER_NUMBER)

    def _reading(self, contact: Contact) -> Iterator[Segment]:
        for i, group in enumerate(contact.digit_groups):
            yield from (Pause(BETWEEN_GROUPS if i else 0), Digits(group))
        for i, line in enumerate(contact.address):
            yield from (Pause(BETWEEN_LINES if i else 0), Speech(f"{line}."))

    def _tail(self, outcome: Outcome, contacts: Sequence[Contact], page: int, around: Around) -> Iterator[Segment]:
        """The keys after the number (rule N10); after the last number, those that lead on from the outcome."""
        phrases = self.library.phrases
        yield from self._choice(self._words(phrases.hear_again), "1")
        if around.keys == "few":
            return
        if len(contacts) > 1:
            other = contacts[(page + 1) % len(contacts)].name
            yield from self._choice(fill(self._words(phrases.other_contact), name=other), "2")
        if page == len(contacts) - 1 or around.keys == "every":
            for option in outcome.also.values():
                yield from self._choice(self._words(option.say), str(option.press))
            for extra in around.extras:
                yield from self._choice(self._extra(contacts, extra), str(extra.press))

    def _extra(self, contacts: Sequence[Contact], extra: Extra) -> str:
        if extra.page is None:
            return self._words(self.library.phrases.text_offer)
        return fill(self._words(self.library.phrases.put_through), name=contacts[extra.page].name)


def _joined(parts: list[Segment]) -> Script:
    """Pauses side by side become the longest of them; none is left at the end (rule V25)."""
    script: list[Segment] = []
    for part in parts:
        if isinstance(part, Pause) and script and isinstance(script[-1], Pause):
            script[-1] = max(script[-1], part, key=lambda pause: pause.ms)
        elif part not in (Pause(0), Speech("")):
            script.append(part)
    while script and isinstance(script[-1], Pause):
        script.pop()
    return tuple(script)
