"""Every message of the line, in the order of a conversation; and a library with other words in their place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from pydantic import BaseModel

from helpline.content.library import Library, Spot, under
from helpline.content.model import Contact
from helpline.content.source import KeyPath
from helpline.content.wording import AnyWording, ByChannel, Channel
from helpline.content.words import FaqAnswer

Where = Literal["voice", "sms", "web", "all"]
PHRASES = "phrases"
NOTICE = "notice"  # the notice of the whole line, which is left out where it is not translated
FURTHER = "further"  # phrases without which the numbers can still be given
_FURTHER = re.compile(
    r"text_|call_|put|closed_|key|send|try_|not_a_|also_|did_you|switch|go_on|something_else|understood|undo|open_question|no_question|calendar|address"
    r"|page\.(lead|next_step|said|change|back|again|more)"
)
FAQ = "faq"  # the answers to questions that people ask
KEYWORD = "keyword "  # before the name of a keyword
_ENGLISH_ONLY = "english"  # offers English, in English
NOTICE_SPOT: Spot = ("service", ("notice", "words"))
_NO_WORDS = {"clock"}
_CHANNELS: dict[str, Where] = {"calendar": "all", "page": "web"}


@dataclass(frozen=True)
class Message:
    """Words that a caller hears ("voice"), that are read in a text ("sms") or on a page ("web"), and their spot.

    `needed_by` is the step, the reply, the keyword or the contact that cannot do without them; FAQ for the answers to
    questions; FURTHER where only texts, calls that are put through, hours and guesses need them; "" where nothing can
    be said without them.
    """

    spot: Spot
    channel: Where
    words: str
    needed_by: str = ""

    @property
    def is_said(self) -> bool:
        """Whether a call says it."""
        return self.channel in ("voice", "all")

    @property
    def context(self) -> str:
        """The spot in one word: "flow:steps.talk_first.outcome.voice"."""
        part, path = self.spot
        return f"{part}:{'.'.join(map(str, path))}"


def messages(library: Library) -> Iterator[Message]:
    """Everything that is said, read or named: what the whole line shares first, then step by step."""
    for field in ("name", "text_name"):
        yield Message(("service", (field,)), "all", getattr(library.service, field))
    if notice := library.service.notice:
        yield from _parts(NOTICE_SPOT, notice.words, needed_by=NOTICE)
    for name in type(library.phrases).model_fields:
        if name == _ENGLISH_ONLY:
            continue
        channel = _CHANNELS.get(name, "sms" if name.endswith("_sms") else "voice")
        yield from _shared((PHRASES, (name,)), getattr(library.phrases, name), channel)
    for name, contact in library.contacts.items():
        needed_by = "" if contact in library.helpers else name
        yield Message(("contacts", (name, "name")), "all", contact.name, needed_by)
        yield from _by_channel(("contacts", (name,)), contact, needed_by)
    yield from _steps(library)
    for name, keyword in library.words.keywords.items():
        if keyword.label:
            yield Message(("words", ("keywords", name, "label")), "sms", keyword.label, KEYWORD + name)


def _shared(spot: Spot, value: Any, channel: Where) -> Iterator[Message]:
    """The words of a phrase: one, a list of them, or the words of the calendar or of the pages."""
    match value:
        case list():
            for i, one in enumerate(value):
                yield from _shared(under(spot, i), one, channel)
        case ByChannel() | str():
            needed_by = FURTHER if _FURTHER.match(".".join(map(str, spot[1]))) else ""
            yield from _parts(spot, value, channel, needed_by)
        case BaseModel():
            for name in type(value).model_fields:
                if name not in _NO_WORDS:
                    yield from _shared(under(spot, name), getattr(value, name), channel)


def _steps(library: Library) -> Iterator[Message]:
    for spot, step in library.every_step():
        name = FAQ if isinstance(step, FaqAnswer) else str(spot[1][-1])
        yield from _parts(under(spot, step.kind), getattr(step, step.kind), needed_by=name)
        for part in ("menu", "short", "title"):
            if words := getattr(step, part, None):
                yield Message(under(spot, part), "sms", words, name)
        for option_name, option in step.options.items():
            at = under(spot, step.options_key, option_name)
            yield from _parts(under(at, "say"), option.say, needed_by=name)
            yield Message(under(at, "ack"), "voice", option.ack, name)


def _parts(spot: Spot, wording: AnyWording, channel: Where = "all", needed_by: str = "") -> Iterator[Message]:
    if isinstance(wording, ByChannel):
        yield from _by_channel(spot, wording, needed_by)
    else:
        yield Message(spot, channel, wording, needed_by)


def _by_channel(spot: Spot, worded: ByChannel | Contact, needed_by: str) -> Iterator[Message]:
    for channel in get_args(Channel):
        if words := getattr(worded, channel):
            yield Message(under(spot, channel), channel, words, needed_by)


def reworded(library: Library, words: Mapping[Spot, str]) -> Library:
    """The library with other words at some of its spots. Everything else is as it was."""
    parts = {part for part, _ in words}
    changed = {part: _put(getattr(library, part), {path: new for (at, path), new in words.items() if at == part})
               for part in parts}  # fmt: skip
    return replace(library, **changed)


def _put(value: Any, words: Mapping[KeyPath, str]) -> Any:
    if () in words:
        return words[()]
    below: dict[str | int, dict[KeyPath, str]] = {}
    for (key, *rest), new in words.items():
        below.setdefault(key, {})[tuple(rest)] = new
    match value:
        case BaseModel():
            return value.model_copy(
                update={str(key): _put(getattr(value, str(key)), new) for key, new in below.items()}
            )
        case list():
            return [_put(one, below[i]) if i in below else one for i, one in enumerate(value)]
    return {**value, **{key: _put(value[key], new) for key, new in below.items()}}
