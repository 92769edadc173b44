"""The practice phone: every outcome by mouse and by keyboard alone, every way to try a call, sound, and its words."""

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from helpline.content.load import load
from helpline.content.model import Outcome
from helpline.content.walk import Route, routes

from ..conftest import SHIPPED
from ..speech.test_call_sound import keys_in
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


def labels(visitor: Visitor) -> dict[str, str]:
    """The words on the keys."""
    found: dict[str, str] = visitor.page.evaluate("""() => Object.fromEntries(
        [...document.querySelectorAll('[data-key]')].map(it => [it.dataset.key, it.querySelector('small').innerText]))""")
    return {key: words for key, words in found.items() if words}


def test_every_outcome_by_clicking_keys(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    for route, outcome in ROUTES:
        visitor.calls()
        for key in keys_of(route):
            visitor.clicks(key)
        for written in written_at(outcome):
            shown(visitor, written)
        visitor.hangs_up()


def test_every_outcome_by_keyboard_alone(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    call = visitor.page.get_by_role("button", name="Call", exact=True)
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
        hang_up = visitor.page.get_by_role("button", name="Hang up")
        for _ in range(5):  # from the keypad, past what is said
            visitor.page.keyboard.press("Shift+Tab")
            if hang_up.evaluate("button => button === document.activeElement"):
                break
        visitor.page.keyboard.press("Enter")
        visitor.waits_for("You have hung up.")
        visitor.page.keyboard.press("Shift+Tab")
        visitor.page.keyboard.press("Shift+Tab")


def test_twelve_keys_with_names_and_room(visit: Visit, public: str) -> None:  # W3, W4
    visitor = visit(public, "/practice")
    keys = visitor.page.get_by_role("group", name="Keypad")
    for name in (*"123456789", "Star Go back", "0 Phone numbers", "Hash More time"):
        expect(keys.get_by_role("button", name=name, exact=True)).to_have_count(1)
    boxes = [key.bounding_box() or {} for key in keys.get_by_role("button").all()]
    assert len(boxes) == 12
    assert min(min(box["width"], box["height"]) for box in boxes) >= 48
    assert boxes[1]["x"] - boxes[0]["x"] - boxes[0]["width"] >= 8
    assert boxes[3]["y"] - boxes[0]["y"] - boxes[0]["height"] >= 8


def test_the_prompt_is_a_list_with_digits_and_live_keys_carry_their_option(visit: Visit, public: str) -> None:  # W6
    visitor = visit(public, "/practice").calls()
    prompt = visitor.page.locator("#transcript .prompt").last
    assert prompt.locator("p").all_inner_texts() == [
        "Worcestershire SEND help, not legal advice. In danger? Hang up, call 999. For phone numbers, press 0.",
        "Who do you disagree with?",
    ]
    assert prompt.locator("li").all_inner_texts() == [
        "Nursery, school or college, press 1.", "The council, press 2.", "Health or social care, press 3.",
        "Something else, press 4.",
    ]  # fmt: skip
    always = {"*": "Go back", "0": "Phone numbers", "#": "More time"}
    assert labels(visitor) == always | {
        "1": "Nursery, school or college", "2": "The council", "3": "Health or social care", "4": "Something else",
    }  # fmt: skip
    visitor.clicks("1").clicks("1")
    groups = " ".join(LIBRARY.contacts["sendiass"].digit_groups)
    expect(visitor.page.locator("#transcript .prompt").last).to_contain_text(f"The number is: {groups}")
    above = visitor.page.evaluate(
        "document.getElementById('now').getBoundingClientRect().bottom <= document.getElementById('keypad').getBoundingClientRect().top"
    )
    assert above
    visitor.hangs_up()
    assert labels(visitor) == always


@pytest.mark.parametrize("size", [(320, 256), (320, 568), (390, 844), (1280, 720)])
def test_the_prompt_is_in_view_when_a_call_starts(visit: Visit, public: str, size: tuple[int, int]) -> None:
    width, height = size
    visitor = visit(public, "/practice", viewport={"width": width, "height": height}).calls()
    for part in ("#transcript .prompt p", *(["#call-state", "#transcript"] if height > 500 else [])):
        box = visitor.page.locator(part).first.bounding_box() or {}
        assert box["y"] >= 0, part
        assert box["y"] + min(box["height"], 30 if part.endswith("p") else box["height"]) <= height, part


def test_a_double_tap_hangs_up_nothing_and_answers_once(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.get_by_role("button", name="Call", exact=True).dblclick()
    visitor.waits_for("Waiting for a key")
    before = visitor.page.locator("#transcript .prompt").count()
    visitor.page.locator('[data-key="1"]').dblclick()
    visitor.page.locator("#transcript .prompt").nth(before).wait_for()
    visitor.waits_for("Waiting for a key")
    assert "What have you done so far?" in visitor.last_said
    assert visitor.page.locator("#transcript .pressed").count() == 1


def test_a_time_out_can_be_simulated_and_still_ends_in_a_number(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls()
    for _ in range(3):
        visitor.times_out().waits_for("Waiting for a key")
    for contact in LIBRARY.contacts_of(LIBRARY.flow.steps[LIBRARY.service.on_misses]):  # type: ignore[arg-type]
        shown(visitor, contact.written)


def test_a_number_that_was_given_stays_written_down(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls().times_out().waits_for("Waiting for a key")
    assert "Who do you disagree with?" in visitor.last_said  # after the early number
    shown(visitor, LIBRARY.contacts["sendiass"].written)
    visitor.hangs_up().calls()
    expect(visitor.page.locator("#now")).to_be_hidden()


def test_no_time_limit_unless_it_is_asked_for(visit: Visit, public: str) -> None:  # W9
    visitor = visit(public, "/practice")
    visitor.page.clock.install()
    visitor.calls()
    visitor.page.clock.fast_forward("01:00:00")
    assert visitor.page.locator("#transcript .prompt").count() == 1
    visitor.hangs_up()
    visitor.page.get_by_text("Who calls, what happens").click()
    real = visitor.page.get_by_label("Wait only as long as a real call waits")
    real.check()
    visitor.page.get_by_role("button", name="Call", exact=True).click()
    visitor.waits_for("The line is speaking.")
    visitor.page.clock.fast_forward("00:30")  # the prompt
    visitor.waits_for("Waiting 10 seconds for a key.")
    visitor.page.clock.fast_forward("00:11")
    visitor.page.locator("#transcript .prompt").nth(1).wait_for()  # an early number
    visitor.page.clock.fast_forward("00:30")
    visitor.waits_for("The question follows.")
    visitor.page.clock.fast_forward("00:06")
    visitor.page.locator("#transcript .prompt").nth(2).wait_for()
    visitor.page.clock.fast_forward("00:30")
    visitor.waits_for("seconds for a key.")
    real.uncheck()  # the wait that runs already ends too
    visitor.waits_for("Take as long as you like.")
    visitor.page.clock.fast_forward("01:00:00")
    assert visitor.page.locator("#transcript .prompt").count() == 3


def test_the_keys_of_the_keyboard_can_be_turned_off(visit: Visit, public: str) -> None:  # W5
    visitor = visit(public, "/practice").calls()
    visitor.page.get_by_text("Who calls, what happens").click()
    visitor.page.get_by_label("The number keys of my keyboard").uncheck()
    visitor.page.locator('[data-key="9"]').focus()
    visitor.page.keyboard.press("1")
    visitor.clicks("2")  # comes after the key that was not pressed
    assert visitor.page.locator("#transcript .pressed").all_inner_texts() == ["You: pressed 2."]


def test_keys_typed_into_a_text_press_nothing(visit: Visit, public: str) -> None:  # W5
    visitor = visit(public, "/practice").calls()
    visitor.page.get_by_label("Your text").press_sequentially("1 2 3")
    visitor.clicks("2")
    assert visitor.page.locator("#transcript .pressed").all_inner_texts() == ["You: pressed 2."]


def test_a_text_is_shown_and_not_sent(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").chooses("When a text is asked for", "It arrives").calls()
    for key in "113":
        visitor.clicks(key)
    assert "I have sent it." in visitor.last_said
    note = visitor.page.locator("#transcript .note")
    expect(note).to_contain_text("In a real call this text would now be sent.")
    expect(note).to_contain_text("Next step: talk to the nursery")


def test_a_line_that_sends_no_texts_offers_none(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    expect(visitor.page.locator("main")).to_contain_text("This line has no number yet")
    assert visitor.page.get_by_label("When a text is asked for").input_value() == "none"
    visitor.calls().clicks("1").clicks("1")
    assert "For a text" not in labels(visitor).values()


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ("It fails: the network", "I could not send it this time."),
        ("It fails: that phone asked us to stop", "That phone asked us to stop."),
        ("It may be on its way", "It may be on its way."),
    ],
)
def test_a_text_that_fails_can_be_tried(visit: Visit, public: str, result: str, said: str) -> None:
    visitor = visit(public, "/practice").chooses("When a text is asked for", result).calls()
    for key in "113":
        visitor.clicks(key)
    assert said in visitor.last_said
    expect(visitor.page.locator("#transcript .note")).to_contain_text("This is the text that could not be sent.")


@pytest.mark.parametrize("caller", ["calls from a landline", "hides the number"])
def test_a_number_can_be_keyed_in(visit: Visit, public: str, caller: str) -> None:
    visitor = visit(public, "/practice").chooses("When a text is asked for", "It arrives")
    visitor.chooses("The caller", caller).calls()
    for key in "113":
        visitor.clicks(key)
    assert "Put in a mobile number." in visitor.last_said
    assert labels(visitor)["#"] == "Done"
    visitor.page.locator('[data-key="0"]').click()
    visitor.page.keyboard.type("77009")
    visitor.page.locator('[data-key="0"]').dblclick()  # a digit may well be doubled
    visitor.waits_for("You have put in: 07700900. Hash ends it.")
    visitor.page.keyboard.type("123")
    visitor.clicks("#")
    assert "I have: 07700 900 123" in visitor.last_said
    assert labels(visitor)["1"] == "To get the text"
    visitor.clicks("1")
    assert "I have sent it." in visitor.last_said


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ("They talk, and it ends", "That call has ended."),
        ("Busy", "They are on another call."),
        ("No one picks up", "No one picked up."),
        ("It cannot be made", "I could not get through."),
    ],
)
def test_being_put_through_has_each_ending(visit: Visit, staffed: str, words: Path, ending: str, said: str) -> None:
    contacts = words / "contacts.yaml"
    before = contacts.read_text()
    contacts.write_text(before.replace("  name: SENDIASS", "  name: SENDIASS\n  put_through: yes"))
    try:
        visitor = visit(staffed, "/practice").calls().clicks("1").clicks("1")
        (key,) = [key for key, words in labels(visitor).items() if words == "To talk to SENDIASS"]
        visitor.clicks(key)
        visitor.waits_for("Calling SENDIASS. Choose how that call ends.")
        visitor.page.get_by_role("group", name="How that call ends").get_by_role("button", name=ending).click()
        visitor.waits_for("Waiting for a key")
        assert said in visitor.last_said
    finally:
        contacts.write_text(before)


def test_the_transcript_can_be_copied(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice", permissions=["clipboard-read", "clipboard-write"]).calls().clicks("2")
    visitor.page.get_by_role("button", name="Copy the transcript").click()
    visitor.page.get_by_role("button", name="Copied").wait_for()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert "Who do you disagree with?" in copied
    assert "You: pressed 2." in copied


def test_another_day_can_be_tried_and_the_question_follows_the_notice(visit: Visit, staffed: str, words: Path) -> None:
    service = words / "service.yaml"
    before = service.read_text()
    service.write_text(f"{before}\nnotice: {{words: We are at the fair., until: 2026-12-24}}\n")
    try:
        visitor = visit(staffed, "/practice")
        visitor.page.get_by_text("Try another day or time").click()
        for day, told in (("2026-12-24T23:59", True), ("2026-12-25T00:00", False)):
            visitor.page.get_by_label("Day and time in England").fill(day)
            visitor.calls()  # nothing is pressed: it waits for a key when the question has been said
            said = visitor.page.locator("#transcript .prompt")
            assert ("We are at the fair." in said.first.inner_text()) is told
            assert said.count() == 1 + told
            assert "Who do you disagree with?" in visitor.last_said
            visitor.hangs_up()
            assert ("We are at the fair." in visitor.texts("menu")) is told
            visitor.page.get_by_role("button", name="New conversation").click()
    finally:
        service.write_text(before)


def test_a_double_tap_on_hang_up_begins_nothing(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls()
    boxes = [visitor.page.locator(part).bounding_box() for part in ("#call", "#sound", "#hang-up")]
    visitor.page.get_by_role("button", name="Hang up").dblclick()
    visitor.waits_for("You have hung up.")
    assert [visitor.page.locator(part).bounding_box() for part in ("#call", "#sound", "#hang-up")] == boxes
    assert visitor.page.locator("#transcript .prompt").count() == 1


def test_a_slow_network_only_takes_longer(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    network = visitor.page.context.new_cdp_session(visitor.page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 800, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
    network.send("Network.emulateNetworkConditions", slow)
    visitor.calls().clicks("1").clicks("2")
    shown(visitor, LIBRARY.contacts["sendiass"].written)
    assert "What have you done so far?" in visitor.texts("SCHOOL")


def test_the_sound_of_a_call_is_one_file(visit: Visit, public: str, tmp_path: Path) -> None:
    visitor = visit(public, "/practice").calls().clicks("1").hangs_up()
    told = visitor.page.evaluate("fetch('/try/call', {method: 'POST'}).then(answer => answer.json())")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Save the sound of this call").click()
    expect(visitor.page.locator("#transcript .note")).to_have_text(
        "This page: Saved as call.wav. Each wait for a key is cut to 2 seconds."
    )
    assert download.value.suggested_filename == "call.wav"
    download.value.save_as(tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 8000)
        seconds, samples = file.getnframes() / 8000, file.readframes(file.getnframes())
    assert keys_in(np.frombuffer(samples, np.int16) / 32768) == "1"
    assert seconds > told["seconds"] + 2 + 2  # two prompts, and a wait after each


def test_a_sound_that_cannot_be_made_is_told(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.get_by_role("button", name="Save the sound of this call").click()
    visitor.waits_for("No call yet. Press Call first.")
    visitor.page.route("**/audio/*", lambda route: route.fulfill(status=404))
    visitor.calls()
    visitor.page.get_by_role("button", name="Save the sound of this call").click()
    expect(visitor.page.locator("#transcript .note")).to_contain_text("cannot be made now. Try again in a minute.")
    visitor.complaints.clear()  # the browser tells of the clip that did not come
