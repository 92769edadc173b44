"""Rules about facts: how long ago a person last checked them, and how far ahead the calendar reaches."""

from collections.abc import Iterator
from datetime import date, timedelta

from helpline.checks.material import Material
from helpline.content.library import Library, Spot
from helpline.content.model import Contact
from helpline.content.opening_hours import calendar_knows
from helpline.content.rules import Rule, Rules, Severity
from helpline.errors import Complaint

rules = Rules[Material]()

NUMBER_DAYS, WORDS_DAYS = 90, 180  # C14
STATEMENT_DAYS = 365  # W21
AHEAD_DAYS = 365  # that a closure, or a notice of the whole line, may be told
NEAR_DAYS = 14  # a warning is given this many days before a check is due
_CALL = "Call the number, then write today's day in checked_on."
_LOOK = "Hold it against its source, then write today's day in checked_on. Do not call it."
_ADDRESS = "Hold the address against its source, then write today's day in checked_on."
_FOLLOW = "Follow the link, then write today's day in checked_on."
_ASK = "Hold the hours against their source, then write today's day in checked_on."
_TRY = "Try the page again with a keyboard, a screen reader and at 400 %, then write today's day."
_READ = "Hold the words against their sources, then write today's day in checked_on."


def _checked(material: Material) -> Iterator[tuple[Spot, str, date, int, str]]:
    """Everything with a day on which it was checked: where, what, the day, for how many days, the cure."""
    yield ("flow", ("checked_on",)), "These words", material.library.flow.checked_on, WORDS_DAYS, _READ
    for name, contact in material.library.contacts.items():
        yield ("contacts", (name, "checked_on")), contact.name, contact.checked_on, NUMBER_DAYS, _how_to_check(contact)
        if contact.hours:
            hours: Spot = "contacts", (name, "hours", "checked_on")
            yield hours, f"When {contact.name} is open", contact.hours.checked_on, NUMBER_DAYS, _ASK
    for name, link in material.library.links.items():
        yield ("links", (name, "checked_on")), f'The link "{link.name}"', link.checked_on, NUMBER_DAYS, _FOLLOW
    if reviewed := material.library.service.website.statement_reviewed_on:
        spot = "service", ("website", "statement_reviewed_on")
        yield spot, "The accessibility statement", reviewed, STATEMENT_DAYS, _TRY


def _how_to_check(contact: Contact) -> str:
    """The cure for a contact: a number is called, but never 999 and its like, which are busy with emergencies."""
    if not contact.number:
        return _ADDRESS
    return _CALL if contact.can_be_dialled else _LOOK


@rules.limits(
    Rule("C14", "C14", "A number that has changed sends a parent nowhere.", always=True),
    Rule("C14S", "C14", "A check needs a person, and a person needs notice.", "warning"),
)
def facts_are_checked_in_time(material: Material) -> Iterator[tuple[Severity, Complaint]]:
    """Numbers and links were checked in the last 90 days, words in 180, the statement in a year; none in the future.

    For the last fourteen days before a check is due, that is a warning.
    """
    for spot, what, day, days, cure in _checked(material):
        if day > material.on:
            yield "error", material.complain(spot, f"{what} cannot have been checked on {day}.", "Correct the day.")
            continue
        due = day + timedelta(days=days)
        if material.on > due:
            yield "error", material.complain(spot, f"{what} had to be checked again by {due}.", cure)
        elif due - material.on <= timedelta(days=NEAR_DAYS):
            yield "warning", material.complain(spot, f"{what} must be checked again by {due}.", cure)


@rules.rule("C14N", "C14", "An old notice keeps parents from calling; one that never ends is an old one before long.")
def the_notice_ends(material: Material) -> Iterator[Complaint]:
    """The notice of the whole line is not over, and ends within a year."""
    notice, spot = material.library.service.notice, ("service", ("notice", "until"))
    if notice and notice.until < material.on:
        yield material.complain(spot, f"The notice ended on {notice.until}.", "Take it out, or write a later day.")
    if notice and notice.until > material.on + timedelta(days=AHEAD_DAYS):
        yield material.complain(spot, f"The notice is told until {notice.until}.", "Write a day within a year.")


def overdue(library: Library, on: date) -> list[Complaint]:
    """The facts that had to be checked before the day `on` (rule C14). They are never a reason not to answer."""
    found = facts_are_checked_in_time(Material(library, on))
    return [complaint for severity, complaint in found if severity == "error"]


def changed_unchecked(before: Library, after: Library) -> Iterator[Complaint]:
    """The contacts whose number or address has changed since `before`, while checked_on has not.

    A file does not know what stood in it before, so this is told where two versions are compared.
    """
    for name, contact in after.contacts.items():
        was = before.contacts.get(name)
        if was and was.written != contact.written and was.checked_on == contact.checked_on:
            says = f"{contact.name} has changed, and checked_on is still {contact.checked_on}."
            yield after.complain(("contacts", (name, "checked_on")), says, _how_to_check(contact))


def days_since_checked(material: Material) -> int:
    """Days since the number that was checked longest ago was checked (M19)."""
    return max((material.on - contact.checked_on).days for contact in material.library.contacts.values())


@rules.rule("C14H", "V39", "Who is told to call on a day that nobody answers has called twice for nothing.")
def the_calendar_has_not_run_out(material: Material) -> Iterator[Complaint]:
    """Each closure ends within the next year, and the bank holidays of the next ninety days are known."""
    years = sorted({material.on.year, (material.on + timedelta(days=NUMBER_DAYS)).year})
    for name, contact in material.library.contacts.items():
        if contact.closed and contact.closed < material.on:
            says = f"The closure of {contact.name} ended on {contact.closed}."
            yield material.complain(("contacts", (name, "closed")), says, "Take the line out.")
        if contact.closed and contact.closed > material.on + timedelta(days=AHEAD_DAYS):
            says = f"The closure of {contact.name} ends on {contact.closed}, more than a year ahead."
            cure = "Look at the year. A contact that is gone for good is taken out, with its outcomes."
            yield material.complain(("contacts", (name, "closed")), says, cure)
        for year in years if contact.hours and contact.hours.bank_holidays == "closed" else ():
            if not calendar_knows(year):
                says = f"The bank holidays of {year} are not known."
                spot = "contacts", (name, "hours", "bank_holidays")
                yield material.complain(spot, says, "Install a newer version of the package holidays.")
