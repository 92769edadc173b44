"""Filling in {names}: the one thing that words may hold besides themselves."""

import re
from collections.abc import Mapping

from helpline.content.wording import AnyWording, ByChannel

NAME = re.compile(r"\{(\w*)\}")
BAD_BRACES = "Write the name of a contact from contacts.yaml between the curly brackets."


def contact_names(wording: AnyWording) -> set[str]:
    """The names in curly brackets anywhere in a wording."""
    if isinstance(wording, Mapping):
        return {name for part in wording.values() for name in contact_names(part)}
    if isinstance(wording, ByChannel):
        return contact_names(wording.voice) | contact_names(wording.sms)
    return set(NAME.findall(wording))


def fill(words: str, **names: str) -> str:
    """`words` with each {name} replaced; a name that is not given is left as it is."""
    return NAME.sub(lambda found: names.get(found[1], found[0]), words)
