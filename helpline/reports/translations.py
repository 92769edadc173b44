"""Translations, kept up with the English, counted, and said to be the same where only the English has changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

import polib

from helpline.channels.segments import measure
from helpline.content.languages import Tier, Translated, tier_of
from helpline.content.library import Library
from helpline.content.messages import Message, messages
from helpline.content.model import Option
from helpline.content.script import Speaker
from helpline.content.timing import Stopwatch
from helpline.content.translation import DRAFT, State, Translation
from helpline.content.walk import answered, tree
from helpline.content.wording import words_of
from helpline.reports.pages import page

MET = {"voice": "HEARD on the phone", "sms": "READ in a text", "web": "READ on a page",
       "all": "HEARD on the phone, and READ in a text or on a page"}  # fmt: skip
FOR_TRANSLATORS = """To mothers, fathers and carers who may be upset, and to young people: calm and plain.
Write what a kind person would say. No "he" or "she", and no form that shows who is spoken to.
Keep {names in curly brackets} as they are: a number or a name is put there.
Take the mark "fuzzy" away from what you have checked."""
STATES: tuple[State, ...] = ("checked", "draft", "stale", "wrong", "missing")
ROOM = 1.25  # a translation may take this much longer than the English


def updated(old: Translation, english: Library, code: str) -> Translation:
    """The translation with an entry for each message of today, in the order of a conversation.

    A message is found by its place, then by the same English in the same channel, never by likeness. English that has
    changed keeps its translation as a draft, beside the English that it was made from. What the line has no use for
    any more is kept at the end of the file.
    """
    file = polib.POFile(wrapwidth=old.file.wrapwidth)
    file.header = FOR_TRANSLATORS
    file.metadata = dict(old.file.metadata) or {"Language": code, "Content-Type": "text/plain; charset=UTF-8",
                                                "Content-Transfer-Encoding": "8bit", "MIME-Version": "1.0"}  # fmt: skip
    wanted = list(messages(english))
    elsewhere = _elsewhere(old, wanted)
    about = _Comments(english)
    for message in wanted:
        kept = old.entries.get(message.context) or elsewhere.get((message.channel, message.words))
        file.append(_entry(message, kept, about(message)))
    places = {message.context for message in wanted}
    for entry in old.file:
        if entry.msgctxt not in places and entry.msgstr:
            entry.obsolete = True
            file.append(entry)
    return _signed(old, Translation(file))


def _elsewhere(old: Translation, wanted: Iterable[Message]) -> dict[tuple[str, str], polib.POEntry]:
    """Entries whose place is gone, by their channel and English: a step that was renamed keeps its words."""
    places = {message.context for message in wanted}
    gone = (entry for context, entry in old.entries.items() if context not in places and entry.msgstr)
    return {(_channel(entry), entry.msgid): entry for entry in gone}


def _channel(entry: polib.POEntry) -> str:
    """The channel that stands at the beginning of its comment; the longest, as one is the beginning of another."""
    return next((channel for channel in reversed(MET) if entry.comment.startswith(MET[channel])), "")


def _entry(message: Message, kept: polib.POEntry | None, comment: str) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=message.context, msgid=message.words, comment=comment)
    if kept is not None:
        entry.msgstr, entry.flags, entry.tcomment = kept.msgstr, list(kept.flags), kept.tcomment
        entry.previous_msgid = kept.previous_msgid
        if kept.msgid != message.words and kept.msgstr:
            entry.previous_msgid = kept.msgid
            entry.flags = sorted({*kept.flags, DRAFT})
    return entry


def _signed(old: Translation, new: Translation) -> Translation:
    """The new translation, under the check of the old one: every word in it that is no draft was checked there."""
    if old.checked and old.checked_on:
        new.sign(old.translator, old.checked, old.checked_on)
    return new


def same(old: Translation, english: Library, name: str, by: str, day: date) -> tuple[Translation, list[str]]:
    """The translation in which the stale messages of `name` stand again, and their places.

    `name` is a step, a place, or the beginning of one. The English has changed and its meaning has not, says `by`.
    """
    stale = [message for message in messages(english) if _is_stale(old, message) and _is_called(message, name)]
    checked, checked_on = old.checked, old.checked_on  # a changed word takes the check back
    note = f"The English changed and means the same, says {by}, {day}."
    for message in stale:
        entry = old.entries[message.context]
        entry.tcomment = "\n".join(filter(None, [entry.tcomment, note]))
        entry.msgid, entry.previous_msgid = message.words, None
        entry.flags = [flag for flag in entry.flags if flag != DRAFT]
    if checked and checked_on:
        old.sign(old.translator, checked, checked_on)
    return old, [message.context for message in stale]


def _is_stale(translation: Translation, message: Message) -> bool:
    entry = translation.entries.get(message.context)
    return bool(entry and entry.msgstr and (entry.msgid != message.words or entry.previous_msgid))


def _is_called(message: Message, name: str) -> bool:
    parts = message.context.replace(":", ".").split(".")
    return name in (message.needed_by, *parts) or message.context.startswith(name)


class _Comments:
    """What a translator needs to know of each message: where it is met, what came before it, and how long it may be."""

    def __init__(self, english: Library):
        self._english = english
        self._watch = Stopwatch(english.service.pronounce)
        ways = sorted(answered(tree(english)), key=lambda way: len(way[0]))
        self._routes = {branch.name: route for route, branch in reversed(ways)}  # the first of the shortest stays

    def __call__(self, message: Message) -> str:
        """The comment on a message."""
        return f"{MET[message.channel]}{self._before(message)}. {self._room(message)}"

    def _before(self, message: Message) -> str:
        route = self._routes.get(message.needed_by, ())
        if not route:
            return ""
        question, option = route[-1]
        chosen: Option = self._english.flow.steps[question].options[option]
        return f', after somebody chose "{" ".join(words_of(chosen.say).split())}"'

    def _room(self, message: Message) -> str:
        if message.channel == "web":
            return "A page has room."
        if message.channel == "sms":
            return f"At most {ceil(len(message.words) * ROOM)} letters."
        seconds = self._watch.seconds(Speaker(self._english).say(message.words)) * ROOM
        return f"At most {ceil(seconds)} seconds." if seconds > 1 else "As short as can be."


@dataclass(frozen=True)
class Standing:
    """How far a language is: its messages and words, how many are in each state, and its longest and dearest words."""

    messages: int
    words: int
    states: Mapping[State, int]
    longest_prompt: float  # seconds
    dearest_text: int  # message segments


def standing(one: Translated, english: Library, tier: Tier) -> Standing:
    """How far a tier of a language is. Drafts count into the longest prompt and the dearest text."""
    wanted = list(tier_of(english, tier))
    states = Counter(map(one.translation.state, wanted))
    spoken = one.library(english, tier, drafts=True)
    return Standing(
        len(wanted),
        sum(len(message.words.split()) for message in wanted),
        states,
        max(_prompts(spoken), default=0.0) if spoken else 0.0,
        max(_texts(spoken), default=0) if spoken else 0,
    )


def _prompts(library: Library) -> Iterator[float]:
    watch, speaker = Stopwatch(library.service.pronounce), Speaker(library)
    return (watch.seconds(speaker.prompt(step)) for _, step in library.every_step())


def _texts(library: Library) -> Iterator[int]:
    return (measure(message.words).segments for message in messages(library) if message.channel == "sms")


def sheet_page(one: Translated, english: Library) -> str:
    """A page for a translator without tools: every message that is not checked, its English, and room to write."""
    first = {message.context for message in tier_of(english, "numbers")}
    about, translation = _Comments(english), one.translation
    rows = [
        (number, message, about(message), translation.state(message), _so_far(translation, message))
        for number, message in enumerate(messages(english), 1)
        if translation.state(message) != "checked"
    ]
    tiers = [[row for row in rows if (row[1].context in first) is wanted] for wanted in (True, False)]
    return page("translate.html", language=one.settings.name, code=one.code, tiers=tiers)


def _so_far(translation: Translation, message: Message) -> str:
    entry = translation.entries.get(message.context)
    return entry.msgstr if entry else ""
