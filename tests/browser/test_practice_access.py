"""What a browser can check of rules W1 to W25 on the practice page and the staff's view, in every state."""

from collections.abc import Callable

import pytest

from helpline.content.load import load

from ..conftest import SHIPPED
from .conftest import Visitor
from .measures import faults, moving, too_small, too_wide, words_below_seven_to_one

pytestmark = pytest.mark.slow

LIBRARY = load(SHIPPED)
Visit = Callable[..., Visitor]


def at_rest(visitor: Visitor) -> None:
    """Nothing was done yet."""


def opened_up(visitor: Visitor) -> None:
    for summary in visitor.page.locator("details > summary").all():
        summary.evaluate("summary => summary.parentElement.open = true")


def asked(visitor: Visitor) -> None:
    visitor.calls()


def told(visitor: Visitor) -> None:
    visitor.calls().clicks("1").clicks("3")


def speaking(visitor: Visitor) -> None:
    visitor.calls(loud=True).waits_for("The line is speaking.")


def hung_up(visitor: Visitor) -> None:
    visitor.calls().hangs_up()


def lost(visitor: Visitor) -> None:
    visitor.calls()
    visitor.page.context.set_offline(True)
    visitor.page.locator('[data-key="1"]').click()
    visitor.waits_for("The line does not answer.")
    visitor.page.get_by_label("Your text").fill("MENU")
    visitor.page.get_by_role("button", name="Send", exact=True).click()
    visitor.page.locator("#text-lost").wait_for()
    visitor.page.context.set_offline(False)
    visitor.complaints.clear()


def keying_in(visitor: Visitor) -> None:
    visitor.chooses("When a text is asked for", "It arrives").chooses("The caller", "hides the number").calls()
    for key in "113":
        visitor.clicks(key)


def texting(visitor: Visitor) -> None:
    visitor.texts("MENU")
    visitor.texts("2")
    visitor.texts("STOP")


STATES = (at_rest, opened_up, asked, told, speaking, hung_up, lost, keying_in, texting)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state(visit: Visit, public: str, state: Callable[[Visitor], None]) -> None:  # W1
    visitor = visit(public, "/practice")
    state(visitor)
    assert faults(visitor.page) == []


@pytest.mark.parametrize("state", [at_rest, told, lost, texting], ids=lambda state: state.__name__)
def test_axe_finds_nothing_behind_the_words(visit: Visit, staffed: str, state: Callable[[Visitor], None]) -> None:  # W1
    visitor = visit(staffed, "/staff")
    state(visitor)
    opened_up(visitor)
    assert faults(visitor.page) == []


@pytest.mark.parametrize("path", ["/practice", "/staff"])
def test_what_was_said_prints_without_the_buttons(visit: Visit, staffed: str, path: str) -> None:
    visitor = visit(staffed, path, viewport={"width": 703, "height": 1032})  # A4 within its margins
    told(visitor)
    visitor.texts("MENU")
    visitor.page.emulate_media(media="print")
    for log in ("#transcript", "#chat"):
        whole = visitor.page.locator(log).evaluate("it => it.scrollHeight <= it.clientHeight + 1")
        assert whole, log
    assert visitor.page.locator("#now").is_visible()
    boxes = visitor.page.locator("#tree button").count()  # of the picture of the flow
    assert visitor.page.locator("main").get_by_role("button").count() == boxes
    assert too_wide(visitor.page) == []


@pytest.mark.parametrize(
    "state", [at_rest, opened_up, told, lost, keying_in, texting], ids=lambda state: state.__name__
)
@pytest.mark.parametrize(
    ("width", "height", "zoom"), [(320, 256, 4), (320, 800, 1), (1280, 900, 1)], ids=["400%", "320px", "desktop"]
)
def test_nobody_scrolls_two_ways(
    visit: Visit, staffed: str, state: Callable[[Visitor], None], width: int, height: int, zoom: int
) -> None:  # W10
    # 400 % on a window of 1280 by 1024 is a window of 320 by 256 CSS pixels, each four pixels wide.
    visitor = visit(staffed, "/staff", viewport={"width": width, "height": height}, device_scale_factor=zoom)
    state(visitor)
    assert too_wide(visitor.page) == []


def test_what_can_be_pressed_is_large_enough(visit: Visit, staffed: str) -> None:  # W4
    visitor = visit(staffed, "/staff", viewport={"width": 390, "height": 844})
    told(visitor)
    visitor.texts("MENU")
    ticks = "input[type=checkbox], input[type=radio]"
    assert too_small(visitor.page, f"button, summary, select, input:not({ticks})", 48) == []
    assert too_small(visitor.page, ticks, 24) == []


def test_nothing_moves(visit: Visit, public: str) -> None:  # W20
    visitor = visit(public, "/practice", reduced_motion="reduce")
    told(visitor)
    visitor.texts("MENU")
    assert moving(visitor.page) == []


def test_each_state_has_its_title(visit: Visit, public: str) -> None:  # W19
    visitor = visit(public, "/practice")
    titles = [visitor.page.title()]
    visitor.calls()
    titles.append(visitor.page.title())
    visitor.hangs_up()
    titles.append(visitor.page.title())
    assert titles == [f"{state} - {LIBRARY.service.name}" for state in ("Practice", "On a call", "Call ended")]


@pytest.mark.parametrize("path", ["/practice", "/staff"])
@pytest.mark.parametrize("state", [told, lost, keying_in, texting], ids=lambda state: state.__name__)
def test_text_can_be_twice_as_large_on_a_phone(
    visit: Visit, staffed: str, path: str, state: Callable[[Visitor], None]
) -> None:  # W10
    visitor = visit(staffed, path, viewport={"width": 390, "height": 844})
    state(visitor)
    visitor.page.evaluate("document.documentElement.style.fontSize = '225%'")  # ours is 112.5 % to begin with
    assert too_wide(visitor.page) == []
    cut = visitor.page.evaluate("""() => [...document.querySelectorAll('#keypad button, .buttons button')]
        .filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.innerText)""")
    assert cut == []


@pytest.mark.parametrize("look", ["none", "active"])
def test_a_key_and_a_field_have_an_edge_in_forced_colours(visit: Visit, public: str, look: str) -> None:  # W20
    visitor = visit(public, "/practice", forced_colors=look)
    told(visitor)
    for part in ('[data-key="1"]', "#hang-up", "#call", "#body", "#transcript", "#now"):
        edge = visitor.page.locator(part).evaluate(
            "it => [getComputedStyle(it).borderStyle, getComputedStyle(it).borderWidth]"
        )
        assert edge[0] in ("solid", "dashed"), part
        assert edge[1] != "0px", part


def test_words_have_seven_to_one(visit: Visit, public: str) -> None:  # W11
    visitor = visit(public, "/practice")
    told(visitor)
    assert words_below_seven_to_one(visitor.page) == []
