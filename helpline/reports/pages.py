"""From values to CSV, and to HTML pages: Jinja2, with everything escaped; and how many sheets a page takes in print."""

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, PackageLoader, StrictUndefined

from helpline.content.times_of_day import hours_in_words
from helpline.content.wording import words_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PRINT_SECONDS = 60
LETTERS_A_PAGE, BLOCKS_A_PAGE = 3600, 75  # fitted to our own pages, for where no browser can count them
_A_PAGE = re.compile(rb"/Type\s*/Page\b")
_BLOCK = re.compile(r"<(?:tr|h[1-3]|p|li)\b")
_NOT_TEXT = re.compile(r"<style>.*?</style>|<[^>]*>|\s+", re.DOTALL)

_PAGES = Environment(
    loader=PackageLoader("helpline.reports"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_PAGES.filters |= {"words": words_of, "hours": partial(hours_in_words, channel="sms")}


def page(template: str, **values: object) -> str:
    """The HTML of a template in this room's templates/ folder, filled with values."""
    return _PAGES.get_template(template).render(**values)


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """A line of `columns`, then one for each row, which holds a value for every column."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().rstrip("\n")


def pages_in_print(html: str) -> str:
    """How many pages of A4 a page of ours takes: "19 pages of A4", or "about 19" where no browser can print it."""
    count = _printed(html)
    about = "" if count else "about "
    letters, blocks = len(_NOT_TEXT.sub("", html)), len(_BLOCK.findall(html))
    count = count or ceil(letters / LETTERS_A_PAGE + blocks / BLOCKS_A_PAGE)
    return f"{about}{count} page{'s' * (count > 1)} of A4"


def _printed(html: str) -> int:
    """The pages that a browser prints; 0 where there is none, or it cannot."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return 0
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html, encoding="utf-8")
        options = ["--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={folder}/browser"]
        options += ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has no sandbox for root
        command = [browser, *options, "--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=PRINT_SECONDS)  # noqa: S603
            return len(_A_PAGE.findall(made.read_bytes()))
        except (OSError, subprocess.SubprocessError):
            return 0
