"""The page for people who record."""

from lxml import html

from helpline.content.script import Speech
from helpline.reports.pages import page
from helpline.speech.clips import Prompt

from ..speech.conftest import NUMBER, QUESTION


def test_it_gives_the_words_the_name_the_length_and_how_to_say_a_number() -> None:
    prompts = [Prompt("biscuit", QUESTION, longest=15), Prompt("number", NUMBER, slow=True)]
    root = html.fromstring(page("read_aloud.html", title="The biscuit line", prompts=prompts))
    first, second = root.xpath("//section")
    assert first.xpath("string(h2)") == "biscuit.wav"
    assert first.xpath("p/text()") == [
        "At most 15 seconds.",
        "Which biscuit do you like?",
        "(pause 0.5 seconds)",
        "Ginger,",
        "(pause 0.25 seconds)",
        "press 1.",
        "(pause 0.7 seconds)",
        "Plain,",
        "(pause 0.25 seconds)",
        "press 2.",
    ]
    assert "more slowly" in second.xpath("string(p[1])")
    assert second.xpath("p[@class='digits']/text()") == [
        "zero, one, six, three, two.",
        "nine, six, zero.",
        "one, four, seven.",
    ]
    assert "Never say double" in root.xpath("string(//ol)")
    assert root.get("lang") == "en-GB"


def test_words_are_not_markup() -> None:
    assert "Salt &amp; &lt;b&gt;" in page(
        "read_aloud.html", title="A & B", prompts=[Prompt("a", (Speech("Salt & <b>"),))]
    )
