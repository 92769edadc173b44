"""The pages: the front page, the call map, privacy, the accessibility statement; and what every page shares."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request

from helpline.channels import sms
from helpline.content.library import Library
from helpline.content.model import Contact, Question
from helpline.content.walk import Branch, tree
from helpline.content.wording import words_of
from helpline.engine.reply import SayStep, Why
from helpline.store.retention import COUNTS_KEPT_DAYS, KEPT_SECONDS
from helpline.texts.numbers import as_dialled
from helpline.web.line import the_line

pages = Blueprint("pages", __name__, static_folder="static", static_url_path="/static")

# No inline script or style, nothing from anywhere else, and no page of ours inside another's.
POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "media", "connect")),
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "Vary": "User-Agent",  # numbers are links on a phone
}

KEYS = (
    ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"), ("6", "6"), ("7", "7"), ("8", "8"), ("9", "9"),
    ("*", "Star, go back"), ("0", "0, phone numbers"), ("#", "Hash, more time"),
)  # fmt: skip
SPEEDS = ("0.75", "1", "1.25", "1.5")  # W18

pages.add_app_template_global(words_of)


@pages.app_context_processor
def shared() -> dict[str, Any]:
    """The values on every page: the service, the numbers, and whether this device can call them (W13, W17)."""
    library, number = the_line().library, the_line().settings.number
    return {
        "line_number": as_dialled(number) if number else None,
        "service": library.service,
        "helpers": library.helpers,
        "emergency": library.contacts.get("emergency"),
        "can_call": "Mobi" in request.headers.get("User-Agent", ""),
    }


@pages.after_app_request
def strictly(response: Response) -> Response:
    """The headers of a page, where it brings none that are stricter."""
    if response.mimetype == "text/html":
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    return response


@pages.get("/")
def front() -> str:
    """The numbers, the practice phone, the practice texts, and every question and outcome to read (rule W16)."""
    line = the_line()
    values: dict[str, Any] = {"start": to_read(line.library, tree(line.library)), "tree": None}
    if line.settings.staff:
        from helpline.web.staff_panel import found  # the checks are imported where words are edited only

        values |= {"tree": tree(line.library), "found": found(line.settings.flows)}
    return render_template("front.html", keys=KEYS, speeds=SPEEDS, samples=("MENU", "NUMBERS"), **values)


@pages.get("/map")
def call_map() -> str:
    """Which key does what, on one side of A4 (rule W23)."""
    library = the_line().library
    from helpline.reports.booklet import map_lines  # the checks behind it are imported for this page only

    return render_template("map.html", lines=list(map_lines(library)), checked_on=library.flow.checked_on)


@pages.get("/privacy")
def privacy() -> str:
    """The privacy page: the data that are kept, and for how long."""
    return render_template("privacy.html", days=COUNTS_KEPT_DAYS, hours=KEPT_SECONDS // 3600)


@pages.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement, for the page, the phone and the texts (rules W21, W22)."""
    return render_template("accessibility.html")


@dataclass(frozen=True)
class StepToRead:
    """A step as it is read: a question with its options and where each leads, or advice and contacts."""

    words: str
    options: tuple[tuple[str, "StepToRead"], ...] = ()
    contacts: tuple[Contact, ...] = ()


def to_read(library: Library, branch: Branch) -> StepToRead:
    """Every question from the start, with every outcome below the options that lead to it (rule W16).

    The words are those that are texted.
    """
    step = branch.step
    options = tuple((words_of(option.say, "sms"), to_read(library, below)) for _, option, below in branch.options)
    if isinstance(step, Question):
        return StepToRead(words_of(step.question, "sms"), options)
    advice = sms.advice(library, SayStep(branch.name, Why.ASKED), step)
    return StepToRead(advice, options, tuple(library.contacts_of(step)))
