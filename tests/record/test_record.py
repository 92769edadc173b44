"""The recorder tells what differs, and records what is said."""

from pathlib import Path
from typing import Any

from ..conftest import SHIPPED
from . import recorder
from .difference import Entry, differences, report

KNOWN = {"plain/mobile/call": Entry(200, "<Say>Hello</Say>", "Hello"), "plain/sms/hi": Entry(200, "<M>Hi</M>", "Hi")}


def test_equal_records_differ_in_nothing() -> None:
    assert differences(KNOWN, dict(KNOWN)) == []
    assert list(report(KNOWN, dict(KNOWN)))[-1] == "Nothing differs."


def test_a_changed_word_is_told_with_its_path() -> None:
    changed = KNOWN | {"plain/sms/hi": Entry(200, "<M>Ho</M>", "Ho")}
    (difference,) = differences(KNOWN, changed)
    assert difference.paths == ("plain/sms/hi",)
    assert "plain/sms/hi: the words differ" in difference.told()
    assert "-<M>Hi" in difference.told()
    assert "+<M>Ho" in difference.told()


def test_a_changed_mark_is_told_as_the_same_words() -> None:
    changed = KNOWN | {"plain/sms/hi": Entry(200, '<M to="x">Hi</M>', "Hi")}
    assert [difference.told().split("\n")[0] for difference in differences(KNOWN, changed)] == [
        "plain/sms/hi: the words are the same"
    ]


def test_a_missing_path_is_told() -> None:
    (difference,) = differences(KNOWN, {"plain/sms/hi": KNOWN["plain/sms/hi"]})
    assert difference.told().startswith("plain/mobile/call: only before")


def test_what_differs_in_one_way_is_told_once() -> None:
    two = KNOWN | {"plain/sms/hello": KNOWN["plain/sms/hi"]}
    entry = Entry(200, "<M>Ho</M>", "Ho")
    (difference,) = differences(two, two | {"plain/sms/hi": entry, "plain/sms/hello": entry})
    assert len(difference.paths) == 2


def test_a_path_survives_being_written() -> None:
    names = ("plain", "sms", "", "50% / 50", "https://a.b/c")
    assert recorder.names_in(recorder.written(names)) == names


def test_what_is_heard_has_no_address_and_no_mark() -> None:
    found = recorder.read(
        '<Response><Gather action="/a?b=c" numDigits="1"><Say>Call <sub alias="Send-ee-ass">X</sub></Say></Gather>'
        "<Redirect>/a?b=c</Redirect></Response>"
    )
    assert (found.words, found.action, found.inputs) == ("Call Send-ee-ass", "/a?b=c", recorder.KEYS)
    assert "?" not in found.document


def test_the_first_level_of_the_plain_line_is_recorded(tmp_path: Path) -> None:
    entries: list[dict[str, Any]] = []
    with recorder.opened(recorder.KINDS["plain"], SHIPPED) as line:
        record = recorder.Record(entries.append)
        recorder.Caller(line, "mobile", record).explore(1)
        recorder.Texter(line, "sms", record).converse(("menu", "1", recorder.AGAIN))
    said = {entry["path"]: entry for entry in entries}
    assert {entry["status"] for entry in entries} == {200}
    assert {f"plain/mobile/call/{key}" for key in recorder.KEYS} < set(said)
    assert said["plain/sms/menu/1"]["words"] == said[f"plain/sms/menu/1/{recorder.AGAIN}"]["words"]
