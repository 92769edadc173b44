"""Pages that stand still: the call map, privacy, the accessibility statement. And what every page shares."""

from typing import Any

from flask import Blueprint, Response, render_template, request

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


@pages.app_context_processor
def shared() -> dict[str, Any]:
    """What every page shows: who the line is for, the numbers, and whether this device can call them (W13, W17)."""
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


@pages.get("/map")
def call_map() -> str:
    """Which key does what, on one side of A4 (rule W23)."""
    library = the_line().library
    from helpline.reports.booklet import map_lines  # late: reports and the checks behind them are rarely asked for

    return render_template("map.html", lines=list(map_lines(library)), checked_on=library.flow.checked_on)


@pages.get("/privacy")
def privacy() -> str:
    """What is kept, and for how long."""
    return render_template("privacy.html", days=COUNTS_KEPT_DAYS, hours=KEPT_SECONDS // 3600)


@pages.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement, for the page, the phone and the texts (rules W21, W22)."""
    return render_template("accessibility.html")
