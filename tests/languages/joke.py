"""A joke language in which every word is marked, so that English that leaks into it is seen at once."""

import re
import shutil
from datetime import date
from pathlib import Path

from helpline.content.languages import FOLDER, Translated
from helpline.content.library import Library
from helpline.content.load import load
from helpline.reports.translations import updated

from ..conftest import SHIPPED

CODE, MARK = "xx", "\u00f8"  # a letter of GSM-7, so that texts are no dearer
DAY = date(2026, 11, 23)
SETTINGS = f"""\
name: Joke{MARK}
live: LIVE
key: 9
offer:
  voice: "Joke{MARK}: press{MARK} {{digit}}."
  sms: "Joke{MARK}: JOKE"
say_voice: Polly.Ola-Neural
say_language: pl-PL
gather_language: pl-PL
words: [joke]
recognised_as: [joke]
"""
_WORD = re.compile(r"\{\w+\}|[^\W\d_]+(?:'[^\W\d_]+)?")


def copied(folder: Path) -> Path:
    """A copy of the flow files in a folder, with few of the examples, and without the languages that are drafts."""
    flows = folder / "flows"
    shutil.copytree(SHIPPED, flows)
    examples = flows / "examples.tsv"
    examples.write_text("".join(examples.read_text().splitlines(keepends=True)[::50]))
    shutil.rmtree(flows / FOLDER, ignore_errors=True)
    with (flows / "languages.yaml").open("a") as known:  # ends in the languages that are known by words
        known.write("\n  joke:\n    words: [biskoto, tsai]\n")
    return flows


def marked(words: str) -> str:
    """Words with the mark at the end of each; {names} stay as they are."""
    return _WORD.sub(lambda word: word[0] if word[0].startswith("{") else word[0] + MARK, words)


def leaks(words: str) -> list[str]:
    """The words that have no mark: they are English."""
    return [word for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", words) if not word.endswith(MARK)]


def translate(flows: Path, live: str = "all", only: str = "", sign: bool = True, settings: str = SETTINGS) -> Library:
    """Translate a folder of flow files into the joke language, and load it.

    `only` is the beginning of the places that are translated.
    """
    folder = flows / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / f"{CODE}.yaml").write_text(settings.replace("LIVE", live))
    bring_up(flows)
    english = load(flows)
    translation = english.translations[CODE].translation
    for context, entry in translation.entries.items():
        entry.msgstr = marked(entry.msgid) if context.startswith(only) else ""
    if sign:
        translation.sign("A. Joker", "B. Jester", DAY)
    save(flows, english.translations[CODE])
    return load(flows)


def bring_up(flows: Path) -> None:
    """What `helpline languages update xx` does."""
    english = load(flows)
    one = english.translations[CODE]
    save(flows, Translated(CODE, one.settings, updated(one.translation, english, CODE)))


def save(flows: Path, one: Translated) -> None:
    """Write the translation into its file."""
    (flows / FOLDER / f"{one.code}.po").write_text(str(one.translation.file), encoding="utf-8")
