"""`helpline paths`: every route with its seconds, the figures, and the page for publishing."""

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner
from lxml import html

from helpline.cli.paths import paths

from ..checks.conftest import TEA

ROUTES = ["0", "1 1", "1 2", "1 3", "1 4", "2", "3", "(nothing)"]


def run(*args: object) -> str:
    result = CliRunner().invoke(
        paths, ["--flows", str(TEA), "--on", "2026-11-23", *map(str, args)], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result.output


def test_every_route_is_listed_once() -> None:
    lines = run().splitlines()
    assert [line[:9].strip() for line in lines[1 : len(ROUTES) + 1]] == ROUTES
    assert "Simulated." in run()
    assert any(line.startswith("relay            0.0 ") for line in lines)


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert [row["keys"] for row in rows] == ROUTES
    poured = rows[2]
    assert (poured["outcome"], poured["contacts"]) == ("pour_again", "The Teapot, The Kettle")
    for row in rows:
        assert float(row["knows_first"]) <= float(row["hears_all_first"])
        assert float(row["hears_all_first"]) < float(row["hears_all_second"])
        assert float(row["new_p50"]) <= float(row["new_p95"])


def test_json_holds_the_figures() -> None:
    found = json.loads(run("--format", "json"))
    assert [row["keys"] for row in found["paths"]] == ROUTES
    by_name = {figure["what"]: figure for figure in found["figures"]}
    assert by_name["Numbers and addresses read at least twice"]["met"] is True
    assert by_name["Key presses to an outcome, most"]["value"] == "2"
    assert {row["caller"] for row in found["timelines"]} == {"presses nothing", "relay"}


def test_the_page_is_dated_and_marked(tmp_path: Path) -> None:
    assert "written" in run("--page", tmp_path / "figures.html")
    page = html.fromstring((tmp_path / "figures.html").read_text())
    text = page.text_content()
    assert page.get("lang") == "en-GB"
    assert "23 November 2026" in text
    assert "simulated" in text
    assert "The Kettle: the number, once. Then 5 s for a key." in text
    assert len(page.xpath("//h1")) == 1
    assert [cell.text for cell in page.xpath("//table[2]//tbody//th | (//table)[2]//tbody//th")] == ROUTES
