"""The pictures of the pages that the README shows: python -m tests.browser.picture"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from ..conftest import SHIPPED
from .conftest import CHROMIUM, QUIET, Visitor, serving

FOLDER = Path(__file__).parent


def home(visitor: Visitor) -> None:
    """The first page that a parent sees."""
    visitor.opens("/").page.screenshot(path=FOLDER / "home.png")


def practice(visitor: Visitor) -> None:
    """A practice call at a number, and a practice text."""
    visitor.opens("/practice").calls().clicks("1").clicks("2")
    visitor.texts("NUMBERS")
    visitor.page.evaluate("document.querySelector('.side-by-side').scrollIntoView()")
    visitor.page.screenshot(path=FOLDER / "page.png")


def main() -> None:
    """Take both pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lines = serving(Path(folder), SHIPPED, staff=False)
        address, chromium = next(lines), playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for take, size in ((home, (1000, 900)), (practice, (1100, 1250))):
            page = chromium.new_page(viewport=dict(zip(("width", "height"), size, strict=True)))  # type: ignore[arg-type]
            take(Visitor(page, address))
        chromium.close()
        next(lines, None)


if __name__ == "__main__":
    main()
