"""Home and the answers in a real browser: every route without scripts and by keyboard, slow nets, taps, print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect
from playwright.sync_api import Route as Held

from helpline.content.load import load
from helpline.content.model import Outcome
from helpline.content.walk import Route, routes
from helpline.content.wording import words_of

from ..conftest import SHIPPED
from .conftest import Visitor

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
ROUTES = list(routes(LIBRARY))
Visit = Callable[..., Visitor]
OUTCOME, LETTER = "/answer/setting/met", "/answer/health_care/complain/nhs"  # the second has an address
A4 = {"format": "A4", "margin": dict.fromkeys(("top", "bottom", "left", "right"), "12mm")}
HALF = {"width": "210mm", "height": "148mm", "margin": A4["margin"]}


def label(question: str, option: str) -> str:
    return words_of(LIBRARY.flow.steps[question].options[option].say, "web")


def is_at(page: Page, outcome: str) -> None:
    step = LIBRARY.flow.steps[outcome]
    assert isinstance(step, Outcome)
    for contact in LIBRARY.contacts_of(step):
        assert contact.written.splitlines()[0] in page.locator("main").inner_text()


def clicks_through(page: Page, route: Route) -> None:
    for question, option in route:
        page.locator(".options").get_by_role("link", name=label(question, option), exact=True).click()


def test_every_outcome_without_scripts(visit: Visit, public: str) -> None:  # W16
    visitor = visit(public, java_script_enabled=False)
    for route, outcome in ROUTES:
        visitor.opens()
        clicks_through(visitor.page, route)
        assert visitor.page.url.endswith("/answer/" + "/".join(option for _, option in route))
        is_at(visitor.page, outcome)


def test_every_outcome_by_keyboard_alone(visit: Visit, public: str) -> None:
    visitor = visit(public)
    for route, outcome in ROUTES:
        visitor.opens()
        for question, option in route:
            link, url = label(question, option), visitor.page.url
            for _ in range(20):
                visitor.page.keyboard.press("Tab")
                if visitor.page.evaluate("document.activeElement.innerText") == link:
                    break
            visitor.page.keyboard.press("Enter")
            visitor.page.wait_for_url(lambda now, before=url: now != before)
        is_at(visitor.page, outcome)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 640), (390, 844), (1280, 720)])
def test_the_first_answer_is_in_the_first_screen(visit: Visit, public: str, width: int, height: int) -> None:
    page = visit(public, viewport={"width": width, "height": height}).page
    ends = page.locator(".options a").evaluate_all("links => links.map(link => link.getBoundingClientRect().bottom)")
    assert len(ends) == 4
    assert ends[0] <= height


def test_all_answers_are_in_the_first_screen_of_a_usual_phone(visit: Visit, public: str) -> None:
    page = visit(public, viewport={"width": 390, "height": 844}).page
    assert page.locator(".options a").last.evaluate("link => link.getBoundingClientRect().bottom") <= 660


def test_a_double_tap_answers_one_question(visit: Visit, public: str) -> None:
    page = visit(public, viewport={"width": 390, "height": 844}).page
    box = page.locator(".options a").nth(1).bounding_box()
    assert box
    page.mouse.dblclick(box["x"] + 40, box["y"] + box["height"] / 2)
    page.wait_for_url("**/answer/council")
    expect(page.locator("h1")).to_have_text("Is it about an EHC plan?")
    page.mouse.dblclick(box["x"] + 40, box["y"] + box["height"] / 2)  # what stands there now
    page.wait_for_load_state("networkidle")
    assert len(page.url.split("/answer/")[1].split("/")) <= 2


@pytest.mark.parametrize("stalled", ["**/*.js", "**/audio/*"], ids=["script", "sound"])
def test_what_never_comes_withholds_no_words(visit: Visit, public: str, stalled: str) -> None:
    visitor = visit(public)
    visitor.page.route(stalled, lambda route: None)  # neither answered nor refused
    visitor.page.goto(public, wait_until="commit")
    clicks_through(visitor.page, ROUTES[2][0])
    is_at(visitor.page, ROUTES[2][1])
    if "audio" in stalled:
        visitor.page.locator("audio").evaluate("sound => { sound.play().catch(() => {}) }")
        is_at(visitor.page, ROUTES[2][1])


def test_a_slow_network_only_takes_longer(visit: Visit, public: str) -> None:
    page = visit(public).page
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 800, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    network.send("Network.emulateNetworkConditions", slow)
    clicks_through(page, ROUTES[2][0])
    is_at(page, ROUTES[2][1])


def test_home_is_light(visit: Visit, public: str) -> None:
    visitor = visit(public)
    visitor.page.context.new_cdp_session(visitor.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    requests: list[Request] = []
    visitor.page.on("requestfinished", lambda request: requests.append(request))
    visitor.page.goto(public, wait_until="networkidle")
    assert len(requests) <= 6
    assert all("content-encoding" in request.response().headers for request in requests)
    sizes = [request.sizes() for request in requests]
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= 40_000


def test_the_number_of_an_outcome_is_in_the_first_screen_of_a_usual_phone(visit: Visit, public: str) -> None:
    page = visit(public, OUTCOME, viewport={"width": 390, "height": 844}).page
    assert page.locator(".cards .number").first.evaluate("it => it.getBoundingClientRect().bottom") <= 844


def test_copy_says_that_it_has_copied(visit: Visit, public: str) -> None:
    visitor = visit(public, OUTCOME, permissions=["clipboard-read", "clipboard-write"])
    visitor.page.locator("main .cards").get_by_role("button", name="Copy").first.click()
    expect(visitor.page.get_by_role("button", name="Copied")).to_be_focused()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == LIBRARY.contacts["sen_services"].written


def test_without_scripts_no_button_waits_for_one(visit: Visit, public: str) -> None:
    page = visit(public, OUTCOME, java_script_enabled=False).page
    assert page.get_by_role("button").count() == 0
    assert page.locator("audio").is_visible()


def test_the_lines_of_an_address_stay_in_forced_colours(visit: Visit, public: str) -> None:
    page = visit(public, LETTER, viewport={"width": 1280, "height": 720}, forced_colors="active").page
    assert page.locator("address").inner_text().splitlines() == LIBRARY.contacts["nhs_board"].address


@pytest.mark.parametrize(
    ("path", "paper"),
    [("/", A4), ("/map", A4), (OUTCOME, HALF), (LETTER, A4)],
    ids=["home", "map", "outcome", "letter"],
)
def test_a_page_prints_on_one_side(visit: Visit, public: str, path: str, paper: dict[str, object]) -> None:  # W23
    page = visit(public, path).page
    page.emulate_media(color_scheme="light")
    assert page.pdf(**paper).count(b"/Type /Page\n") == 1  # type: ignore[arg-type]


def test_the_printed_map_is_large_and_breaks_no_section(visit: Visit, public: str) -> None:  # W23
    page = visit(public, "/map", viewport={"width": 703, "height": 1032}).page  # A4 within its margins
    page.emulate_media(media="print")
    assert float(page.locator(".map").evaluate("map => getComputedStyle(map).fontSize").removesuffix("px")) >= 21.3
    sections = page.locator(".map > li").evaluate_all("all => all.map(one => one.getClientRects().length)")
    assert sections == [1] * 4


def test_the_map_is_nested_and_has_the_words_of_the_call(visit: Visit, public: str) -> None:
    page = visit(public, "/map").page
    for route, _ in ROUTES:
        steps = [LIBRARY.flow.steps[question].options[option] for question, option in route]
        path = " > ul > ".join(f"li:nth-child({step.press})" for step in steps)
        item = page.locator(f".map > {path}")
        assert item.inner_text().split("\n")[0].strip() == f"{steps[-1].press} {words_of(steps[-1].say, 'voice')}"


SHOWN = """() => [...document.querySelectorAll('#no-answer .lost')].map(box => {
    const at = box.getBoundingClientRect();
    return at.top >= 0 && at.bottom <= innerHeight ? box.innerText : 'out of sight';
}).join()"""  # Playwright's own ways wait for the page that does not come


def both_numbers(words: str) -> None:
    assert "The next page does not come." in words
    assert all(contact.written in words for contact in LIBRARY.helpers)


HURRIED = """
const timer = setTimeout;
window.setTimeout = (act, wait, ...given) => { window.waits = wait; return timer(act, wait / 100, ...given); };
"""  # a page that is waited for stands still for Playwright's clock too


def test_a_line_that_hangs_gives_both_numbers_after_eight_seconds_and_may_still_come(visit: Visit, public: str) -> None:
    visitor = visit(public, viewport={"width": 390, "height": 844})
    visitor.page.add_init_script(HURRIED)
    page = visitor.opens().page
    page.evaluate(f"""() => new MutationObserver(() => console.log(waits, ({SHOWN})()))
        .observe(document.getElementById('no-answer'), {{childList: true}})""")
    held: list[Held] = []
    page.route("**/answer/**", lambda route: held.append(route))
    with page.expect_console_message() as told:
        page.locator(".options a").nth(1).click(no_wait_after=True)
    assert told.value.text.startswith("8000 ")
    both_numbers(told.value.text)
    held.pop().continue_()
    page.wait_for_url("**/answer/council")
    assert page.evaluate(SHOWN) == ""


def test_without_a_network_an_answer_gives_both_numbers_at_once(visit: Visit, public: str) -> None:
    visitor = visit(public, "/answer/setting", viewport={"width": 390, "height": 844})
    page = visitor.page
    page.context.set_offline(True)
    page.locator(".options a").nth(2).click()
    both_numbers(page.evaluate(SHOWN))
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.wait_for_url("**/answer/setting/met")
    # The browser tells its console of whatever it was still loading when the network went.
    visitor.complaints[:] = [one for one in visitor.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
