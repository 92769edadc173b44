"""What a program can say of how a page looks: what axe-core finds, and what reaches beyond the window."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# W1: the 2.2 rules are off unless named.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
)


def faults(page: Page, looks: Sequence[dict[str, str]] = LOOKS) -> list[str]:
    """What axe-core finds in every look."""
    found = []
    for look in looks:
        page.emulate_media(**look)  # type: ignore[arg-type]
        result = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        for fault in result.response["violations"]:
            steps = [node["target"] for node in fault["nodes"]]
            found.append(f"{look}: {fault['id']}: {fault['help']} {steps}")
    return found


def words_below_seven_to_one(page: Page) -> list[str]:
    """Words with less contrast than 7:1 in light or dark (W11: axe holds 4.5:1; words aim for 7:1)."""
    found = []
    for look in LOOKS[:2]:
        page.emulate_media(**look)  # type: ignore[arg-type]
        result = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}})
        found += [str(node["target"]) for fault in result.response["violations"] for node in fault["nodes"]]
    return found


def too_wide(page: Page) -> list[str]:
    """The elements that reach beyond the window, except inside what scrolls by itself and is meant to."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('body *')]
        .filter(it => it.checkVisibility() && !it.closest('.wide, pre, .skip'))
        .filter(it => it.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
        .map(it => it.outerHTML.slice(0, 80))""")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("the page scrolls sideways")
    return found


def too_small(page: Page, what: str, pixels: float) -> list[str]:
    """Those of the elements that are smaller than so many pixels one way (W4)."""
    sizes = page.evaluate(
        """what => [...document.querySelectorAll(what)].filter(it => it.checkVisibility())
        .map(it => [it.outerHTML.slice(0, 60), it.getBoundingClientRect()])
        .map(([it, box]) => [it, Math.min(box.width, box.height)])""",
        what,
    )
    return [f"{name}: {size}" for name, size in sizes if size < pixels]


def moving(page: Page) -> list[str]:
    """What moves by itself, or would (W20)."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('*')].filter(it => {
        const style = getComputedStyle(it);
        return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior !== 'auto';
    }).map(it => it.tagName)""")
    return found + ["animations"] * page.evaluate("document.getAnimations().length")
