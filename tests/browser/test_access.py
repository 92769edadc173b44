"""What a browser can check of rules W1 to W25, in every state, in light, dark and forced colours."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from helpline.content.load import load
from helpline.content.model import Outcome
from helpline.content.wording import words_of

from ..conftest import SHIPPED
from .conftest import Visitor

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
PAGES = ("/", "/map", "/privacy", "/accessibility")
TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]  # W1: the 2.2 rules are off unless named
LOOKS = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
)
Visit = Callable[..., Visitor]


def at_rest(visitor: Visitor) -> None:
    """Nothing was done yet."""


def reading(visitor: Visitor) -> None:
    for summary in visitor.page.locator("details > summary").all():
        summary.evaluate("summary => summary.parentElement.open = true")


def asked(visitor: Visitor) -> None:
    visitor.calls()


def told(visitor: Visitor) -> None:
    visitor.calls().clicks("1").clicks("3")


def speaking(visitor: Visitor) -> None:
    visitor.calls(loud=True)
    visitor.page.locator("#stop-sound").wait_for()


def hung_up(visitor: Visitor) -> None:
    visitor.calls().page.get_by_role("button", name="Hang up").click()


def texting(visitor: Visitor) -> None:
    visitor.texts("MENU")
    visitor.texts("2")
    visitor.texts("STOP")


STATES = (at_rest, reading, asked, told, speaking, hung_up, texting)


def faults(page: Page) -> list[str]:
    """What axe-core finds in every look."""
    found = []
    for look in LOOKS:
        page.emulate_media(**look)  # type: ignore[arg-type]
        result = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        for fault in result.response["violations"]:
            steps = [node["target"] for node in fault["nodes"]]
            found.append(f"{look}: {fault['id']}: {fault['help']} {steps}")
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state(visit: Visit, public: str, state: Callable[[Visitor], None]) -> None:  # W1
    visitor = visit(public)
    state(visitor)
    assert faults(visitor.page) == []


@pytest.mark.parametrize("path", PAGES[1:])
def test_axe_finds_nothing_on_any_page(visit: Visit, public: str, path: str) -> None:
    assert faults(visit(public, path).page) == []


def test_axe_finds_nothing_behind_the_words(visit: Visit, staffed: str) -> None:
    visitor = visit(staffed)
    told(visitor)
    reading(visitor)
    assert faults(visitor.page) == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_without_javascript(visit: Visit, public: str, path: str) -> None:
    # axe itself needs scripts, so the page is taken as it stands before any of ours has run.
    visitor = visit(public, path)
    visitor.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    visitor.opens(path)
    assert faults(visitor.page) == []


def too_wide(page: Page) -> list[str]:
    """The elements that reach beyond the window, except inside what scrolls by itself and is meant to."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('body *')]
        .filter(it => it.checkVisibility() && !it.closest('.wide, pre, .skip'))
        .filter(it => it.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
        .map(it => it.outerHTML.slice(0, 80))""")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("the page scrolls sideways")
    return found


@pytest.mark.parametrize("state", [at_rest, reading, told, texting], ids=lambda state: state.__name__)
@pytest.mark.parametrize(
    ("width", "height", "zoom"), [(320, 256, 4), (320, 800, 1), (1280, 900, 1)], ids=["400%", "320px", "desktop"]
)
def test_nobody_scrolls_two_ways(
    visit: Visit, staffed: str, state: Callable[[Visitor], None], width: int, height: int, zoom: int
) -> None:  # W10
    # 400 % on a window of 1280 by 1024 is a window of 320 by 256 CSS pixels, each four pixels wide.
    visitor = visit(staffed, viewport={"width": width, "height": height}, device_scale_factor=zoom)
    state(visitor)
    assert too_wide(visitor.page) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_two_ways(visit: Visit, public: str, path: str) -> None:
    visitor = visit(public, path, viewport={"width": 320, "height": 256}, device_scale_factor=4)
    assert too_wide(visitor.page) == []


@pytest.mark.parametrize("path", PAGES)
def test_text_can_be_twice_as_large(visit: Visit, staffed: str, path: str) -> None:  # W10
    visitor = visit(staffed, path, viewport={"width": 640, "height": 800})
    visitor.page.evaluate("document.documentElement.style.fontSize = '225%'")  # ours is 112.5 % to begin with
    assert too_wide(visitor.page) == []


def test_what_can_be_pressed_is_large_enough(visit: Visit, staffed: str) -> None:  # W4
    visitor = visit(staffed, viewport={"width": 390, "height": 844})
    told(visitor)
    visitor.texts("MENU")
    sizes = visitor.page.evaluate("""() => [...document.querySelectorAll('button, summary, input, select')]
        .filter(it => it.checkVisibility())
        .map(it => [it.outerHTML.slice(0, 60), it.getBoundingClientRect()])
        .map(([it, box]) => [it, Math.min(box.width, box.height)])""")
    small = [(it, size) for it, size in sizes if size < (24 if "checkbox" in it or "radio" in it else 48)]
    assert small == []


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


def test_nothing_moves(visit: Visit, public: str) -> None:  # W20
    visitor = visit(public, reduced_motion="reduce")
    told(visitor)
    visitor.texts("MENU")
    moving = visitor.page.evaluate("""() => [...document.querySelectorAll('*')].filter(it => {
        const style = getComputedStyle(it);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior !== 'auto';
    }).map(it => it.tagName)""")
    assert moving == []
    assert visitor.page.evaluate("document.getAnimations().length") == 0


def test_without_javascript_everything_can_be_read(visit: Visit, public: str) -> None:  # W16
    visitor = visit(public, java_script_enabled=False)
    html = " ".join(visitor.page.content().split())
    for contact in LIBRARY.contacts.values():
        assert contact.written.splitlines()[0] in html
    for name, step in LIBRARY.flow.steps.items():
        words = words_of(step.outcome if isinstance(step, Outcome) else step.question, "sms")
        assert " ".join(words.split()).replace("'", "&#39;") in html or " ".join(words.split()) in html, name
        for option in step.options.values():
            assert words_of(option.say, "sms").replace("'", "&#39;") in html or words_of(option.say, "sms") in html
    assert not visitor.page.get_by_role("button", name="words only").is_visible()
    # A disclosure opens with no script at all.
    visitor.page.locator("#read summary").first.click()
    assert visitor.page.locator("#read summary").nth(1).is_visible()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_same_frame(visit: Visit, public: str, path: str) -> None:  # W13, W19, W24, W25
    page = visit(public, path).page
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.locator("h1").count() == 1
    assert page.locator("body > *").evaluate_all("parts => parts.map(part => part.tagName)")[:3] == [
        "HEADER",
        "ASIDE",
        "MAIN",
    ]
    relay = LIBRARY.service.website.relay_uk
    for contact in LIBRARY.helpers:
        assert f"Relay UK: {relay} then {contact.written}" in page.locator("aside").inner_text()
    assert page.get_by_role("link", name="Call charges").get_attribute("href") == "https://www.gov.uk/call-charges"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_each_state_has_its_title(visit: Visit, public: str) -> None:  # W19
    visitor = visit(public)
    titles = [visitor.page.title()]
    visitor.calls()
    titles.append(visitor.page.title())
    visitor.page.get_by_role("button", name="Hang up").click()
    titles.append(visitor.page.title())
    assert titles == [f"{state}: {LIBRARY.service.name}" for state in ("Try it", "On a call", "You have hung up")]


def test_words_have_seven_to_one(visit: Visit, public: str) -> None:  # W11: axe holds 4.5:1; words aim for 7:1
    visitor = visit(public)
    told(visitor)
    for look in LOOKS[:2]:
        visitor.page.emulate_media(**look)  # type: ignore[arg-type]
        result = Axe().run(visitor.page, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
        assert [node["target"] for fault in result.response["violations"] for node in fault["nodes"]] == []


def test_the_statement_has_what_the_law_asks_for(visit: Visit, public: str) -> None:  # W21, W22
    page = visit(public, "/accessibility").page
    titles = [title.inner_text() for title in page.locator("h2").all()]
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


def test_the_call_map_prints_on_one_side(visit: Visit, public: str) -> None:  # W23
    page = visit(public, "/map").page
    pdf = page.pdf(format="A4", margin={"top": "12mm", "bottom": "12mm", "left": "12mm", "right": "12mm"})
    assert pdf.count(b"/Type /Page\n") == 1
