"""What a browser can check of rules W1 to W25 on the parents' pages: home, questions, outcomes and what stands beside."""

from collections.abc import Callable

import pytest

from helpline.content.load import load
from helpline.content.walk import answered, tree

from ..conftest import SHIPPED
from .conftest import NOWHERE, Visitor
from .measures import LOOKS, faults, moving, too_small, too_wide, words_below_seven_to_one

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
QUESTION, OUTCOME = "/answer/setting", "/answer/setting/met"
LETTER = "/answer/health_care/complain/nhs"
PAGES = ("/", QUESTION, OUTCOME, LETTER, NOWHERE, "/map", "/privacy", "/accessibility")
Visit = Callable[..., Visitor]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(visit: Visit, public: str, path: str) -> None:  # W1
    assert faults(visit(public, path).page) == []


def test_axe_finds_nothing_at_any_step(visit: Visit, public: str) -> None:
    visitor = visit(public)
    for answers, _ in answered(tree(LIBRARY)):
        if answers:
            visitor.opens("/answer/" + "/".join(option for _, option in answers))
            assert faults(visitor.page, LOOKS[:1]) == [], answers


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_without_javascript(visit: Visit, public: str, path: str) -> None:
    # axe itself needs scripts, so the page is taken as it stands before any of ours has run.
    visitor = visit(public, path)
    visitor.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    visitor.opens(path)
    assert faults(visitor.page) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_two_ways(visit: Visit, public: str, path: str) -> None:  # W10
    visitor = visit(public, path, viewport={"width": 320, "height": 256}, device_scale_factor=4)
    assert too_wide(visitor.page) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 640])
def test_text_can_be_twice_as_large(visit: Visit, public: str, path: str, width: int) -> None:  # W10
    visitor = visit(public, path, viewport={"width": width, "height": 800})
    visitor.page.evaluate("document.documentElement.style.fontSize = '225%'")  # ours is 112.5 % to begin with
    assert too_wide(visitor.page) == []


@pytest.mark.parametrize("path", ["/", QUESTION, OUTCOME])
def test_what_can_be_pressed_is_large_enough(visit: Visit, public: str, path: str) -> None:  # W4
    page = visit(public, path, viewport={"width": 390, "height": 844}).page
    assert too_small(page, ".options a, .call, button", 48) == []


@pytest.mark.parametrize("path", PAGES)
def test_focus_is_seen_and_never_hidden(visit: Visit, public: str, path: str) -> None:  # W12
    visitor = visit(public, path, viewport={"width": 390, "height": 600})
    seen = 0
    for _ in range(80):
        visitor.page.keyboard.press("Tab")
        found = visitor.page.evaluate("""() => {
            const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
            if (it === document.body) return null;
            const top = document.elementFromPoint(
                box.x + Math.min(box.width, innerWidth) / 2, Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1));
            return [it.outerHTML.slice(0, 80), style.outlineStyle, parseFloat(style.outlineWidth),
                it === top || it.contains(top) || !!top?.contains(it)];
        }""")
        if found is None:
            break
        name, line, width, uncovered = found
        assert (line, width, uncovered) == ("solid", 3, True), name
        seen += 1
    assert seen > 5


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves(visit: Visit, public: str, path: str) -> None:  # W20
    assert moving(visit(public, path, reduced_motion="reduce").page) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_same_frame(visit: Visit, public: str, path: str) -> None:  # W13, W19, W24, W25
    page = visit(public, path).page
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.locator("h1").count() == 1
    parts = page.locator("body > :not(script, section)").evaluate_all("parts => parts.map(part => part.tagName)")
    assert [part for part in parts if part != "ASIDE"] == ["HEADER", "MAIN", "FOOTER"]
    relay = LIBRARY.service.website.relay_uk
    for contact in LIBRARY.helpers:
        assert page.get_by_text(f"Relay UK: {relay} then {contact.written}", exact=True).count() == 1
    assert page.locator(".danger").inner_text() == "In danger? Call 999"
    assert page.get_by_role("link", name="Call charges").get_attribute("href") == "https://www.gov.uk/call-charges"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", PAGES)
def test_words_have_seven_to_one(visit: Visit, public: str, path: str) -> None:  # W11
    assert words_below_seven_to_one(visit(public, path).page) == []


def test_the_statement_has_what_the_law_asks_for(visit: Visit, public: str) -> None:  # W21, W22
    page = visit(public, "/accessibility").page
    titles = [title.inner_text() for title in page.locator("main h2").all()]
    assert titles == [
        "How accessible it is", "The phone line", "The text line", "What we have not made accessible",
        "If you need it another way, or find a problem", "If you are not happy with our answer", "How we tested, and when",
    ]  # fmt: skip
    words = page.locator("main").inner_text()
    for part in (
        "prepared on",
        "last reviewed on",
        "Equality Advisory and Support Service",
        "real-time text",
        "Sign Language",
        "3.4 kHz",
    ):
        assert part in words
