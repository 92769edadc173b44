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
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
    "Vary": "User-Agent",  # numbers are links on a phone
}


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
    line, findings = the_line(), None
    if line.settings.staff:
        from helpline.web.staff_panel import findings_of  # the checks are imported where words are edited only

        findings = findings_of(line.settings.flows)
    return render_template(
        "front.html", start=tree_of(line.library, tree(line.library)), staff=line.settings.staff, findings=findings
    )


@pages.get("/map")
def call_map() -> str:
    """Which key does what, on one side of A4 (rule W23)."""
    library = the_line().library
    return render_template("map.html", start=tree_of(library, tree(library)), checked_on=library.flow.checked_on)


@pages.get("/privacy")
def privacy() -> str:
    """The privacy page: the data that are kept, and for how long."""
    return render_template("privacy.html", days=COUNTS_KEPT_DAYS, hours=KEPT_SECONDS // 3600)


@pages.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement, for the page, the phone and the texts (rules W21, W22)."""
    return render_template("accessibility.html")


@dataclass(frozen=True)
class StepTree:
    """A step as it is read and pictured: its words and contacts, and the steps that its options lead to.

    An option has its name, its key and its label.
    """

    name: str
    is_question: bool
    words: str
    options: tuple[tuple[str, str, str, "StepTree"], ...] = ()
    contacts: tuple[Contact, ...] = ()


def tree_of(library: Library, branch: Branch) -> StepTree:
    """Every question from the start, with every outcome below the options that lead to it (rule W16).

    The words are those that are texted.
    """
    name, step = branch.name, branch.step
    options = tuple(
        (option_name, str(option.press), words_of(option.say, "sms"), tree_of(library, below))
        for option_name, option, below in branch.options
    )
    if isinstance(step, Question):
        return StepTree(name, True, words_of(step.question, "sms"), options)
    advice = sms.advice(library, SayStep(name, Why.ASKED), step)
    return StepTree(name, False, advice, options, tuple(library.contacts_of(step)))
