"""Everything the line can say, loaded and checked: one value that every room is handed."""

from dataclasses import dataclass

from helpline.content.model import Contact, Flow, Outcome, Phrases, Question, Service, Words
from helpline.content.wording import words_of


@dataclass(frozen=True, eq=False)
class Library:
    """The loaded flow files. Compared by identity, so that caches can hold it as a key."""

    service: Service
    contacts: dict[str, Contact]
    flow: Flow
    words: Words
    phrases: Phrases

    def step(self, name: str) -> Question | Outcome | None:
        """The step, or the stand-alone reply, of that name; None where there is none (any more)."""
        return self.flow.steps.get(name) or self.words.replies.get(name)

    @property
    def helpers(self) -> list[Contact]:
        """The contacts that the 0 key gives, anywhere."""
        person = self.step(self.service.person)
        assert isinstance(person, Outcome)  # held by content/check.py
        return self.contacts_of(person)

    def contacts_of(self, outcome: Outcome) -> list[Contact]:
        """The contacts an outcome gives, in the order they are read."""
        return [self.contacts[name] for name in outcome.contacts]

    def label(self, keyword: str) -> str:
        """How a keyword is named to a person; for going on with a question, the words for that."""
        found = self.words.keywords.get(keyword)
        return (found.label if found else words_of(self.phrases.go_on)) or keyword.replace("_", " ").capitalize()
