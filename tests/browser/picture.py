"""The picture of the page that the README shows: python -m tests.browser.picture"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from ..conftest import SHIPPED
from .conftest import CHROMIUM, QUIET, Visitor, serving

PICTURE = Path(__file__).parent / "page.png"


def main() -> None:
    """Call, text, and take the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lines = serving(Path(folder), SHIPPED, staff=False)
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET).new_page(
            viewport={"width": 1100, "height": 1250}
        )
        visitor = Visitor(page, next(lines)).opens("/practice").calls().clicks("1").clicks("2")
        visitor.texts("NUMBERS")
        page.locator("#phone").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('.side-by-side').scrollIntoView()")
        page.screenshot(path=PICTURE)
        page.context.browser.close()  # type: ignore[union-attr]
        next(lines, None)


if __name__ == "__main__":
    main()
