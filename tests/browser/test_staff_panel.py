"""Behind the words: where a call stands, and words that change while the line runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Visitor

pytestmark = pytest.mark.slow

Visit = Callable[..., Visitor]


def test_the_public_sees_none_of_it(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    assert visitor.page.locator("#behind").count() == 0
    told = visitor.page.evaluate("fetch('/try/call', {method: 'POST'}).then(answer => answer.json())")
    assert not {"twiml", "step", "edit", "session"} & set(told)


def test_where_the_call_stands(visit: Visit, staffed: str, words: Path) -> None:
    visitor = visit(staffed, "/staff").calls().clicks("2").clicks("3")
    here = visitor.page.locator("#tree [aria-current=step]")
    expect(here).to_have_count(1)
    assert here.get_attribute("data-step") == "council_so_far"
    facts = visitor.page.locator("#behind-facts")
    expect(facts).to_contain_text("council: neither")
    lines = (words / "disagreement.yaml").read_text().splitlines()
    line = next(number for number, written in enumerate(lines, 1) if written == "  council_so_far:")
    expect(facts).to_contain_text(f"flows/disagreement.yaml, line {line}")
    expect(facts).to_contain_text("Nothing is amiss here.")
    assert "<Gather" in (visitor.page.locator("#behind-twiml").text_content() or "")


def test_a_changed_file_is_heard_at_the_next_call_and_a_broken_one_is_told(
    visit: Visit, staffed: str, words: Path
) -> None:
    file = words / "disagreement.yaml"
    good = file.read_text()
    visitor = visit(staffed, "/staff").calls()
    try:
        file.write_text(good.replace("question: Who do you disagree with?", "question: Who is it about today?"))
        visitor.page.get_by_role("button", name="Hang up").click()
        visitor.calls()
        assert "Who is it about today?" in visitor.last_said

        file.write_text(good.replace("next: talk_first", "next: talk_frist"))
        visitor.page.get_by_role("button", name="Hang up").click()
        visitor.calls()
        assert "Who is it about today?" in visitor.last_said  # the last good words
        broken = visitor.page.get_by_role("alert")
        expect(broken).to_contain_text("disagreement.yaml, line")
        expect(broken).to_contain_text('Did you mean "talk_first"?')
    finally:
        file.write_text(good)
    visitor.page.get_by_role("button", name="Hang up").click()
    visitor.calls()
    assert "Who do you disagree with?" in visitor.last_said
    expect(visitor.page.get_by_role("alert")).to_be_empty()


def test_what_the_check_says_of_this_step(visit: Visit, staffed: str, words: Path) -> None:
    file = words / "disagreement.yaml"
    good = file.read_text()
    try:
        file.write_text(
            good.replace("question: What have you done so far?", "question: Please listen carefully. What was it?")
        )
        visitor = visit(staffed, "/staff")
        expect(visitor.page.locator("#behind")).to_contain_text("What the check says of all files (")
        visitor.calls().clicks("1")
        expect(visitor.page.locator("[data-behind=findings]")).to_contain_text("error V26")
    finally:
        file.write_text(good)
