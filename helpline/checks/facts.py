"""Rules about facts: where a number may stand, and how long ago a person last checked it."""

from collections.abc import Iterator
from datetime import date, timedelta

from helpline.checks.finding import Rule, rule
from helpline.checks.material import Material, Spot
from helpline.checks.stray import Stray, digits_of, strays
from helpline.content.hours import calendar_knows
from helpline.content.model import Contact
from helpline.errors import Complaint

NUMBER_DAYS, WORDS_DAYS = 90, 180  # C14
STATEMENT_DAYS = 365  # W21
NEAR_DAYS = 14  # how long before it is due a check is spoken of
_RING = "Ring it, then write today's day in checked_on."
_ASK = "Hold the hours against their source, then write today's day in checked_on."
_TRY = "Try the page again with a keyboard, a screen reader and at 400 %, then write today's day."
_READ = "Hold the words against their sources, then write today's day in checked_on."


def _checked(material: Material) -> Iterator[tuple[Spot, str, date, int, str]]:
    """Everything with a day on which it was checked: where, what, the day, for how many days, the cure."""
    yield ("flow", ("checked_on",)), "These words", material.library.flow.checked_on, WORDS_DAYS, _READ
    for name, contact in material.library.contacts.items():
        yield ("contacts", (name, "checked_on")), contact.name, contact.checked_on, NUMBER_DAYS, _RING
        if contact.hours:
            hours: Spot = "contacts", (name, "hours", "checked_on")
            yield hours, f"When {contact.name} is open", contact.hours.checked_on, NUMBER_DAYS, _ASK
    if reviewed := material.library.service.website.statement_reviewed_on:
        spot = "service", ("website", "statement_reviewed_on")
        yield spot, "The accessibility statement", reviewed, STATEMENT_DAYS, _TRY


@rule("C14", "C14", "A number that has changed sends a parent nowhere.")
def facts_are_not_overdue(material: Material) -> Iterator[Complaint]:
    """Numbers were checked in the last 90 days, words in 180, the statement in a year; none in the future."""
    for spot, what, day, days, cure in _checked(material):
        due = day + timedelta(days=days)
        if material.on > due:
            yield material.complain(spot, f"{what} had to be checked again by {due}.", cure)
        if day > material.on:
            yield material.complain(spot, f"{what} cannot have been checked on {day}.", "Correct the day.")


@rule("C14S", "C14", "A check needs a person, and a person needs notice.", "warning")
def facts_are_due_soon(material: Material) -> Iterator[Complaint]:
    """Says so for fourteen days before a check is due."""
    for spot, what, day, days, cure in _checked(material):
        due = day + timedelta(days=days)
        if timedelta(0) <= due - material.on <= timedelta(days=NEAR_DAYS):
            yield material.complain(spot, f"{what} must be checked again by {due}.", cure)


def days_since_checked(material: Material) -> int:
    """Days since the number that was checked longest ago was checked (M19)."""
    return max((material.on - contact.checked_on).days for contact in material.library.contacts.values())


@rule("C14H", "V39", "Who is told to call on a day that nobody answers has called twice for nothing.")
def the_calendar_has_not_run_out(material: Material) -> Iterator[Complaint]:
    """No closure lies in the past, and the bank holidays of the next ninety days are known."""
    years = sorted({material.on.year, (material.on + timedelta(days=NUMBER_DAYS)).year})
    for name, contact in material.library.contacts.items():
        if contact.closed and contact.closed < material.on:
            says = f"The closure of {contact.name} ended on {contact.closed}."
            yield material.complain(("contacts", (name, "closed")), says, "Take the line out.")
        for year in years if contact.hours and contact.hours.bank_holidays == "closed" else ():
            if not calendar_knows(year):
                says = f"The bank holidays of {year} are not known."
                spot = "contacts", (name, "hours", "bank_holidays")
                yield material.complain(spot, says, "Install a newer version of the package holidays.")


@rule("N11", "N11", "A number written twice is corrected once.")
def no_stray_numbers(material: Material) -> Iterator[Complaint]:
    """No phone number, in figures or in words, stands anywhere but in contacts.yaml."""
    known = {digits_of(contact.number): contact for contact in material.library.contacts.values() if contact.number}
    for name, words in material.texts:
        for stray in strays(words) if not name.endswith("contacts.yaml") else ():
            yield _stray(name, stray, known.get(stray.digits))


def _stray(name: str, stray: Stray, contact: Contact | None) -> Complaint:
    says = f"{contact.name}'s number stands here." if contact else f'"{stray.written}" looks like a phone number.'
    cure = (
        "Take it from contacts.yaml, by name."
        if contact
        else "Take it out, or use a drama number such as 01632 960 001."
    )
    return Complaint(name, stray.line, says, cure)


RULES: tuple[Rule, ...] = (facts_are_not_overdue, facts_are_due_soon, the_calendar_has_not_run_out, no_stray_numbers)
