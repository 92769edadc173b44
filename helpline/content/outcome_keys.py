"""The keys of an outcome, in the one place that decides them: for the engine, the script and the checks."""

from dataclasses import dataclass
from enum import Enum

from helpline.content.library import Library
from helpline.content.model import Contact, Outcome

LAST_KEY = 9


class Action(Enum):
    """The effect of a key at an outcome."""

    AGAIN = "say it again"
    OTHER_CONTACT = "read the next contact"
    OPTION = "go on to another outcome"
    DIAL = "put the call through"
    TEXT = "send it by text"


@dataclass(frozen=True)
class OutcomeKey:
    """One key: `option` is the option's name."""

    press: int
    action: Action
    option: str = ""


def first_option_key(outcome: Outcome) -> int:
    """The key of an outcome's first option: 1 says it again, and 2 reads the next of several contacts (rule V9)."""
    return 3 if len(outcome.contacts) > 1 else 2


def wanted_keys(library: Library, outcome: Outcome, text: bool) -> list[OutcomeKey]:
    """Every key that an outcome needs, in the order of the digits, numbered on where no `press:` is written.

    `text` says that a text can be sent. The last key calls the contact that is being read: last, because not each
    contact takes calls, nor at each hour, and no other key may move for that.
    """
    keys = [OutcomeKey(1, Action.AGAIN)]
    if len(outcome.contacts) > 1:
        keys.append(OutcomeKey(2, Action.OTHER_CONTACT))
    keys += [OutcomeKey(option.press, Action.OPTION, option=name) for name, option in outcome.also.items()]
    more = [Action.TEXT] if text else []
    more += [Action.DIAL] if any(contact.put_through for contact in library.contacts_of(outcome)) else []
    first = max(key.press for key in keys) + 1
    return keys + [OutcomeKey(first + i, action) for i, action in enumerate(more)]


def outcome_keys(library: Library, outcome: Outcome, text: bool, contact: int) -> list[OutcomeKey]:
    """The keys that a caller can press while the contact of an index is read.

    A key beyond 9 is not offered, and a rule complains of it.
    """
    takes_calls = contact_at(library, outcome, contact).put_through
    return [
        key
        for key in wanted_keys(library, outcome, text)
        if key.press <= LAST_KEY and (takes_calls or key.action is not Action.DIAL)
    ]


def contact_at(library: Library, outcome: Outcome, contact: int) -> Contact:
    """The contact of an outcome by its index; after the last one comes the first."""
    return library.contacts[outcome.contacts[contact % len(outcome.contacts)]]
