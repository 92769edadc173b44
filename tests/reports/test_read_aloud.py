"""The page for people who record."""

from lxml import html

from helpline.content.script import Speech
from helpline.reports.pages import page
from helpline.speech.clips import Prompt
from helpline.speech.recording_script import sentences_in

from ..speech.conftest import NUMBER, QUESTION


def made(*prompts: Prompt) -> html.HtmlElement:
    sentences = [(sentence, 1.25) for sentence in sentences_in(prompts).values()]
    return html.fromstring(page("read_aloud.html", title="The biscuit line", sentences=sentences))


def test_it_gives_each_sentence_its_name_its_seconds_and_the_prompts_that_need_it() -> None:
    root = made(Prompt("biscuit", QUESTION), Prompt("biscuit-again", QUESTION[1:]), Prompt("number", NUMBER))
    rows = [[cell.text_content().strip() for cell in row] for row in root.xpath("//tbody/tr")]
    assert rows[0] == ["", "Which biscuit do you like?", "which-biscuit-do-you-like", "1.2 s", "biscuit and 1 more"]
    assert rows[-1] == ["", "one, four, seven.", "one-four-seven", "1.2 s", "number"]
    assert len(rows) == 9
    assert root.xpath("//td[contains(@class, 'digits')]/text()") == [
        "zero, one, six, three, two.",
        "nine, six, zero.",
        "one, four, seven.",
    ]
    assert "9 sentences" in root.text_content()
    assert "Never say double" in root.xpath("string(//ol)")
    assert root.get("lang") == "en-GB"


def test_words_are_not_markup() -> None:
    assert not made(Prompt("a", (Speech("Salt & <b>butter</b>"),))).xpath("//b")
