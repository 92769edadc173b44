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


def test_a_known_sender_goes_on_and_someone_new_or_a_new_conversation_begins(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.texts("SCHOOL")
    visitor.opens("/practice")  # the page is loaded again: the same person is remembered
    assert "meeting" in visitor.texts("talked")
    visitor.page.get_by_role("button", name="Someone new texts").click()
    expect(visitor.page.locator(".bubble.note").last).to_contain_text("From here on, someone new is texting.")
    assert "ask for a meeting" not in visitor.texts("talked")
    visitor.texts("SCHOOL")
    visitor.page.get_by_role("button", name="New conversation").click()
    expect(visitor.page.locator(".bubble")).to_have_count(0)
    assert "ask for a meeting" not in visitor.texts("talked")


def test_the_arrow_up_brings_back_what_was_sent(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    for words in ("MENU", "the council"):
        visitor.texts(words)
    field = visitor.page.get_by_label("Your text")
    for key, words in (
        ("ArrowUp", "the council"),
        ("ArrowUp", "MENU"),
        ("ArrowUp", "MENU"),
        ("ArrowDown", "the council"),
        ("ArrowDown", ""),
    ):
        field.press(key)
        assert field.input_value() == words


def test_an_empty_text_is_told(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.page.locator("#text-state")).to_have_text("Write a text first.")


def test_whatsapp_and_a_picture_can_be_tried(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").chooses("It comes as", "a WhatsApp message")
    assert "We will not write again." in visitor.texts("STOP")  # the line itself answers it there
    visitor.page.get_by_label("A picture comes with the next one").check()
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    expect(visitor.page.locator(".bubble.theirs").last).to_contain_text("I cannot see pictures")
    expect(visitor.page.get_by_label("A picture comes with the next one")).not_to_be_checked()


def test_the_texts_can_be_copied(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice", permissions=["clipboard-read", "clipboard-write"])
    answer = visitor.texts("NUMBERS")
    visitor.page.get_by_role("button", name="Copy the texts").click()
    visitor.page.get_by_role("button", name="Copied").wait_for()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert answer.splitlines()[0] in copied


def test_a_word_that_the_carrier_answers_gets_no_text(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    assert visitor.texts("STOP").startswith("No text is sent back.")


def test_a_text_that_comes_too_often_gets_none_and_says_why(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    answers = [visitor.texts("hello there") for _ in range(4)]
    assert answers[-1] == "No text is sent back. Too many came within an hour."


@pytest.mark.parametrize(("agent", "link"), [(MOBILE, True), (None, False)], ids=["phone", "desktop"])
def test_numbers_are_links_only_where_they_can_be_called(
    visit: Visit, public: str, agent: str | None, link: bool
) -> None:  # W17
    visitor = visit(public, "/practice", user_agent=agent)
    visitor.texts("NUMBERS")
    visitor.calls().clicks("0")
    for contact in LIBRARY.helpers:
        for step in ("#chat", "#now", "#call-lost"):
            number = visitor.page.locator(f"{step} .number", has_text=contact.written)
            number.first.wait_for(state="attached")
            href = number.first.get_attribute("href")
            assert href == (f"tel:{contact.written.replace(' ', '')}" if link else None)


def test_a_text_stays_in_the_field_until_it_is_answered_and_the_next_one_waits(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    held = []
    visitor.page.route("**/try/text", lambda route: held.append(route))
    field = visitor.page.get_by_label("Your text")
    field.fill("MENU")
    field.press("Enter")
    expect(visitor.page.locator("#text-state")).to_have_text("Sending …")
    assert field.input_value() == "MENU"
    field.fill("1")
    field.press("Enter")
    held.pop().continue_()
    visitor.page.unroute("**/try/text")
    answers = visitor.page.locator(".bubble.theirs")
    answers.nth(1).wait_for()
    assert "Who do you disagree with?" in answers.nth(0).inner_text()
    assert "What have you done so far?" in answers.nth(1).inner_text()
    assert field.input_value() == ""
