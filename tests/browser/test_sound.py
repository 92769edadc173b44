"""The sound of the practice phone: only when it is asked for, in step with its words, and never a reason to lose them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Visitor

pytestmark = pytest.mark.slow

Visit = Callable[..., Visitor]


def whole_first_prompt(visitor: Visitor) -> str:
    told = visitor.page.evaluate("fetch('/try/call', {method: 'POST'}).then(answer => answer.json())")
    return " ".join(piece["words"] for line in told["lines"] for piece in line)


def test_sound_only_when_asked_and_easy_to_turn_off(visit: Visit, public: str) -> None:  # W6, W8, W18
    visitor = visit(public, "/practice")
    sounds: list[str] = []
    visitor.page.on("request", lambda request: sounds.append(request.url) if "/audio/" in request.url else None)
    visitor.calls().hangs_up()
    assert sounds == []
    with visitor.page.expect_request("**/audio/*.mp3"):
        visitor.calls(loud=True)
    visitor.waits_for("The line is speaking.")
    begun, whole = visitor.last_said, whole_first_prompt(visitor)
    assert whole.startswith(begun)
    assert begun != whole, "all the words stood there before they were spoken"
    visitor.page.get_by_role("switch", name="Sound").press("Enter")
    visitor.waits_for("Waiting for a key")
    assert visitor.last_said == whole
    sounds.clear()
    visitor.clicks("1")
    visitor.waits_for("Waiting for a key")  # it stays off
    assert sounds == []


def test_escape_turns_the_sound_off_and_the_switch_on_again(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls(loud=True).waits_for("The line is speaking.")
    visitor.page.keyboard.press("Escape")
    visitor.waits_for("Waiting for a key")
    switch = visitor.page.get_by_role("switch", name="Sound")
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    visitor.waits_for("The line is speaking.")  # the prompt that stands is said


def test_a_key_pressed_while_the_line_speaks_is_taken(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice").calls(loud=True).waits_for("The line is speaking.")
    visitor.clicks("1")
    expect(visitor.page.locator("#transcript .prompt").last).to_contain_text("School")


@pytest.mark.parametrize("speed", ["0.75", "1.5"])
def test_the_voice_can_be_slower_or_faster(visit: Visit, public: str, speed: str) -> None:  # W18
    visitor = visit(public, "/practice")
    visitor.page.add_init_script("const play = Audio.prototype.play; Audio.prototype.play = function () {"
                                 "window.rate = () => this.playbackRate; return play.call(this); }")  # fmt: skip
    visitor.opens("/practice").chooses("Speed of the voice", f"{speed}×")
    visitor.calls(loud=True).waits_for("The line is speaking.")
    assert visitor.page.evaluate("window.rate()") == float(speed)


def test_the_log_is_quiet_while_there_is_sound_and_takes_one_insertion_a_prompt(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.evaluate("""() => {
        window.insertions = [];
        new MutationObserver(all => all.forEach(it => window.insertions.push(
            [it.target.getAttribute?.('aria-live'), it.addedNodes.length]
        ))).observe(document.getElementById('transcript'), {childList: true, subtree: true});
    }""")
    visitor.calls(loud=True).waits_for("The line is speaking.")
    log = visitor.page.get_by_role("log", name="What is said")
    expect(log).to_have_attribute("aria-live", "off")
    visitor.page.keyboard.press("Escape")
    visitor.waits_for("Waiting for a key")
    assert visitor.page.evaluate("window.insertions") == [["off", 1]]
    expect(log).to_have_attribute("aria-live", "polite")
    visitor.clicks("1")
    assert visitor.page.evaluate("window.insertions.slice(1)") == [
        ["polite", 1],
        ["polite", 1],
    ]  # the press, the prompt


def test_a_clip_that_hangs_never_withholds_the_words(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.clock.install()
    visitor.page.route("**/audio/*", lambda route: None)  # no answer, ever
    visitor.calls(loud=True).waits_for("The line is speaking.")
    first = visitor.last_said
    visitor.page.clock.run_for(8_000)
    assert len(visitor.last_said) > len(first)
    visitor.page.clock.run_for(20_000)
    visitor.waits_for("Waiting for a key")
    assert visitor.last_said == whole_first_prompt(visitor)
    expect(visitor.page.locator("#transcript .note")).to_contain_text("The sound did not come.")


def test_a_clip_that_is_not_there_leaves_the_words_and_says_so(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")
    visitor.page.route("**/audio/*", lambda route: route.fulfill(status=503))
    visitor.calls(loud=True).waits_for("Waiting for a key")
    assert visitor.last_said == whole_first_prompt(visitor)
    expect(visitor.page.locator("#transcript .note")).to_contain_text("The sound did not come.")
    visitor.complaints.clear()  # the browser tells of the clip that did not come


def test_that_a_sound_is_not_made_yet_can_be_read(visit: Visit, public: str) -> None:
    visitor = visit(public, "/practice")

    def without_clip(route) -> None:  # type: ignore[no-untyped-def]
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"clip": None})

    visitor.page.route("**/try/call", without_clip)
    visitor.calls(loud=True).waits_for("Waiting for a key")
    expect(visitor.page.locator("#transcript .note")).to_contain_text("The sound of this prompt is not made yet.")
