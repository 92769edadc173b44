"""Facts whose day of checking has passed: told loudly, but never a reason not to answer."""

from datetime import date
from pathlib import Path

from helpline.checks.facts import facts_are_not_overdue
from helpline.checks.material import Material, sources_of
from helpline.content.library import Library
from helpline.errors import Complaint


def overdue(library: Library, folder: Path, on: date) -> list[Complaint]:
    """What had to be checked before the day `on`, with file, line and cure (rule C14)."""
    return list(facts_are_not_overdue.look(Material(library, sources_of(folder), on)))
