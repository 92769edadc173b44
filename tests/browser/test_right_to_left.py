"""A page from right to left in a real browser: numbers in their order, letters with a shape, nothing to scroll to."""

from collections.abc import Callable, Iterator

import pytest

from helpline.content.load import load

from ..languages.joke import CODE, SETTINGS, copied, save, translate
from .conftest import Visitor, serving

pytestmark = pytest.mark.slow

URDU = "\u0645\u062f\u062f \u06a9\u06d2 \u0644\u06cc\u06d2"  # made up for its letters, among them the ye of Urdu
GURMUKHI, BENGALI = "\u0a2e\u0a26\u0a26", "\u09b8\u09be\u09b9\u09be\u09af\u09cd\u09af"
# The left edges of each group of digits in an element, in the order in which they are written.
EDGES = """element => {
  const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
  while (node.nextNode()) for (const group of node.currentNode.data.matchAll(/\\d+/g)) {
    const range = document.createRange();
    range.setStart(node.currentNode, group.index);
    range.setEnd(node.currentNode, group.index + group[0].length);
    found.push(range.getBoundingClientRect().left);
  }
  return found;
}"""
# Whether any letter is drawn as the box of a letter that no font has: all such boxes have one width.
BOXES = """words => {
  const context = document.createElement("canvas").getContext("2d");
  context.font = "40px " + getComputedStyle(document.body).fontFamily;
  const drawn = letter => {
    const canvas = document.createElement("canvas"); canvas.width = canvas.height = 80;
    const on = canvas.getContext("2d"); on.font = context.font; on.fillText(letter, 20, 50);
    return canvas.toDataURL();
  };
  const box = drawn("\\u{10FFFE}");
  return [...words].filter(letter => letter.trim() && drawn(letter) === box);
}"""


@pytest.fixture(scope="module")
def rtl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("rtl")
    flows = copied(folder)
    translate(flows, settings=SETTINGS + "direction: rtl\n")
    one = load(flows).translations[CODE]
    for context, entry in one.translation.entries.items():
        if context == "phrases:page.title":
            entry.msgstr = f"{URDU} {GURMUKHI} {BENGALI}"
        elif context == "phrases:page.call":
            entry.msgstr = f"{URDU} {{number}}"
    one.translation.sign("A. Joker", "B. Jester", one.translation.checked_on)
    save(flows, one)
    yield from serving(folder, flows, staff=False)


@pytest.mark.parametrize("mobile", [True, False])
def test_a_number_reads_from_left_to_right(visit: Callable[..., Visitor], rtl: str, mobile: bool) -> None:
    page = visit(rtl, is_mobile=mobile, user_agent="Mobi" if mobile else "Desk").opens(f"/{CODE}/").page
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    numbers = page.locator(".call" if mobile else ".cards .number")
    assert numbers.count() == 2
    for number in numbers.all():
        edges = number.evaluate(EDGES)
        assert len(edges) == 2
        assert edges == sorted(edges)


def test_every_letter_has_a_shape(visit: Callable[..., Visitor], rtl: str) -> None:
    page = visit(rtl).opens(f"/{CODE}/").page
    assert page.evaluate(BOXES, URDU + GURMUKHI + BENGALI) == []
    assert page.evaluate(BOXES, "\U0010fffe") == ["\U0010fffe"]  # a box is known as one


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_cut_off(visit: Callable[..., Visitor], rtl: str, width: int) -> None:
    page = visit(rtl, viewport={"width": width, "height": 700}).opens(f"/{CODE}/answer/setting").page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_names_of_languages_are_first_and_each_leads_to_its_page(visit: Callable[..., Visitor], rtl: str) -> None:
    page = visit(rtl).opens(f"/{CODE}/").page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "English"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{rtl}/")
