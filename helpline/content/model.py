"""The values that flow files hold. The loader, the checks and the JSON Schemas are all made from these classes."""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from helpline.content import phone_number
from helpline.content.opening_hours import Day, Hours
from helpline.content.wording import Sentence, Spoken, Strict, Wording

Name = Annotated[str, Field(pattern="^[a-z][a-z_]*$")]
Press = Annotated[int, Field(ge=1, le=9)]
Number = Annotated[str, AfterValidator(phone_number.clean)]


PUBLIC = re.compile(r"https://(?:[\w-]+\.)+(?:gov|nhs)\.uk(?:/\S*)?")  # S8


def _public(address: str) -> str:
    if not PUBLIC.fullmatch(address):
        cure = "Write one that begins with https:// and is on gov.uk or nhs.uk."
        raise ValueError("is not a whole address of a public body", cure)
    return address


PublicAddress = Annotated[str, AfterValidator(_public)]


class Film(Strict):
    """The numbers, and what to do in danger, as a film in British Sign Language.

    `words` is the sign of the English words that it was made from; `helpline check` tells when they have changed.
    """

    address: PublicAddress
    filmed_on: Day
    checked_by: Sentence
    checked_on: Day
    words: Sentence


class Website(Strict):
    """The words of the web pages that the line itself does not say.

    `relay_uk` is what Relay UK users dial before a number (rule W25); `source` is the link on which all words rest;
    `terms` explains words where a page uses them (rule C8); `operator` and `feedback` say who runs the line and how
    to tell them of a problem; the days are those of the accessibility statement (W21).
    """

    relay_uk: Sentence | None = None
    source: Name | None = None
    terms: dict[Sentence, Sentence] = {}
    operator: Sentence | None = None
    feedback: Sentence | None = None
    film: Film | None = None
    statement_prepared_on: Day | None = None
    statement_reviewed_on: Day | None = None


class LineNotice(Strict):
    """A notice of the whole line, and the last day on which it is told."""

    words: Wording
    until: Day


class Service(Strict):
    """The people the line is for, and how it sounds.

    The last five are those of its language; for another language than English they stand in `languages/`.
    """

    name: Sentence
    text_name: Annotated[Sentence, Field(max_length=30)]  # S4: within the first 30 characters
    flow: Name
    on_misses: Name
    on_unknown: Name
    on_unknown_again: Name | None = None
    person: Name
    speech: bool = False
    zero: Literal["read", "connect"] = "read"
    say_voice: Sentence
    say_language: Sentence = "en-GB"
    gather_language: Sentence = "en-GB"
    sentence_ends: Sentence = ".?!"
    direction: Literal["ltr", "rtl"] = "ltr"
    letters: Literal["plain", "own"] = "own"  # of texts: plain letters make them shorter
    pronounce: dict[str, Sentence] = {}
    website: Website = Website()
    notice: LineNotice | None = None


class Contact(Strict):
    """An organisation, with either a number to call or an address to write to."""

    name: Sentence
    number: Number | None = None
    address: list[Sentence] = []
    voice: Spoken
    sms: Spoken
    web: Spoken | None = None  # on a page, where it says more than the voice
    put_through: bool = False
    hours: Hours | None = None
    closed: Day | None = None  # the last day of a closure at short notice
    source: Sentence
    checked_on: Day

    @property
    def digit_groups(self) -> tuple[str, ...]:
        """The number in the groups it is read in (rule N2); none for an address."""
        return phone_number.groups(self.number) if self.number else ()

    @property
    def can_be_dialled(self) -> bool:
        """Whether the line could put a call through to it: it has a number with a dialling code."""
        return bool(self.number) and not phone_number.is_short(self.number or "")

    @property
    def written(self) -> str:
        """The number or the address as it is written in a text."""
        return self.number or "\n".join(self.address)


class Link(Strict):
    """A page of an organisation, which a page of ours leads to."""

    name: Sentence
    address: PublicAddress
    source: Sentence
    checked_on: Day


class Option(Strict):
    """One thing that a step offers. Its name, not its key, is what a session stores.

    A text names it by one of its `words`, alone or in a sentence, or in a sentence by one of its `clues` (words.yaml).
    """

    press: Press
    say: Wording
    ack: Spoken
    words: list[Sentence] = []
    clues: list[Name] = []
    next: Name


class Question(Strict):
    """A step that waits for an answer."""

    # The keys of its words and of its options in a flow file.
    kind: ClassVar[str] = "question"
    options_key: ClassVar[str] = "options"

    question: Wording
    options: Annotated[dict[Name, Option], Field(min_length=1)]


class Outcome(Strict):
    """A step that ends in advice and at least one contact. `short` is the advice of a text in one line."""

    # The keys of its words and of its options in a flow file.
    kind: ClassVar[str] = "outcome"
    options_key: ClassVar[str] = "also"

    outcome: Wording
    short: Spoken | None = None
    contacts: Annotated[list[Name], Field(min_length=1)]
    menu: Spoken | None = None  # in a text, for as long as a conversation stands behind it
    also: dict[Name, Option] = {}
    links: list[Name] = []  # on a page
    source: Sentence

    @property
    def options(self) -> dict[str, Option]:
        """The options that a caller can go on to from here; the same name as on a question."""
        return self.also


def _kind(step: Any) -> str:
    return "a question" if isinstance(step, dict) and {"question", "options"} & set(step) else "an outcome"


Step = Annotated[
    Annotated[Question, Tag("a question")] | Annotated[Outcome, Tag("an outcome")],
    Discriminator(_kind),
]


class Flow(Strict):
    """One decision conversation."""

    title: Sentence
    checked_on: Day
    start: Name
    steps: Annotated[dict[Name, Step], Field(min_length=1)]
