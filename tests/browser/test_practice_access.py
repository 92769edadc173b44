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
    visitor.calls(loud=True)
    visitor.page.locator("#stop-sound").wait_for()


def hung_up(visitor: Visitor) -> None:
    visitor.calls().page.get_by_role("button", name="Hang up").click()


def texting(visitor: Visitor) -> None:
    visitor.texts("MENU")
    visitor.texts("2")
    visitor.texts("STOP")


STATES = (at_rest, opened_up, asked, told, speaking, hung_up, texting)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_in_any_state(visit: Visit, public: str, state: Callable[[Visitor], None]) -> None:  # W1
    visitor = visit(public, "/practice")
    state(visitor)
    assert faults(visitor.page) == []


def test_axe_finds_nothing_behind_the_words(visit: Visit, staffed: str) -> None:
    visitor = visit(staffed, "/staff")
    told(visitor)
    opened_up(visitor)
    assert faults(visitor.page) == []


@pytest.mark.parametrize("state", [at_rest, opened_up, told, texting], ids=lambda state: state.__name__)
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
    visitor.page.get_by_role("button", name="Hang up").click()
    titles.append(visitor.page.title())
    assert titles == [f"{state} - {LIBRARY.service.name}" for state in ("Practice", "On a call", "You have hung up")]


def test_words_have_seven_to_one(visit: Visit, public: str) -> None:  # W11
    visitor = visit(public, "/practice")
    told(visitor)
    assert words_below_seven_to_one(visitor.page) == []
