"""A translation as people edit it: `languages/<code>.po`, read, kept up with the English, and checked by people.

`msgid` is the English, `msgctxt` the place and the channel of a message. A message is found by its place; an
English sentence that has changed since makes its translation stale.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

import polib

from helpline.content.messages import Message
from helpline.content.source import Source
from helpline.content.wording import names_in
from helpline.errors import Complaint

State = Literal["checked", "draft", "stale", "wrong", "missing"]
WIDTH = 100  # letters in a line of the file
DRAFT = "fuzzy"  # the flag by which every PO tool marks an entry that a person has to look at
TRANSLATOR, CHECKED_BY, CHECKED_ON, CHECKED_WORDS = "X-Translator", "X-Checked-By", "X-Checked-On", "X-Checked-Words"


@dataclass(frozen=True, eq=False)
class Translation:
    """One PO file."""

    file: polib.POFile

    @cached_property
    def entries(self) -> dict[str, polib.POEntry]:
        """The entries by their place, without those that the line has no use for any more."""
        return {entry.msgctxt: entry for entry in self.file if not entry.obsolete}

    def state(self, message: Message) -> State:
        """Whether a message can be said: `checked` by a person, and translated from today's English.

        It is `wrong` when its {names} are not those of the English: a number would be missing.
        """
        entry = self.entries.get(message.context)
        if entry is None or not entry.msgstr:
            return "missing"
        if entry.msgid != message.words:
            return "stale"
        if names_in(entry.msgstr) != names_in(message.words):
            return "wrong"
        return "draft" if entry.fuzzy else "checked"

    def of(self, message: Message, *, drafts: bool = False) -> str | None:
        """The words of a message; None where they may not be said. With `drafts`, those that nobody checked too."""
        may = ("checked", "draft") if drafts else ("checked",)
        return self.entries[message.context].msgstr if self.state(message) in may else None

    @property
    def checked(self) -> str:
        """Who read it back into English, "" for nobody. A later change of a word makes this empty by itself."""
        metadata = self.file.metadata
        return metadata.get(CHECKED_BY, "") if metadata.get(CHECKED_WORDS) == self.signed else ""

    @property
    def translator(self) -> str:
        """Who translated it; "" for nobody."""
        return str(self.file.metadata.get(TRANSLATOR, ""))

    @property
    def checked_on(self) -> date | None:
        """The day of that check."""
        try:
            return date.fromisoformat(self.file.metadata.get(CHECKED_ON, ""))
        except ValueError:
            return None

    @property
    def signed(self) -> str:
        """A sign of every word that is no draft, English and translated: another one when any of them changes."""
        said = (entry for entry in self.entries.values() if entry.msgstr and not entry.fuzzy)
        pairs = [(entry.msgctxt, entry.msgid, entry.msgstr) for entry in said]
        return hashlib.sha256(repr(sorted(pairs)).encode()).hexdigest()[:16]

    def sign(self, translator: str, checker: str, day: date) -> None:
        """Write down who translated these words and who read them back, and when."""
        said = {TRANSLATOR: translator, CHECKED_BY: checker, CHECKED_ON: str(day), CHECKED_WORDS: self.signed}
        self.file.metadata.update(said)


def read_translation(path: Path) -> tuple[Translation | None, Source]:
    """One PO file, or the complaint about it."""
    source = Source(f"languages/{path.name}")
    if not path.exists():
        return Translation(polib.POFile(wrapwidth=WIDTH)), source
    try:
        return Translation(polib.pofile(str(path), wrapwidth=WIDTH)), source
    except (OSError, UnicodeDecodeError) as error:
        named = re.search(r"line (\d+)", str(error))
        line = int(named[1]) if named else 1
        says = "The file is no translation that can be read: a line of it is not as PO files are written."
        cure = "Put the last good file back, or open it in Poedit, which shows the line."
        source.complaints.append(Complaint(source.file, line, says, cure))
        return None, source
