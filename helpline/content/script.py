"""The script of a prompt, in order: speech, digits and exact pauses.

One source for every voice: `channels/voice.py` turns a script into <Say>, and a clip is built
from the very same script. Pauses are those of accessibility rules V22, V23, N4 and N5.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from helpline.content.library import Library
from helpline.content.model import Contact, Outcome, Question
from helpline.content.outcome_keys import Action, OutcomeKey
from helpline.content.phrases import DIGIT_WORDS
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


@dataclass(frozen=True)
class Speech:
    """Words to be said in one breath."""

    text: str


@dataclass(frozen=True)
class Digits:
    """One group of a number, said digit by digit (rules N6, N7); `names` are the ten digits in words."""

    digits: str
    names: tuple[str, ...] = field(default=DIGIT_WORDS, compare=False)

    @property
    def words(self) -> list[str]:
        """Each digit as a word: never a raw string of digits, never "oh" or "double"."""
        return [self.names[int(digit)] for digit in self.digits]

    @property
    def text(self) -> str:
        """The digits in one breath."""
        return ", ".join(self.words) + "."


@dataclass(frozen=True)
class Pause:
    """A silence, in milliseconds."""

    ms: int


Told = Literal["last", "every", "few"]


@dataclass(frozen=True)
class Ending:
    """The end of an outcome's prompt, after the reading of a number.

    `notice` is said first (the contact is closed now). `keys` are those of the outcome. `told` says which of
    them are named: the "last" contact names all, as does "every"; "few" names only the key to hear it again.
    The keys for the other contact and to be put through are named with each contact, but for "few".
    """

    notice: tuple[str, ...] = ()
    keys: tuple[OutcomeKey, ...] = ()
    told: Told = "last"


NOTHING_ELSE = Ending()

Segment = Speech | Digits | Pause
Script = tuple[Segment, ...]


@dataclass(frozen=True)
class Speaker:
    """Writes scripts from a library's words."""

    library: Library

    def prompt(
        self,
        step: Question | Outcome,
        *before: str,
        contact: int = 0,
        advice: bool = True,
        after_key: bool = True,
        ending: Ending = NOTHING_ELSE,
    ) -> Script:
        """The whole prompt of a step: the words of `before` are said first, then the step itself.

        `contact` is the index of the contact whose number is read. With `advice`, the first contact follows
        the advice of its outcome. `after_key` begins with the silence of rule V23.
        """
        body = self._question(step) if isinstance(step, Question) else self._outcome(step, contact, advice, ending)
        lead = [Pause(AFTER_KEY)] if after_key else []
        return _joined([*lead, *self._say(*before), *body])

    def fallback(self) -> Script:
        """The words for when all else fails, then every contact of the 0 key, each number read twice."""
        contacts = (part for contact in self.library.helpers for part in self._contact(contact))
        return _joined([*self._say(self._words(self.library.phrases.not_working)), *contacts])

    def number_once(self, contact: Contact, *before: str, notice: Sequence[str] = ()) -> Script:
        """One reading of a number, ahead of a question. `notice` says that the contact is closed now."""
        read = self._contact(contact, again=False)
        return _joined([Pause(AFTER_KEY), *self._say(*before), *read, *self._say(*notice)])

    def say(self, *words: str) -> Script:
        """A sentence or two and nothing else."""
        return _joined(self._say(*words))

    def choice(self, lead: str, labels: list[str]) -> Script:
        """A short list to choose from, with keys from 1 up, and 0 for the numbers."""
        choices = (part for digit, label in enumerate(labels, 1) for part in self._choice(label, str(digit)))
        return _joined([*self._say(lead), *choices, *self._say(self._words(self.library.phrases.person))])

    def lead_in(self, *before: str) -> Script:
        """The words before a number is keyed in, or before the call goes elsewhere."""
        return _joined([Pause(AFTER_KEY), *self._say(*before)])

    def read_back(self, digits: str, *before: str) -> Script:
        """A number that was keyed in, read back, and the keys to send it or to try again."""
        phrases = self.library.phrases
        groups = filter(None, (digits[:5], digits[5:8], digits[8:]))
        read = [part for group in groups for part in (self._digits(group), Pause(BETWEEN_GROUPS))]
        lead = self._say(*before, self._words(phrases.keyed))
        keys = [*self._choice(self._words(phrases.send), "1"), *self._choice(self._words(phrases.try_again), "2")]
        return _joined([Pause(AFTER_KEY), *lead, Pause(BEFORE_DIGITS), *read, Pause(AFTER_NUMBER), *keys])

    def _words(self, wording: AnyWording) -> str:
        return words_of(wording, "voice")

    def _say(self, *words: str) -> Iterator[Segment]:
        """Sentences with a short pause after each; a {contact} becomes its digits as words."""
        ends, press = self.library.service.sentence_ends, f"{self.library.phrases.press} "
        filled = [fill(text, **self._numbers()).strip() for text in words]
        for sentence in (one for text in filled for one in re.split(rf"(?<=[{re.escape(ends)}])\s+", text)):
            for part in re.split(rf"(?<=,)\s+(?={re.escape(press)})", sentence):
                yield Pause(BEFORE_PRESS if part.startswith(press) else 0)
                yield Speech(part)
            yield Pause(AFTER_PRESS if press in sentence else BETWEEN_SENTENCES)

    def _numbers(self) -> dict[str, str]:
        """Each contact's number inside a sentence, such as 999: said, not dictated."""
        groups = {name: "".join(contact.digit_groups) for name, contact in self.library.contacts.items()}
        return {name: " ".join(self._digits(digits).words) for name, digits in groups.items()}

    def _digits(self, digits: str) -> Digits:
        return Digits(digits, tuple(self.library.phrases.digits))

    def _choice(self, label: str, digit: str) -> Iterator[Segment]:
        yield from self._say(fill(self._words(self.library.phrases.option), label=label, digit=digit))
        yield Pause(BETWEEN_OPTIONS)

    def _question(self, question: Question) -> Iterator[Segment]:
        yield from self._say(self._words(question.question))
        yield Pause(BEFORE_OPTIONS)
        for option in question.options.values():
            yield from self._choice(self._words(option.say), str(option.press))

    def _outcome(self, outcome: Outcome, contact: int, advice: bool, ending: Ending) -> Iterator[Segment]:
        contacts = self.library.contacts_of(outcome)
        contact %= len(contacts)
        if advice and contact == 0:
            yield from self._say(self._words(outcome.outcome))
        yield from self._contact(contacts[contact])
        yield from self._say(*ending.notice)
        last = contact == len(contacts) - 1
        for key in ending.keys:
            if _is_told(key, ending.told, last):
                yield from self._choice(self.label(outcome, contact, key), str(key.press))

    def _contact(self, contact: Contact, again: bool = True) -> Iterator[Segment]:
        """Name, what it does, a pen, then the number (rules N5, N9): twice (N1), unless it is to come again later."""
        phrases = self.library.phrases
        yield from self._say(self._words(contact.voice))
        yield from self._say(self._words(phrases.pen))
        yield Pause(FIND_A_PEN)
        leads = (phrases.number, phrases.number_again) if contact.number else (phrases.address, phrases.address_again)
        for words in leads if again else leads[:1]:
            yield from (Speech(self._words(words)), Pause(BEFORE_DIGITS))
            yield from self._reading(contact)
            yield Pause(BETWEEN_READINGS if again and words is leads[0] else AFTER_NUMBER)

    def _reading(self, contact: Contact) -> Iterator[Segment]:
        for i, group in enumerate(contact.digit_groups):
            yield from (Pause(BETWEEN_GROUPS if i else 0), self._digits(group))
        for i, line in enumerate(contact.address):
            yield from (Pause(BETWEEN_LINES if i else 0), Speech(f"{line}."))

    def label(self, outcome: Outcome, contact: int, key: OutcomeKey) -> str:
        """The words that say what a key of an outcome does while the contact of an index is read (rule N10)."""
        phrases, contacts = self.library.phrases, self.library.contacts_of(outcome)
        match key.action:
            case Action.AGAIN:
                return self._words(phrases.hear_again)
            case Action.OTHER_CONTACT:
                return fill(self._words(phrases.other_contact), name=contacts[(contact + 1) % len(contacts)].name)
            case Action.OPTION:
                return self._words(outcome.also[key.option].say)
            case Action.DIAL:
                return fill(self._words(phrases.put_through), name=contacts[contact % len(contacts)].name)
        return self._words(phrases.text_offer)


def _is_told(key: OutcomeKey, told: Told, last: bool) -> bool:
    """Whether a key is named: 1 always, those of one contact unless few are told, the others with the last one."""
    if key.action is Action.AGAIN:
        return True
    return told == "every" or told == "last" and (last or key.action in (Action.OTHER_CONTACT, Action.DIAL))


def _joined(parts: Iterable[Segment]) -> Script:
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
