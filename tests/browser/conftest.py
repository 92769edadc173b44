"""The page in a real browser: Debian's Chromium, driven by Playwright, against a line on loopback."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright
from werkzeug.serving import make_server

from helpline.checks.prompts import prompts
from helpline.content.load import load
from helpline.speech.clip_library import ClipLibrary
from helpline.web import create_app

from ..conftest import SHIPPED, settings_in

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
NOWHERE = "/no-such-page"  # a browser complains of its 404, as it should
PLAYED = ("who", "setting")  # the prompts that these tests listen to


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        says = "there is no Chromium on this machine: apt-get install chromium"
        pytest.fail(says) if os.environ.get("CI") else pytest.skip(says)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the flow files that a test may edit, and must put back."""
    folder = tmp_path_factory.mktemp("line") / "flows"
    shutil.copytree(SHIPPED, folder)
    return folder


def serving(folder: Path, words: Path, staff: bool) -> Iterator[str]:
    """A line on a free port of loopback, with the page's clips of `PLAYED`; its address."""
    settings = replace(settings_in(folder), flows=words, staff=staff)
    library = load(words)
    clips = ClipLibrary(settings.audio, library.service.pronounce)
    clips.pages.patience = 600  # seconds: a busy machine may take its time, and a page does not wait that long
    for prompt in prompts(library):
        if prompt.name in PLAYED:
            assert clips.open(clips.page_clip(prompt.script, prompt.slow) or "")
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["helpline"].close()


@pytest.fixture(scope="package")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The line as the public sees it."""
    yield from serving(tmp_path_factory.mktemp("public"), SHIPPED, staff=False)


@pytest.fixture(scope="package")
def staffed(tmp_path_factory: pytest.TempPathFactory, words: Path) -> Iterator[str]:
    """The line as those who edit the words see it."""
    yield from serving(tmp_path_factory.mktemp("staffed"), words, staff=True)


class Visitor:
    """Someone at the page. Whatever the browser complains of, and every request to another host, fails the test."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address
        self.complaints: list[str] = []
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._only_ours(request.url))

    def _told(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(NOWHERE):
            self.complaints.append(message.text)

    def _only_ours(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complaints.append(f"asked for {url}")

    def opens(self, path: str = "/") -> "Visitor":
        self.page.goto(self.address + path)
        return self

    def calls(self, *, loud: bool = False) -> "Visitor":
        sound = self.page.get_by_role("switch", name="Sound")
        if (sound.get_attribute("aria-checked") == "true") is not loud:
            sound.click()
        self.page.get_by_role("button", name="Call", exact=True).click()
        return self if loud else self.waits_for("Waiting for a key")

    def hangs_up(self) -> "Visitor":
        self.page.get_by_role("button", name="Hang up").click()
        return self.waits_for("You have hung up.")

    def waits_for(self, words: str) -> "Visitor":
        self.page.locator("#call-state", has_text=words).wait_for()
        return self

    def clicks(self, key: str) -> "Visitor":
        before = self.page.locator("#transcript .prompt").count()
        self.page.locator(f'[data-key="{key}"]').click()
        return self._is_answered(before)

    def types(self, key: str) -> "Visitor":
        before = self.page.locator("#transcript .prompt").count()
        self.page.keyboard.press(key)
        return self._is_answered(before)

    def times_out(self) -> "Visitor":
        before = self.page.locator("#transcript .prompt").count()
        self.page.get_by_role("button", name="Simulate a time-out").click()
        return self._is_answered(before)

    def chooses(self, label: str, option: str) -> "Visitor":
        """Choose something in one of the lists, which may be folded away."""
        self.page.evaluate("document.querySelectorAll('details').forEach(it => (it.open = true))")
        self.page.get_by_label(label, exact=True).select_option(option)
        return self

    def _is_answered(self, before: int) -> "Visitor":
        self.page.locator("#transcript .prompt").nth(before).wait_for()
        return self

    def texts(self, words: str) -> str:
        """Send a text, and give the words that come back."""
        before = self.page.locator(".bubble.theirs, .bubble.note").count()
        self.page.get_by_label("Your text").fill(words)
        self.page.get_by_role("button", name="Send", exact=True).click()
        answer = self.page.locator(".bubble.theirs, .bubble.note").nth(before)
        answer.wait_for()
        return answer.locator("p").first.inner_text()

    @property
    def last_said(self) -> str:
        """The words of the last prompt in the transcript, without who says them."""
        return " ".join(self.page.locator("#transcript .prompt").last.inner_text().removeprefix("The line:").split())


@pytest.fixture
def visit(browser: Browser) -> Iterator["Callable[..., Visitor]"]:  # noqa: F821
    """Opens a page of a line: visit(address, viewport=…, java_script_enabled=…). Nothing may be complained of."""
    visitors: list[Visitor] = []

    def open_page(address: str, path: str = "/", **options: object) -> Visitor:
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(60_000)  # the machine may be busy
        visitors.append(Visitor(page, address))
        return visitors[-1].opens(path)

    yield open_page
    for visitor in visitors:
        with suppress(Error):  # a context that is closed in the middle of a navigation may never close
            visitor.page.goto("about:blank")
        visitor.page.context.close()
        assert visitor.complaints == []
