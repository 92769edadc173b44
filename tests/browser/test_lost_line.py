"""A line that is slow, hangs or cannot be reached: the page says what is true, gives both numbers, and goes on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from helpline.content.load import load

from ..conftest import SHIPPED
from .conftest import Visitor

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
Visit = Callable[..., Visitor]


def both_numbers(visitor: Visitor, box: str) -> None:
    for contact in LIBRARY.helpers:
        expect(visitor.page.locator(box)).to_contain_text(contact.written)
        expect(visitor.page.locator(f"{box} .relay").first).to_be_visible()


class Held:
    """Requests to a path are held until they are let go."""

    def __init__(self, visitor: Visitor, path: str):
        self.routes: list[Route] = []
        visitor.page.route(path, lambda route: self.routes.append(route))

    def let_go(self) -> None:
        for route in self.routes:
            route.continue_()
        self.routes.clear()


def test_a_slow_line_says_so_and_the_key_waits(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    held = Held(visitor, "**/try/call")
    visitor.page.get_by_role("button", name="Call", exact=True).click()
    visitor.waits_for("Connecting …")
    visitor.page.locator('[data-key="2"]').click()
    visitor.waits_for("Connecting … Your key 2 waits.")
    held.let_go()
    visitor.page.unroute("**/try/call")
    visitor.page.locator("#transcript .prompt").nth(1).wait_for()
    assert "Is it about an Education, Health and Care plan?" in visitor.last_said


def test_a_line_that_hangs_gives_both_numbers_after_eight_seconds_and_goes_on_from_the_same_question(
    visit: Visit, public: str
) -> None:
    visitor = visit(public, "/practice")
    visitor.page.clock.install()
    visitor.calls().clicks("2")
    held = Held(visitor, "**/try/call")
    visitor.page.locator('[data-key="4"]').click()
    visitor.waits_for("Connecting …")
    visitor.page.clock.fast_forward(7_900)
    expect(visitor.page.locator("#call-lost")).to_be_hidden()
    visitor.page.clock.fast_forward(200)
    visitor.waits_for("The line does not answer.")
    both_numbers(visitor, "#call-lost")
    news = visitor.page.locator("#call-news").inner_text()  # it is announced, with the numbers
    assert all(contact.written in news for contact in LIBRARY.helpers)
    assert visitor.page.title().startswith("No answer - ")
    visitor.page.unroute("**/try/call")
    visitor.page.locator("#call-lost").get_by_role("button", name="Try again").click()
    visitor.page.locator("#transcript .prompt").nth(2).wait_for()
    assert "You can complain to the council." in visitor.last_said
    expect(visitor.page.locator("#call-lost")).to_be_hidden()
    held.routes.clear()


def test_without_a_network_a_key_can_be_pressed_again(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls()
    visitor.page.context.set_offline(True)
    visitor.page.locator('[data-key="1"]').click()
    visitor.waits_for("The line does not answer.")
    both_numbers(visitor, "#call-lost")
    visitor.page.context.set_offline(False)
    visitor.clicks("2")
    assert "Is it about an Education, Health and Care plan?" in visitor.last_said
    visitor.complaints.clear()  # the browser tells of the request that was lost


def test_a_call_that_never_began_can_be_tried_again_or_given_up(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.context.set_offline(True)
    visitor.page.get_by_role("button", name="Call", exact=True).click()
    visitor.waits_for("The line does not answer.")
    visitor.hangs_up()
    expect(visitor.page.locator("#call-lost")).to_be_hidden()
    visitor.page.get_by_role("button", name="Call", exact=True).click()
    visitor.waits_for("The line does not answer.")
    visitor.page.context.set_offline(False)
    visitor.page.locator("#call-lost").get_by_role("button", name="Try again").click()
    visitor.waits_for("Waiting for a key")
    visitor.complaints.clear()


def test_an_answer_that_comes_after_hanging_up_is_not_said(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    held = Held(visitor, "**/try/call")
    visitor.page.get_by_role("button", name="Call", exact=True).click()
    visitor.waits_for("Connecting …")
    visitor.hangs_up()
    with visitor.page.expect_response("**/try/call"):
        held.let_go()
    visitor.waits_for("You have hung up.")
    assert visitor.page.locator("#transcript .prompt").count() == 0


def test_a_text_that_failed_stays_in_the_field_and_can_be_sent_again(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.texts("MENU")
    visitor.page.context.set_offline(True)
    visitor.page.get_by_label("Your text").fill("1")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#text-state")).to_have_text("Not sent.")
    both_numbers(visitor, "#text-lost")
    assert visitor.page.get_by_label("Your text").input_value() == "1"
    expect(visitor.page.locator(".bubble.mine").last).to_contain_text("Not sent. Your words are still in the box.")
    visitor.page.context.set_offline(False)
    visitor.page.locator("#text-lost").get_by_role("button", name="Try again").click()
    visitor.page.locator(".bubble.theirs").nth(1).wait_for()
    expect(visitor.page.locator(".bubble.theirs").nth(1)).to_contain_text("What have you done so far?")
    assert visitor.page.get_by_label("Your text").input_value() == ""
    expect(visitor.page.locator("#text-lost")).to_be_hidden()
    visitor.complaints.clear()


def test_a_text_to_a_line_that_hangs_gives_both_numbers_after_eight_seconds(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.clock.install()
    held = Held(visitor, "**/try/text")
    visitor.page.get_by_label("Your text").fill("MENU")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#text-state")).to_have_text("Sending …")
    visitor.page.clock.fast_forward(8_100)
    both_numbers(visitor, "#text-lost")
    assert visitor.page.get_by_label("Your text").input_value() == "MENU"
    held.routes.clear()


def test_changes_of_state_are_announced_once_and_only_when_they_change(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.evaluate("""() => {
        window.news = [];
        new MutationObserver(() => window.news.push(document.getElementById('call-news').textContent))
            .observe(document.getElementById('call-news'), {childList: true, characterData: true, subtree: true});
    }""")
    visitor.calls().clicks("2").clicks("3").hangs_up()
    assert visitor.page.evaluate("window.news") == ["Waiting for a key. Take as long as you like.", "You have hung up."]
    assert visitor.page.locator("#call-state").get_attribute("role") is None  # the words that are seen are not live too
