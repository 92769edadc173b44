"""The values of words.yaml and of the files beside it: the words that people text, and what they get for them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from helpline.content.model import Name, Outcome
from helpline.content.wording import Sentence, Strict

# The carrier acts on these itself when they are a whole message (Twilio's opt-out keywords, facts.md C7).
OPT_OUT_WORDS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
# Rule S9: never asked for, never a keyword. The carrier answers or acts on all of them.
CARRIER_WORDS = OPT_OUT_WORDS | {"start", "yes", "unstop", "help", "info"}

DANGER, EVERYDAY = "danger", "everyday"  # labels of examples that are no steps

Odd = Literal["picture", "yes_no", "emoji", "link", "language", "question"]  # messages that words do not tell
Phrase = Sentence  # may hold `refus*`, `..` and `{list}`: see engine/phrases.py


class Danger(Strict):
    """The words of danger, which are looked for first in every text, and the reply. Never mended for spelling."""

    phrases: list[Phrase]
    words: list[Sentence] = []
    unless: list[Phrase] = []
    emoji: list[Sentence] = []
    reply: Name


class Keyword(Strict):
    """Words that people text, and what they get: a reply that stands alone, or answers already given.

    `words` are whole messages, `within` stands anywhere in one, `when` names clues that must all be
    there and `unless` clues that must not. `rivals` are keywords to ask about when they fit too, and
    `label` is how it is named then. One that may be several things only `offers` the keywords for them, and a `vague`
    one gives way to a topic that the examples propose.
    """

    label: Sentence | None = None
    words: list[Sentence] = []
    within: list[Phrase] = []
    when: list[Annotated[list[Name], Field(min_length=1)]] = []
    unless: list[Name] = []
    rivals: list[Name] = []
    vague: bool = False
    offers: Annotated[list[Name], Field(min_length=2, max_length=2)] | None = None
    reply: Name | None = None
    answers: dict[Name, Name] = {}


class Negation(Strict):
    """Words that turn a clue into its opposite: `near` ones over one word, others over four, none beyond an end.
    `hindrances` ("cannot") do so for the clues that are `hindered`, and for the words of options.

    `not_about` are words directly before a clue that say it is not about that: one of `denied` then counts as the clue
    that is named there, and one of `left_out` as none.
    """

    words: list[Sentence] = []
    hindrances: list[Sentence] = []
    hindered: list[Name] = []
    near: list[Sentence] = []
    ends: list[Sentence] = []
    opposites: dict[Name, Name] = {}
    not_about: list[Sentence] = []
    denied: dict[Name, Name] = {}
    left_out: list[Name] = []


class OtherLanguage(Strict):
    """How a text in another language is told: what the Unicode names of its letters begin with, or common words."""

    script: Annotated[str, Field(pattern="^[A-Z]+$")] | None = None
    words: list[Sentence] = []


class Subject(Strict):
    """Something that people ask about: the words that name it, and the steps at which a question means it."""

    named: list[Phrase] = []
    at: list[Name] = []


class FaqAnswer(Outcome):
    """The answer to a question that people ask, found by how they ask (`inquiry`) and the subject; else by its name."""

    title: Sentence
    inquiry: Name | None = None
    about: Name | None = None


class Commands(Strict):
    """Words that work everywhere in a text conversation. `shorter` gets the last reply in few words."""

    menu: list[Sentence]
    back: list[Sentence]
    again: list[Sentence]
    shorter: list[Sentence] = []
    person: list[Sentence]


class Words(Strict):
    """Keywords, commands, stand-alone replies, and the questions that people ask.

    `english` are names of that language, which people text to come back to it. `lists` are used in phrases as
    {name}; `twins` are other ways to write a word of ours, `polite` words that change nothing, `corrections` begin
    what corrects the line, `everyday` words that
    are never taken for a misspelt word of ours; `clues` tell what a sentence is about, `negation` turns them round;
    `other_languages` tells those that the line does not speak; `odd` answers them, messages without words and unknown
    questions; `faq` answers how a question is asked about its subject. They stand in several files, so the schema for
    editors asks for none of them.
    """

    model_config = ConfigDict(json_schema_extra=lambda schema: schema.pop("required"))

    danger: Danger
    english: list[Sentence] = ["english"]
    lists: dict[Name, list[Sentence]] = {}
    twins: dict[Sentence, list[Sentence]] = {}
    polite: list[Sentence] = []
    corrections: list[Sentence] = []
    everyday: list[Sentence] = []
    clues: dict[Name, list[Phrase]] = {}
    negation: Negation = Negation()
    other_languages: dict[Name, OtherLanguage] = {}
    keywords: dict[Name, Keyword]
    odd: dict[Odd, Name] = {}
    commands: Commands
    replies: dict[Name, Outcome]
    inquiries: dict[Name, list[Phrase]] = {}
    subjects: dict[Name, Subject] = {}
    faq: dict[Name, FaqAnswer] = {}
