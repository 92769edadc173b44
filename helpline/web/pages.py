"""The pages: home, the call map, privacy, the accessibility statement, errors; and what every page shares."""

import gzip
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound

from helpline.channels import sms
from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.walk import tree
from helpline.content.wording import AnyWording, fill, words_of
from helpline.engine.language_choice import ENGLISH
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
}
COMPRESSED = {"text/html", "text/css", "text/javascript", "image/svg+xml"}
ERRORS = {
    NotFound: ("This page is not here", "The address may have changed, or it may have been typed with a slip."),
    MethodNotAllowed: ("This page cannot be used in that way", "Open it again from the first question."),
    InternalServerError: (
        "Something went wrong here",
        "You did nothing amiss. The numbers below can be called all the same.",
    ),
}


def page_language() -> str:
    """The language of a page, which is the first part of its address; English where there is none."""
    return str((request.view_args or {}).get("language", ENGLISH))


def shown_library() -> Library:
    """The library of the page that is shown: an error has one too, whatever its address."""
    return the_line().library.spoken(page_language())


def page_library() -> Library:
    """The library of a page's language. Nothing is there in a language that is not live."""
    library = shown_library()
    return library if library.language == page_language() else abort(404)


@pages.app_url_defaults
def in_the_same_language(endpoint: str, values: dict[str, Any]) -> None:
    """The links of a page lead to pages in its language, where there are any."""
    language = page_language()
    if language in the_line().library.live and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values.setdefault("language", language)


@dataclass(frozen=True)
class InLanguage:
    """A page in a language: its code, its own name, its direction, and the address of the same page in it."""

    code: str
    name: str
    direction: str
    address: str


def in_languages() -> list[InLanguage]:
    """This page in each language, English first; the home page, where this one is in English alone."""
    english, endpoint = the_line().library, request.endpoint or ""
    found = [InLanguage(ENGLISH, "English", "ltr", _same_page(endpoint, None))]
    for code in english.live:
        settings = english.translations[code].settings
        found.append(InLanguage(code, settings.name, settings.direction, _same_page(endpoint, code)))
    return found


def _same_page(endpoint: str, language: str | None) -> str:
    if not current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        return url_for("pages.home", language=language)
    return url_for(endpoint, **{**(request.view_args or {}), "language": language})


@pages.app_context_processor
def shared() -> dict[str, Any]:
    """The values on every page: the service, the numbers, and whether this device can call them (W13, W17)."""
    library, number = shown_library(), the_line().settings.number
    return {
        "library": library,
        "page": library.phrases.page,
        "in_english": library.language == ENGLISH,
        "languages": in_languages() if request.endpoint and the_line().library.live else [],
        "line_number": as_dialled(number) if number else None,
        "service": library.service,
        "helpers": library.helpers,
        "notice": sms.notice_lines(library) if the_line().has_notice() else [],
        "source": library.links.get(library.service.website.source or ""),
        "emergency": library.contacts.get("emergency"),
        "can_call": "Mobi" in request.headers.get("User-Agent", ""),
    }


@pages.after_app_request
def strictly(response: Response) -> Response:
    """The headers of a page, where it brings none that are stricter; and a page and its files made small."""
    if response.mimetype == "text/html":
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.vary.add("User-Agent")  # numbers are links on a phone
    return _compressed(response) if response.mimetype in COMPRESSED and response.status_code != 304 else response


def _compressed(response: Response) -> Response:
    """The response with gzip, where the browser takes it."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and request.method == "GET" and "Content-Encoding" not in response.headers:
        response.direct_passthrough = False  # a file of ours is small
        words = response.get_data()
        response.close()  # the file is read to its end, and a browser that goes away must not keep it open
        response.set_data(gzip.compress(words, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        if etag := response.get_etag()[0]:
            response.set_etag(etag, weak=True)  # the same words, and not the same bytes
    return response


@pages.app_errorhandler(NotFound)
@pages.app_errorhandler(MethodNotAllowed)
@pages.app_errorhandler(InternalServerError)
def error(problem: HTTPException) -> tuple[str, int, list[tuple[str, str]]]:
    """A page like the others, with the numbers and a way home."""
    headline, says = ERRORS[type(problem)]
    headers = [(name, value) for name, value in problem.get_headers() if name == "Allow"]
    return render_template("error.html", headline=headline, says=says), problem.code or 500, headers


@pages.get("/")
@pages.get("/<language>/", strict_slashes=False)
def home(language: str = ENGLISH) -> str:
    """The first question, and the people who can help."""
    return render_template("home.html", start=tree(page_library()))


pages.add_app_template_filter(words_of, "spoken")


@pages.app_template_filter()
def on_page(wording: AnyWording) -> str:
    """The words as a page has them."""
    library = shown_library()
    numbers = {name: sms.written(library, contact) for name, contact in library.contacts.items()}
    return fill(words_of(wording, "web"), **numbers)


@pages.app_template_filter()
def with_number(words: str, number: str, relay: str = "") -> Markup:
    """Words with a number in them, which is read from left to right in every language."""
    kept = Markup('<bdi dir="ltr">{}</bdi>')
    return Markup(fill(str(escape(words)), number=kept.format(number), relay=kept.format(relay)))  # noqa: S704 - escaped


@pages.app_template_filter()
def day(date: date) -> str:
    """A day in words: 3 December 2026."""
    return f"{date.day} {date:%B %Y}"


@pages.app_template_filter()
def labels(step: Question | Outcome) -> list[str]:
    """The options of a step, as a page names them."""
    return [on_page(option.say) for option in step.options.values()]


@pages.app_template_filter()
def uses(words: list[str], term: str) -> bool:
    """Whether a term stands in some of the words."""
    return any(re.search(rf"\b{re.escape(term)}\b", one) for one in words)


@pages.get("/map")
def call_map() -> str:
    """Which key does what, on one side of A4 (rule W23)."""
    library = the_line().library
    return render_template("map.html", start=tree(library), checked_on=library.flow.checked_on)


@pages.get("/privacy")
def privacy() -> str:
    """The privacy page: the data that are kept, and for how long."""
    return render_template("privacy.html", days=COUNTS_KEPT_DAYS, hours=KEPT_SECONDS // 3600)


@pages.get("/accessibility")
def accessibility() -> str:
    """The accessibility statement, for the page, the phone and the texts (rules W21, W22)."""
    return render_template("accessibility.html")
