"""Where in a script a contact's number, or address, is read out."""

from helpline.content.model import Contact
from helpline.content.script import Digits, Pause, Script, Segment, Speech

Span = tuple[int, int]  # first segment of a reading, and the segment after its last


def expected(contact: Contact) -> list[Segment]:
    """The spoken segments of one reading, without pauses."""
    return [*map(Digits, contact.digit_groups), *(Speech(f"{line}.") for line in contact.address)]


def readings(script: Script, contact: Contact) -> list[Span]:
    """Every complete reading of a contact in a script, in order."""
    wanted = expected(contact)
    said = [(i, segment) for i, segment in enumerate(script) if not isinstance(segment, Pause)]
    spans = []
    for at in range(len(said) - len(wanted) + 1):
        window = said[at : at + len(wanted)]
        if [segment for _, segment in window] == wanted:
            spans.append((window[0][0], window[-1][0] + 1))
    return spans
