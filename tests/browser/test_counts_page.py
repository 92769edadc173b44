"""The report page in a real browser: it can be read by everyone."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from helpline.config import Settings

from ..conftest import opened
from ..web.test_counts_page import PASSWORD, fill, get

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_the_counts_can_be_read_by_everyone(browser: Browser, settings: Settings) -> None:
    with opened(replace(settings, report_password=PASSWORD)) as line:
        fill(line)
        html = get(line).text
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_content(html)
    for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
        page.emulate_media(**look)
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [node["html"] for violation in found for node in violation["nodes"]] == [], look
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
