"""Home and the answers in a real browser: without scripts, and by keyboard alone, every route to its outcome."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

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


def label(question: str, option: str) -> str:
    return words_of(LIBRARY.flow.steps[question].options[option].say)


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
