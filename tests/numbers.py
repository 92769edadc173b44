"""The two numbers, from contacts.yaml: they are written nowhere else, not even here (rule N11)."""

from helpline.content.load import load
from helpline.content.script import Digits

from .conftest import SHIPPED

_CONTACTS = load(SHIPPED).contacts


def dialled(written: str) -> str:
    """A number as eleven digits."""
    return written.replace(" ", "")


SENDIASS = _CONTACTS["sendiass"].number or ""
SEN_SERVICES = _CONTACTS["sen_services"].number or ""
BOTH = (SENDIASS, SEN_SERVICES)
BOTH_TWICE = [dialled(number) for number in BOTH for _ in range(2)]
SAID = {name: " ".join(Digits(group).text for group in contact.digit_groups) for name, contact in _CONTACTS.items()}
