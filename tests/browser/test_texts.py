"""The practice texts: a conversation, what each text costs, numbers to tap, and who is texting."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from helpline.channels.segments import measure
from helpline.content.load import load

from ..conftest import SHIPPED
from .conftest import Visitor

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
MOBILE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
Visit = Callable[..., Visitor]


def test_a_conversation(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    first = visitor.texts("MENU")
    assert "Who do you disagree with?" in first
    assert "What have you done so far?" in visitor.texts("1")
    outcome = visitor.texts("not yet")
    assert LIBRARY.contacts["sendiass"].written in outcome
    size = measure(outcome)
    note = visitor.page.locator(".bubble.theirs .size").last.inner_text()
    assert (
        note
        == f"{size.segments} message segment{'s' * (size.segments > 1)}, {len(outcome)} characters, {size.encoding}".replace(
            "-", "\u2011"
        )
    )
    expect(visitor.page.get_by_role("log", name="Texts")).to_contain_text("not yet")


def test_a_known_sender_goes_on_and_someone_new_begins(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.texts("SCHOOL")
    visitor.opens("/practice")  # the page is loaded again: the same person is remembered
    assert visitor.page.get_by_label("The same person").is_checked()
    assert "meeting" in visitor.texts("talked")
    visitor.page.get_by_label("Someone new").check()
    visitor.page.get_by_label("Your text").fill("talked")
    visitor.page.get_by_role("button", name="Send").click()
    last = visitor.page.locator(".bubble.theirs").nth(1)
    last.wait_for()
    assert "ask for a meeting" not in last.inner_text()


def test_a_word_that_the_carrier_answers_gets_no_text(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    assert visitor.texts("STOP").startswith("No text is sent back.")


@pytest.mark.parametrize(("agent", "link"), [(MOBILE, True), (None, False)], ids=["phone", "desktop"])
def test_numbers_are_links_only_where_they_can_be_called(
    visit: Visit, public: str, agent: str | None, link: bool
) -> None:  # W17
    visitor = visit(public, "/practice", user_agent=agent)
    visitor.texts("NUMBERS")
    visitor.calls().clicks("0")
    for contact in LIBRARY.helpers:
        for step in (".help", "#chat", "#now"):
            number = visitor.page.locator(f"{step} :is(.number, .call)", has_text=contact.written)
            number.first.wait_for()
            href = number.first.get_attribute("href")
            assert href == (f"tel:{contact.written.replace(' ', '')}" if link else None)


def test_texts_sent_quickly_are_answered_in_order(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    for words in ("MENU", "1", "2"):
        visitor.page.get_by_label("Your text").fill(words)
        visitor.page.keyboard.press("Enter")
    answers = visitor.page.locator(".bubble.theirs")
    answers.nth(2).wait_for()
    assert "Who do you disagree with?" in answers.nth(0).inner_text()
    assert "What have you done so far?" in answers.nth(1).inner_text()
    assert "ask for a meeting" in answers.nth(2).inner_text()
