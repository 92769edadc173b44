"""`helpline script`: every word on one page, and the call map on one side."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from helpline.cli import main
from helpline.cli.script import script
from helpline.content.load import load
from helpline.content.wording import words_of
from helpline.reports.booklet import FURTHER

from ..checks.conftest import TEA, Broken, broken
from ..conftest import SHIPPED

__all__ = ["broken"]


def run(*args: object, flows: Path = TEA) -> html.HtmlElement:
    """The page, made where no browser can print it."""
    words = ["--flows", str(flows), "--on", "2026-11-23", *map(str, args)]
    result = CliRunner(mix_stderr=False, env={"PATH": ""}).invoke(script, words, catch_exceptions=False)
    assert result.exit_code == 0
    return html.fromstring(result.stdout)


def test_every_place_has_a_chapter_that_the_contents_lead_to() -> None:
    page, library = run(), load(TEA)
    headed = {heading.get("id") for heading in page.xpath("//section/h2")}
    assert headed == {*library.flow.steps, *library.words.replies}
    told = [
        row.text_content() for row in page.xpath("//h2[@id='answers']/following-sibling::table[1]//th[@scope='row']")
    ]
    assert told == [answer.title for answer in library.words.faq.values()]
    for link in page.xpath("//a"):
        assert page.get_element_by_id(link.get("href").removeprefix("#")) is not None


def test_a_question_shows_what_is_said_and_what_is_texted() -> None:
    (section,) = run().xpath("//section[h2[@id='milk']]")
    text = section.text_content()
    assert "press 1." in text
    assert "1 You have stirred it a little" in text
    assert "Said when nothing is pressed (2)" in text
    assert len(section.xpath(".//tbody/tr")) == 4


def test_an_outcome_shows_its_contacts_with_source_and_day() -> None:
    (section,) = run().xpath("//section[h2[@id='pour_again']]")
    text = section.text_content()
    assert "The Teapot: 01632 960 002 (source: the box, line 2; checked on 2026-11-01)" in text
    assert "The advice rests on the box, line 4." in text


def test_words_cannot_break_the_page(broken: Broken) -> None:
    flows = broken(("tea.yaml", "outcome: Look at the leaves.", 'outcome: "Look <b>here</b> & there."'))
    assert not run(flows=flows).xpath("//b")


def test_the_map_names_each_key_once() -> None:
    page = run("--map")
    assert [item.text_content().strip()[0] for item in page.xpath("//li")] == list("1123423")
    assert "01632 960 001" in page.text_content()


@pytest.mark.parametrize("option", [[], ["--map"]])
def test_it_can_be_written_to_a_file(tmp_path: Path, option: list[str]) -> None:
    out = tmp_path / "script.html"
    result = CliRunner(env={"PATH": ""}).invoke(script, ["--flows", str(TEA), *option, "--out", str(out)])
    assert re.fullmatch(rf"{out} written\.\nIn print: about \d pages? of A4\.\n", result.output)
    assert out.read_text().startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(script, ["--flows", str(TEA), "--out", str(tmp_path / "nowhere" / "script.html")])
    assert result.exit_code == 1
    assert "No such file or directory" in result.output


def test_what_is_said_beside_the_steps_is_on_the_page(broken: Broken) -> None:
    text = run().xpath("//table[preceding-sibling::h2[@id='further']]")[0].text_content()
    phrases = load(TEA).phrases
    for name in FURTHER:
        assert words_of(getattr(phrases, name)) in text, name
    named = {name for name in type(phrases).model_fields if re.match("text_|call_|closed_|key_in|keyed|put", name)}
    assert named <= FURTHER.keys()


def test_a_notice_is_on_the_page_to_be_signed_off(broken: Broken) -> None:
    notice = "notice: {words: {voice: The pot is cold., sms: The pot is cold now.}, until: 2026-12-04}\npronounce:"
    text = run(flows=broken(("service.yaml", "pronounce:", notice))).text_content()
    for words in ("Told until 2026-12-04", "The pot is cold.", "The pot is cold now."):
        assert words in text
    assert "The notice" not in run().text_content()


def test_hours_are_on_the_page_to_be_signed_off(broken: Broken) -> None:
    hours = """  hours:
    week: {monday: 09:00 to 16:30}
    bank_holidays: closed
    source: the box, line 9
    checked_on: 2026-11-01
  source: the box, line 2"""
    page = run(flows=broken(("contacts.yaml", "  source: the box, line 2", hours)))
    assert "monday 9am to 4.30pm" in page.text_content()
    assert "the box, line 9" in page.text_content()


@pytest.mark.parametrize(("topic", "steps"), [
    ("milk", {"milk", "stir_more", "pour_again", "cup", "unsure"}),
    ("cup", {"cup"}),
    ("numbers", {"numbers"}),
])  # fmt: skip
def test_one_topic_is_printed_alone(topic: str, steps: set[str]) -> None:
    page = run("--topic", topic)
    assert {heading.get("id") for heading in page.xpath("//section/h2")} == steps
    assert "Words to text" not in page.text_content()
    assert page.xpath("string(//h1)") == f"The script: {topic}"
    for link in page.xpath("//a"):
        assert page.get_element_by_id(link.get("href").removeprefix("#")) is not None


def test_a_topic_can_be_a_word_that_is_texted() -> None:
    page = run("--topic", "school", flows=SHIPPED)
    assert page.xpath("//section/h2/@id")[0] == "setting"
    assert "council" not in page.xpath("//section/h2/@id")


def test_a_topic_that_is_none_is_told() -> None:
    result = CliRunner().invoke(main, ["script", "--flows", str(TEA), "--topic", "blorb"])
    assert result.exit_code == 1
    assert result.output == ('"blorb" is neither a step nor a word that is understood. Questions: what, milk.\n')


def test_the_pages_are_counted_where_a_browser_can_print_them(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) out=${word#*=};; esac; done\n"
                       "printf '/Type /Pages /Type /Page\\n/Type /Page\\n' > $out\n")  # fmt: skip
    browser.chmod(0o755)
    result = CliRunner(mix_stderr=False, env={"PATH": str(tmp_path)}).invoke(script, ["--flows", str(TEA)])
    assert result.stderr == "In print: 2 pages of A4.\n"
    browser.write_text("#!/bin/sh\nexit 1\n")
    result = CliRunner(mix_stderr=False, env={"PATH": str(tmp_path)}).invoke(script, ["--flows", str(TEA)])
    assert result.stderr.startswith("In print: about ")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no Chromium on this machine")
def test_the_shipped_script_and_map_fit_on_paper() -> None:
    def pages(*words: str) -> int:
        result = CliRunner(mix_stderr=False).invoke(main, [*words], catch_exceptions=False)
        found = re.fullmatch(r"In print: (\d+) pages? of A4\.\n", result.stderr)
        assert found, result.stderr
        return int(found[1])

    assert pages("script", "--map") == 1  # W23
    assert pages("script") <= 24
    assert pages("script", "--topic", "school") <= 5  # the answers to what people ask there are a page of it
    assert pages("audio", "--script") <= 10
