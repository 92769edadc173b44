"""The keys that an outcome has beside its own: to be put through, and to get a text."""

from dataclasses import dataclass

from helpline.content.library import Library
from helpline.content.model import Outcome

LAST_KEY = 9


@dataclass(frozen=True)
class Extra:
    """A key after all others. `page` is the contact that it calls; None for the key that asks for a text."""

    press: int
    page: int | None


def extras(library: Library, outcome: Outcome, text: bool) -> list[Extra]:
    """The further keys of an outcome, numbered on from its own (rule V9); the text is last.

    Nothing is offered for which no key is left; rule H17 complains of it.
    """
    pages: list[int | None] = [page for page, contact in enumerate(library.contacts_of(outcome)) if contact.put_through]
    own = [1, min(len(outcome.contacts), 2), *(option.press for option in outcome.also.values())]
    keys = range(max(own) + 1, LAST_KEY + 1)
    return [Extra(press, page) for press, page in zip(keys, [*pages, *([None] if text else [])], strict=False)]
