"""Each way to put a language live that nobody has checked, or that cannot be said, is refused."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from helpline.checks.run import check_folder
from helpline.content.load import load

from ..languages.joke import CODE, DAY, MARK, SETTINGS, copied, save, translate

Change = Callable[[Path], object]


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    return copied(tmp_path)


def found(flows: Path, on: date = DAY) -> list[str]:
    """The findings about languages, as people read them."""
    return [f"{one.rule.code} {one.complaint}" for one in check_folder(flows, on).findings if one.rule.code[0] == "L"]


def with_entry(context: str, **fields: object) -> Change:
    """A change of one entry of the translation."""

    def change(flows: Path) -> None:
        one = load(flows).translations[CODE]
        for field, value in fields.items():
            setattr(one.translation.entries[context], field, value)
        one.translation.sign("A. Joker", "B. Jester", DAY)
        save(flows, one)

    return change


def with_settings(old: str, new: str) -> Change:
    def change(flows: Path) -> None:
        path = flows / "languages" / f"{CODE}.yaml"
        path.write_text(path.read_text().replace(old, new))

    return change


def with_words(file: str, old: str, new: str) -> Change:
    def change(flows: Path) -> None:
        path = flows / file
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    return change


REFUSED: list[tuple[Change, str]] = [
    (
        with_settings("live: numbers", "live: all"),
        "",
    ),
    (
        with_entry("phrases:pen", flags=["fuzzy"]),
        'L02 languages/xx.po, line {line}: The first tier of Joke\u00f8 is not whole: phrases:pen ("You may want a pen.") '
        "is draft. Have it translated and checked. Until then callers are answered in English.",
    ),
    (
        with_words("phrases.yaml", "pen: You may want a pen.", "pen: You may need a pen."),
        'L02 languages/xx.po, line {line}: The first tier of Joke\u00f8 is not whole: phrases:pen ("You may need a pen.") '
        "is stale. Have it translated and checked. Until then callers are answered in English.",
    ),
    (
        with_entry("phrases:pen", msgstr=""),
        'L02 languages/xx.po, line {line}: The first tier of Joke\u00f8 is not whole: phrases:pen ("You may want a pen.") '
        "is missing. Have it translated and checked. Until then callers are answered in English.",
    ),
    (
        with_entry("words:replies.danger.outcome.sms", msgstr="Joke {emergensy}"),
        "L08 languages/xx.po, line {line}: The {{names}} in the translation of words:replies.danger.outcome.sms are not "
        'those of the English. Write them as in "If someone is in danger, call {{emergency}}. No person is watching these '
        'texts.".',
    ),
    (
        with_entry("contacts:sendiass.voice", msgstr="Joke 01632."),
        'L07 languages/xx.po, line {line}: "01632" is typed in the translation of contacts:sendiass.voice. '
        "Write the {{name}} that the English has.",
    ),
    (
        with_settings("say_voice: Polly.Ola-Neural", "say_voice: Polly.Olla-Neural"),
        'L05 languages/xx.yaml, line 7: Twilio knows no "Polly.Olla-Neural". Did you mean "Polly.Ola-Neural"?',
    ),
    (
        with_settings("say_language: pl-PL", "say_language: ro-RO"),
        "L05 languages/xx.yaml, line 8: Polly.Ola-Neural speaks pl-PL. Write pl-PL.",
    ),
    (
        with_settings("gather_language: pl-PL", "gather_language: pl"),
        'L05 languages/xx.yaml, line 9: Twilio knows no "pl". Look it up in Twilio\'s table of voices.',
    ),
    (
        with_settings("key: 9\n", ""),
        "L06 languages/xx.yaml, line 1: No call leads into it. Write key: 9, or numbers of its own.",
    ),
    (
        with_settings("recognised_as: [joke]", "recognised_as: [bengaly]"),
        'L06 languages/xx.yaml, line 11: "bengaly" is not in languages.yaml. Did you mean "bengali"?',
    ),
    (
        with_settings("say_voice: Polly.Ola-Neural\nsay_language: pl-PL\n", ""),
        "L10 languages/xx.yaml, line 1: Twilio has no voice for it, and ",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_is_amiss_is_told(flows: Path, change: Change, sentence: str) -> None:
    translate(flows, live="numbers", only="")
    change(flows)
    findings = found(flows)
    if not sentence:
        assert not [one for one in findings if one[:3] in ("L01", "L02")]
        return
    line = next((one.split("line ")[1].split(":")[0] for one in findings), "0")
    assert any(one.startswith(sentence.format(line=line)) for one in findings), findings


def test_a_word_that_changes_after_the_check_blocks(flows: Path) -> None:
    translate(flows, live="numbers")
    path = flows / "languages" / f"{CODE}.po"
    path.write_text(path.read_text().replace(f"want{MARK} a{MARK} pen{MARK}", f"want{MARK} a{MARK} hat{MARK}"))
    assert found(flows) == [
        f"L01 languages/xx.yaml, line 2: Joke{MARK} is live, and nobody has checked its words since they were last "
        "changed. Write live: no, or let a second person read them back: helpline languages checked xx --help."
    ]


def test_a_check_grows_old(flows: Path) -> None:
    translate(flows, live="numbers")
    assert [one[:4] for one in found(flows, date(2027, 5, 20))] == ["L04S"]
    assert any(one.startswith(f"L04 languages/xx.yaml, line 2: Joke{MARK} had to be checked by 2027-05-22.")
               for one in found(flows, date(2027, 5, 23)))  # fmt: skip


def test_a_step_that_is_stale_is_a_warning_where_all_is_live(flows: Path) -> None:
    translate(flows, live="all")
    with_words("disagreement.yaml", "Who do you disagree with?", "Who is it that you disagree with?")(flows)
    assert {one[:3] for one in found(flows)} >= {"L03"}


def test_a_draft_that_is_not_live_is_left_alone(flows: Path) -> None:
    translate(flows, live="no", sign=False)
    assert found(flows) == []


def test_two_languages_cannot_have_one_key(flows: Path) -> None:
    translate(flows, live="numbers")
    (flows / "languages" / "yy.yaml").write_text(SETTINGS.replace("LIVE", "no"))
    assert found(flows) == []
    (flows / "languages" / "yy.yaml").write_text(SETTINGS.replace("LIVE", "numbers"))
    assert f"L06 languages/yy.yaml, line 3: Key 9 belongs to Joke{MARK}. Choose another, 6 to 9." in found(flows)
