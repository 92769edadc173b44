"""The report page in a real browser: it can be read by everyone, at every size, and on paper."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from helpline.config import Settings

from ..conftest import opened
from ..web.test_counts_page import PASSWORD, fill, get
from .measures import faults, moving, too_small, too_wide, words_below_seven_to_one

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("counted", "days"), [(True, ""), (False, ""), (True, "first=soon")], ids=["counts", "none", "days amiss"]
)
def test_the_counts_can_be_read_by_everyone(browser: Browser, settings: Settings, counted: bool, days: str) -> None:
    with opened(replace(settings, report_password=PASSWORD)) as line:
        if counted:
            fill(line)
        html = get(line, days=days).text
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_content(html)
    assert faults(page) == []
    assert words_below_seven_to_one(page) == []
    assert too_wide(page) == []
    assert too_small(page, "input, button", 48) == []
    assert moving(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == []
    page.emulate_media(media="print", color_scheme="light")
    assert page.get_by_role("button").count() == 0
    page.close()
