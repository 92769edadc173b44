"""The practice phone: every outcome by mouse and by keyboard alone, sound, waiting, and what is announced."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from helpline.content.load import load
from helpline.content.model import Outcome
from helpline.content.walk import Route, routes

from ..conftest import SHIPPED
from .conftest import Visitor

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
ROUTES = list(routes(LIBRARY))
Visit = Callable[..., Visitor]


def keys_of(route: Route) -> list[str]:
    return [str(LIBRARY.flow.steps[question].options[option].press) for question, option in route]


def written_at(outcome: str) -> list[str]:
    step = LIBRARY.flow.steps[outcome]
    assert isinstance(step, Outcome)
    return [contact.written for contact in LIBRARY.contacts_of(step)]


def shown(visitor: Visitor, written: str) -> None:
    expect(visitor.page.locator("#now")).to_contain_text(written.splitlines()[0])


def test_every_outcome_by_clicking_keys(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    for route, outcome in ROUTES:
        visitor.calls()
        for key in keys_of(route):
            visitor.clicks(key)
        for written in written_at(outcome):
            shown(visitor, written)
        visitor.page.get_by_role("button", name="Hang up").click()


def test_every_outcome_by_keyboard_alone(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    call = visitor.page.get_by_role("button", name="words only")
    for _ in range(60):  # tab to the button, as someone without a mouse does
        visitor.page.keyboard.press("Tab")
        if call.evaluate("button => button === document.activeElement"):
            break
    for route, outcome in ROUTES:
        expect(call).to_be_focused()
        visitor.page.keyboard.press("Enter")
        visitor.waits_for("Waiting for a key")
        for key in keys_of(route):
            visitor.types(key)
        for written in written_at(outcome):
            shown(visitor, written)
        visitor.page.keyboard.press("Shift+Tab")
        expect(visitor.page.get_by_role("button", name="Hang up")).to_be_focused()
        visitor.page.keyboard.press("Enter")


def test_twelve_keys_with_names_and_room(visit: Visit, public: str) -> None:  # W3, W4
    visitor = visit(public, "/practice")
    keys = visitor.page.get_by_role("group", name="Keypad").get_by_role("button")
    names = [key.get_attribute("aria-label") for key in keys.all()]
    assert names == [*"123456789", "Star, go back", "0, phone numbers", "Hash, more time"]
    boxes = [key.bounding_box() or {} for key in keys.all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 48
    assert boxes[1]["x"] - boxes[0]["x"] - boxes[0]["width"] >= 8
    assert boxes[3]["y"] - boxes[0]["y"] - boxes[0]["height"] >= 8


def test_the_transcript_is_what_the_call_says(visit: Visit, staffed: str) -> None:  # W6
    visitor = visit(staffed, "/staff").calls()
    for key in ("", "1", "3", "2", "", "#", "*", "5", "0"):
        if key:
            visitor.clicks(key)
        say = ElementTree.fromstring(visitor.page.locator("#behind-twiml").text_content() or "").find(".//Say")  # noqa: S314
        assert say is not None
        spoken = " ".join("".join(say.itertext()).split())
        assert visitor.last_said == spoken


def test_the_transcript_is_announced_politely_and_takes_no_focus(visit: Visit, public: str) -> None:  # W7
    visitor = visit(public, "/practice").calls()
    log = visitor.page.get_by_role("log", name="What is said")
    expect(log).to_be_visible()
    assert log.evaluate("log => log.getAttribute('aria-live') ?? 'polite'") == "polite"  # what a log is unless it says
    visitor.page.locator('[data-key="1"]').focus()
    visitor.types("1")
    expect(visitor.page.locator('[data-key="1"]')).to_be_focused()
    assert visitor.page.get_by_role("status").inner_text() == "On a call."


def test_nothing_pressed_still_ends_in_a_number(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls()
    for _ in range(4):  # the first silence gives a number, and the question comes again
        before = visitor.page.locator("#transcript .said").count()
        visitor.page.get_by_role("button", name="Press nothing").click()
        visitor.page.locator("#transcript .said").nth(before).wait_for()
    for contact in LIBRARY.contacts_of(LIBRARY.flow.steps[LIBRARY.service.on_misses]):  # type: ignore[arg-type]
        shown(visitor, contact.written)


def test_no_time_limit_unless_it_is_asked_for(visit: Visit, public: str) -> None:  # W9
    visitor = visit(public, "/practice")
    visitor.page.clock.install()
    visitor.calls()
    visitor.page.clock.fast_forward("01:00:00")
    assert visitor.page.locator("#transcript .said").count() == 1
    visitor.page.get_by_role("button", name="Hang up").click()
    visitor.page.get_by_text("Speed, time and keyboard").click()
    visitor.page.get_by_label("Wait only as long as a real call waits").check()
    visitor.page.get_by_role("button", name="words only").click()
    visitor.page.locator("#transcript .said").wait_for()
    visitor.page.clock.fast_forward("00:30")  # the prompt
    visitor.waits_for("Waiting 10 seconds")
    visitor.page.clock.fast_forward("00:11")
    visitor.page.locator("#transcript .said").nth(1).wait_for()


def test_the_keys_of_the_keyboard_can_be_turned_off(visit: Visit, public: str) -> None:  # W5
    visitor = visit(public, "/practice").calls()
    visitor.page.get_by_text("Speed, time and keyboard").click()
    visitor.page.get_by_label("The number keys of my keyboard").uncheck()
    visitor.page.locator('[data-key="9"]').focus()
    visitor.page.keyboard.press("1")
    visitor.page.wait_for_timeout(300)
    assert visitor.page.locator("#transcript .pressed").count() == 0


def test_keys_typed_into_a_text_press_nothing(visit: Visit, public: str) -> None:  # W5
    visitor = visit(public, "/practice").calls()
    visitor.page.get_by_label("Your text").press_sequentially("1 2 3")
    visitor.page.wait_for_timeout(300)
    assert visitor.page.locator("#transcript .pressed").count() == 0


def test_sound_only_when_asked_and_easy_to_stop(visit: Visit, public: str) -> None:  # W6, W8, W18
    visitor = visit(public, "/practice")
    sounds: list[str] = []
    visitor.page.on("request", lambda request: sounds.append(request.url) if "/audio/" in request.url else None)
    visitor.calls()
    visitor.page.get_by_role("button", name="Hang up").click()
    assert sounds == []
    with visitor.page.expect_request("**/audio/*.mp3"):
        visitor.calls(loud=True)
    stop = visitor.page.get_by_role("button", name="Stop the sound")
    expect(stop).to_be_visible()
    begun = visitor.last_said
    whole = visitor.page.evaluate("fetch('/try/call', {method: 'POST'}).then(answer => answer.json())")
    said = " ".join(part["words"] for part in whole["parts"] if part["words"])
    assert said.startswith(begun)
    assert begun != said, "all the words stood there before they were spoken"
    first = (
        "[...document.querySelectorAll('a[href], button, input, [tabindex=\"0\"]')].find(it => it.checkVisibility()).id"
    )
    assert visitor.page.evaluate(first) == "stop-sound"
    stop.press("Enter")
    visitor.waits_for("Waiting for a key")
    assert visitor.last_said == said
    expect(stop).to_be_hidden()


def test_a_key_pressed_while_the_line_speaks_is_taken(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls(loud=True)
    expect(visitor.page.get_by_role("button", name="Stop the sound")).to_be_visible()
    visitor.clicks("1")
    expect(visitor.page.locator("#transcript .said").last).to_contain_text("School")


@pytest.mark.parametrize("speed", ["0.75", "1.5"])
def test_the_voice_can_be_slower_or_faster(visit: Visit, public: str, speed: str) -> None:  # W18
    visitor = visit(public, "/practice")
    visitor.page.add_init_script("const play = Audio.prototype.play; Audio.prototype.play = function () {"
                                 "window.rate = () => this.playbackRate; return play.call(this); }")  # fmt: skip
    visitor.opens("/practice")
    visitor.page.get_by_text("Speed, time and keyboard").click()
    visitor.page.get_by_label("Speed of the voice").select_option(speed)
    visitor.calls(loud=True)
    visitor.page.locator("#stop-sound").wait_for()
    assert visitor.page.evaluate("window.rate()") == float(speed)


def test_a_lost_line_still_gives_both_numbers(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls()
    visitor.page.route("**/try/call", lambda route: route.abort())
    visitor.page.locator('[data-key="1"]').click()
    note = visitor.page.locator("#transcript .note")
    for contact in LIBRARY.helpers:
        expect(note).to_contain_text(contact.written)
    visitor.complaints.clear()  # the browser tells of the request that was cut off


def test_a_text_is_shown_and_not_sent(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls()
    for key in "113":
        visitor.clicks(key)
    assert "I have sent it." in visitor.last_said
    note = visitor.page.locator("#transcript .note")
    expect(note).to_contain_text("In a real call this text would now be sent.")
    expect(note).to_contain_text("Next step: talk to the nursery")


def test_another_day_can_be_tried_and_the_question_follows_the_notice(visit: Visit, staffed: str, words: Path) -> None:
    service = words / "service.yaml"
    before = service.read_text()
    service.write_text(f"{before}\nnotice: {{words: We are at the fair., until: 2026-12-24}}\n")
    try:
        visitor = visit(staffed, "/staff")
        visitor.page.get_by_text("Try another day or time").click()
        for day, told in (("2026-12-24T23:59", True), ("2026-12-25T00:00", False)):
            visitor.page.get_by_label("Day and time in England").fill(day)
            visitor.calls()  # nothing is pressed: it waits for a key when the question has been said
            said = visitor.page.locator("#transcript .said")
            assert ("We are at the fair." in said.first.inner_text()) is told
            assert said.count() == 1 + told
            assert "Who do you disagree with?" in visitor.last_said
            visitor.page.get_by_role("button", name="Hang up").click()
            assert ("We are at the fair." in visitor.texts("menu")) is told
            visitor.page.get_by_label("Someone new").check()
    finally:
        service.write_text(before)
