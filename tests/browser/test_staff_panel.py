"""The staff's view beside the phone: the step, its words on every channel, the picture, and words that change."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from helpline.content.load import load
from helpline.content.titles import title

from ..conftest import SHIPPED
from .conftest import Visitor

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
Visit = Callable[..., Visitor]


def line_of(words: Path, file: str, written: str) -> int:
    """The first line of a flow file that is written so."""
    return next(at for at, line in enumerate((words / file).read_text().splitlines(), 1) if line.strip() == written)


def at_work(visit: Visit, staffed: str, **options: object) -> Visitor:
    """Staff at their page, when the check has run."""
    visitor = visit(staffed, "/staff", **options)
    expect(visitor.page.locator("#how-many")).not_to_be_empty(timeout=60_000)
    return visitor


def test_the_public_sees_none_of_it(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    assert visitor.page.locator("#staff").count() == 0
    told = visitor.page.evaluate("fetch('/try/call', {method: 'POST'}).then(answer => answer.json())")
    assert not {"twiml", "step", "edit", "wordings"} & set(told)
    assert visitor.page.evaluate("fetch('/staff/findings').then(answer => answer.status)") == 404
    visitor.complaints.clear()


def test_it_stands_beside_the_phone(visit: Visit, staffed: str) -> None:
    visitor = at_work(visit, staffed, viewport={"width": 1280, "height": 720}).calls()
    phone, panel = (visitor.page.locator(part).bounding_box() or {} for part in ("#handset", "#staff"))
    assert panel["x"] >= phone["x"] + phone["width"]
    visitor.texts("MENU")
    panel = visitor.page.locator("#staff").bounding_box() or {}
    assert 0 <= panel["y"] < 100  # it stays in view beside the texts
    assert panel["height"] <= 720


def test_where_the_call_stands_in_words(visit: Visit, staffed: str, words: Path) -> None:
    visitor = at_work(visit, staffed).calls().clicks("2").clicks("3")
    here = visitor.page.locator("#tree [aria-current=step]")
    expect(here).to_have_count(1)
    expect(here).to_contain_text("Have you met the council to talk about it?")
    panel = visitor.page.locator("#staff")
    expect(panel.locator("[data-fact=title]")).to_have_text("Have you met the council to talk about it?")
    expect(panel.locator("[data-fact=answered] p")).to_have_text(
        ["Who do you disagree with? The council", "Is it about an Education, Health and Care plan? Something else"]
    )
    line = line_of(words, "disagreement.yaml", "council_so_far:")
    expect(panel).to_contain_text(f"Edit it in flows/disagreement.yaml, line {line}")
    expect(panel.locator("[data-fact=findings]")).to_have_text("Nothing is amiss here.", timeout=60_000)
    assert "<Gather" in (visitor.page.locator("#twiml").text_content() or "")
    assert "council_so_far" not in panel.inner_text()


def test_the_words_of_every_channel_stand_side_by_side_with_file_and_line(
    visit: Visit, staffed: str, words: Path
) -> None:
    visitor = at_work(visit, staffed).calls().clicks("1").clicks("2")
    heads = visitor.page.locator("#staff thead th").all_inner_texts()
    assert heads[:3] == ["What", "Voice", "Text"]
    advice = visitor.page.locator("#wordings tr", has_text="Advice")
    outcome = line_of(words, "disagreement.yaml", "meet_setting:")
    voice, sms = (advice.locator("td").nth(at) for at in (0, 1))
    expect(voice).to_contain_text("Ask for a meeting. They will try to sort it out if they can.")
    expect(voice).to_contain_text(f"disagreement.yaml, line {outcome + 2}")
    expect(sms).to_contain_text("Next step: ask for a meeting.")
    contact = visitor.page.get_by_role("row", name="SENDIASS").filter(has_text="contacts.yaml").locator("td").first
    expect(contact).to_contain_text("contacts.yaml, line")


def test_the_view_follows_a_text_too(visit: Visit, staffed: str) -> None:
    visitor = at_work(visit, staffed).calls()
    visitor.texts("The council")
    fact = visitor.page.locator("[data-fact=title]")
    expect(fact).to_have_text(title(LIBRARY, "council"))
    expect(visitor.page.locator("#tree [aria-current=step]")).to_have_attribute("aria-current", "step")
    visitor.clicks("1")
    expect(fact).to_have_text(title(LIBRARY, "setting"))


def test_why_a_text_was_understood_so(visit: Visit, staffed: str) -> None:
    visitor = at_work(visit, staffed)
    visitor.texts("they wont meet us at school")
    why = visitor.page.locator("#understood")
    expect(why.locator("h4").first).to_have_text("Read as")
    expect(why.locator("p").first).to_have_text('"they wont meet us at school"')
    expect(why).to_contain_text("words.yaml, line")
    visitor.calls()
    expect(why).to_be_hidden()  # it was about the text


def test_every_step_of_the_picture_can_be_gone_to(visit: Visit, staffed: str) -> None:
    visitor = at_work(visit, staffed)
    boxes = visitor.page.locator("#tree button")
    for index in range(boxes.count()):
        words = boxes.nth(index).locator("b").inner_text()
        before = visitor.page.locator("#transcript .prompt").count()
        boxes.nth(index).press("Enter")
        visitor.page.locator("#transcript .prompt").nth(before).wait_for()
        expect(visitor.page.locator("[data-fact=title]")).to_have_text(words)
        expect(boxes.nth(index)).to_have_attribute("aria-current", "step")
    picture = visitor.page.locator("#flow-picture").bounding_box() or {}
    here = visitor.page.locator("#tree [aria-current=step]").bounding_box() or {}
    assert picture["y"] <= here["y"] <= picture["y"] + picture["height"]  # the current one is in sight


def test_a_changed_file_is_heard_at_the_next_call_and_a_broken_one_is_told(
    visit: Visit, staffed: str, words: Path
) -> None:
    file = words / "disagreement.yaml"
    good = file.read_text()
    visitor = at_work(visit, staffed).calls()
    try:
        file.write_text(good.replace("question: Who do you disagree with?", "question: Who is it about today?"))
        visitor.hangs_up().calls()
        assert "Who is it about today?" in visitor.last_said

        file.write_text(good.replace("next: talk_first", "next: talk_frist"))
        visitor.hangs_up().calls()
        assert "Who is it about today?" in visitor.last_said  # the last good words
        broken = visitor.page.locator("#broken")
        expect(broken).to_contain_text("disagreement.yaml, line")
        expect(broken).to_contain_text('Did you mean "talk_first"?')
    finally:
        file.write_text(good)
    visitor.hangs_up().calls()
    assert "Who do you disagree with?" in visitor.last_said
    expect(visitor.page.locator("#broken")).to_be_empty()


def test_what_the_check_says_of_this_step(visit: Visit, staffed: str, words: Path) -> None:
    file = words / "disagreement.yaml"
    good = file.read_text()
    try:
        file.write_text(
            good.replace("question: What have you done so far?", "question: Please listen carefully. What was it?")
        )
        visitor = at_work(visit, staffed).calls().clicks("1")
        expect(visitor.page.locator("[data-fact=findings]")).to_contain_text("error V26", timeout=60_000)
        visitor.page.get_by_text("What the check says of all files (").click()
        expect(visitor.page.locator("[data-fact=everywhere]")).to_contain_text("error V26")
    finally:
        file.write_text(good)
