"""Everything the line can say, loaded and checked: one value that every room is handed."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from helpline.content.examples import Example
from helpline.content.model import Contact, Flow, Link, Option, Outcome, Question, Service
from helpline.content.phrases import Phrases
from helpline.content.source import KeyPath, Source
from helpline.content.wording import words_of
from helpline.content.words import FaqAnswer, Words
from helpline.errors import Complaint

if TYPE_CHECKING:
    from helpline.content.languages import Translated  # which makes libraries

Spot = tuple[str, KeyPath]  # a file, by the name of its part in the library, and where in it


def under(spot: Spot, *path: str | int) -> Spot:
    """A spot further inside another."""
    return spot[0], (*spot[1], *path)


@dataclass(frozen=True, eq=False)
class Library:
    """The loaded flow files. Compared by identity, so that caches can hold it as a key.

    `sources` are the files that it was read from, by the names of the other fields: they give the lines. A library
    that is not `whole` has words for the numbers alone. With `drafts`, a language that nobody has checked can be chosen
    too: for the people who edit words, and never for callers. Its library `is_draft`, and says so in every message.
    """

    service: Service
    contacts: dict[str, Contact]
    flow: Flow
    words: Words
    phrases: Phrases
    sources: dict[str, Source] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    links: dict[str, Link] = field(default_factory=dict)
    language: str = "en"
    whole: bool = True
    drafts: bool = False
    is_draft: bool = False
    translations: dict[str, "Translated"] = field(default_factory=dict)

    @cached_property
    def live(self) -> dict[str, "Library"]:
        """The library of each other language that callers may choose: live, checked, and with whole numbers."""
        return {code: library for code, one in self.translations.items() if (library := one.live_library(self))}

    def spoken(self, language: str) -> "Library":
        """The library of a language; English for any code that is not live, which is never an error."""
        return self.live.get(language, self)

    @cached_property
    def fingerprint(self) -> str:
        """A sign of all words: another one when any of them changes. Comments do not count."""
        trees = {name: source.tree or source.text for name, source in sorted(self.sources.items())}
        return hashlib.sha256(json.dumps(trees, default=str).encode()).hexdigest()[:12]

    @cached_property
    def replies(self) -> dict[str, Outcome]:
        """The replies that stand alone, and the answers to questions that people ask."""
        return {**self.words.replies, **self.words.faq}

    def answers_at(self, step: str) -> list[FaqAnswer]:
        """The answers to the questions that are meant at a step: one to each way to ask, as a text there would get."""
        found: dict[str, FaqAnswer] = {}
        for subject in (name for name, one in self.words.subjects.items() if step in one.at):
            for name, answer in self.words.faq.items():
                if answer.about == subject:
                    found.setdefault(answer.inquiry or name, answer)
        return list(found.values())

    def step(self, name: str) -> Question | Outcome | None:
        """The step, or the stand-alone reply, of that name; None where there is none (any more)."""
        return self.flow.steps.get(name) or self.replies.get(name)

    def every_step(self) -> Iterator[tuple[Spot, Question | Outcome]]:
        """Each step of the flow and each stand-alone reply, and where it is written."""
        for name, step in self.flow.steps.items():
            yield ("flow", ("steps", name)), step
        for name, reply in self.replies.items():
            yield self.spot(name), reply

    def every_outcome(self) -> Iterator[tuple[Spot, Outcome]]:
        """Those of them that are outcomes."""
        return ((spot, step) for spot, step in self.every_step() if isinstance(step, Outcome))

    def every_option(self) -> Iterator[tuple[Spot, Question | Outcome, Option]]:
        """Each of their options: where it is written, the step that offers it, and the option."""
        for spot, step in self.every_step():
            for name, option in step.options.items():
                yield under(spot, step.options_key, name), step, option

    @property
    def helper_names(self) -> list[str]:
        """The names of the contacts that the 0 key gives, anywhere."""
        person = self.step(self.service.person)
        assert isinstance(person, Outcome)  # held by rule H09
        return person.contacts

    @property
    def helpers(self) -> list[Contact]:
        """The contacts that the 0 key gives, anywhere."""
        return [self.contacts[name] for name in self.helper_names]

    @property
    def first_number(self) -> str:
        """The name of the contact whose number a caller who presses nothing is given first, of those of `on_misses`."""
        outcome = self.step(self.service.on_misses)
        assert isinstance(outcome, Outcome)  # held by rule H09
        return next(name for name in outcome.contacts if self.contacts[name].number)  # one has a number: rule H08

    def contacts_of(self, outcome: Outcome) -> list[Contact]:
        """The contacts an outcome gives, in the order they are read."""
        return [self.contacts[name] for name in outcome.contacts]

    def label(self, keyword: str) -> str:
        """How a keyword, or an answer, is named to a person; for going on with a question, the words for that."""
        if answer := self.words.faq.get(keyword):
            return answer.title
        name, is_option, key = keyword.partition(".")
        if is_option and (step := self.step(name)) and key in step.options:
            return words_of(step.options[key].say, "sms")
        if found := self.words.keywords.get(keyword):
            return found.label or keyword.replace("_", " ").capitalize()
        return words_of(self.phrases.go_on if keyword == "go_on" else self.phrases.something_else)

    def spot(self, step: str, *path: str | int) -> Spot:
        """Where a step or a stand-alone reply is written; `path` leads on inside it."""
        if step in self.flow.steps:
            return "flow", ("steps", step, *path)
        return "words", ("faq" if step in self.words.faq else "replies", step, *path)

    def complain(self, spot: Spot, says: str, cure: str) -> Complaint:
        """A complaint about the words at a spot, with their file and line."""
        part, path = spot
        return self.sources[part].complain(path, says, cure)

    def location(self, spot: Spot) -> str:
        """The file and the line of a spot, for people: "words.yaml, line 60"."""
        found = self.complain(spot, "", "")
        return f"{found.file}, line {found.line}"

    def lines_of(self, step: str) -> tuple[str, int, int]:
        """The file in which a step or a stand-alone reply is written, its first line and its last."""
        part, path = self.spot(step)
        source, first = self.sources[part].part(path), self.sources[part].line(path)
        starts = sorted(line for at, line in self.sources[part].lines.items() if len(at) == 2 and at[0] == path[0])
        return source.file, first, next((line - 1 for line in starts if line > first), len(source.text))
