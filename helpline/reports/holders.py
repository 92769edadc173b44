"""Everything that holds a name of the flow files: found by changing its words and looking at what then differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from helpline.channels import sms, voice
from helpline.checks.material import Material
from helpline.checks.prompts import prompts
from helpline.content.library import Library, Spot
from helpline.content.script import Script
from helpline.engine.reply import Caution, SayStep, Why
from helpline.reports.differences import Keys, values
from helpline.speech.clips import Prompt, spoken

ANOTHER_NUMBER = "01632 960 999"  # a drama number: it rings nowhere
MARK = " Marked."
# The fields that hold words which a person hears or reads, or things that do.
WORDED = {"question", "outcome", "options", "also", "say", "ack", "voice", "sms", "web", "label", "name", "address"}
# The fields that name something of the flow files.
REFERRING = {"contacts", "next", "reply", "answers", "rivals", "odd", "start", "person"}
REFERRING |= {"links", "source", "on_misses", "on_unknown", "on_unknown_again"}

CAREFUL_LINES = 2  # the sender's name, and the line with 999

Sound = tuple[Script, bool, str]


@dataclass(frozen=True)
class Holders:
    """The names of the prompts and texts that hold something, and which fallbacks do ("call", "text")."""

    prompts: list[str]
    texts: list[str]
    fallbacks: list[str]

    def __str__(self) -> str:
        """How many there are of each, in words."""
        return f"{len(self.prompts)} prompts of a call, {len(self.texts)} texts and {len(self.fallbacks)} fallbacks"


def differ(old: Material, new: Material) -> Holders:
    """The prompts and texts of `new` that `old` does not have in these words."""
    before, after = sounds(old.library), sounds(new.library)
    known = set(before.values())
    return Holders(
        [name for name, sound in after.items() if sound not in known],
        [name for name, text in _texts(new).items() if _texts(old).get(name) != text],
        stale_fallbacks(old.library, new.library),
    )


def _texts(material: Material) -> dict[str, str]:
    """The text of each step, the first one of all, and the lines that stand above the reply to a text."""
    start = SayStep(material.library.flow.start, Why.ASKED)
    cautions = {"a long text": Caution.SMALL, "a text that is not understood": Caution.WHOLE}
    above = {
        f"above the reply to {kind}": sms.text(material.library, replace(start, caution=caution))
        for kind, caution in cautions.items()
    }
    return material.messages | {name: "".join(text.splitlines()[:CAREFUL_LINES]) for name, text in above.items()}


def stale_fallbacks(old: Library, new: Library) -> list[str]:
    """Which fallbacks are worded differently."""
    both = {"call": voice.fallback, "text": sms.fallback}
    return [name for name, fallback in both.items() if fallback(old) != fallback(new)]


@lru_cache(maxsize=4)
def sounds(library: Library) -> dict[str, Sound]:
    """Each prompt that a call can say, by its name, as a voice would say it."""
    return {one.name: _sound(library, one) for one in prompts(library)}


def _sound(library: Library, prompt: Prompt) -> Sound:
    return spoken(prompt.script, library.service.pronounce), prompt.slow, prompt.language


@dataclass(frozen=True)
class Named:
    """Something with a name in the flow files: what, where, and the library with its words marked."""

    kind: str
    spot: Spot
    marked: Library


def named(library: Library, name: str) -> Iterator[Named]:
    """Everything of that name: a contact, a step, a stand-alone reply, a keyword or a shared phrase."""
    if name in library.contacts:
        contacts = _with_marked(library.contacts, name)
        yield Named("a contact", ("contacts", (name,)), replace(library, contacts=contacts))
    for kind, part, key in (
        ("a step", "flow", "steps"),
        ("a reply", "words", "replies"),
        ("a keyword", "words", "keywords"),
    ):
        things = getattr(getattr(library, part), key)
        if name in things:
            marked = getattr(library, part).model_copy(update={key: _with_marked(things, name)})
            yield Named(kind, (part, (key, name)), replace(library, **{part: marked}))
    if name in type(library.phrases).model_fields:
        phrases = library.phrases.model_copy(update={name: _marked(getattr(library.phrases, name))})
        yield Named("a shared phrase", ("phrases", (name,)), replace(library, phrases=phrases))


def names(library: Library) -> list[str]:
    """Every name that `named` knows."""
    words = library.words
    parts = (library.contacts, library.flow.steps, words.replies, words.keywords, type(library.phrases).model_fields)
    return [name for part in parts for name in part]


def _with_marked(things: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**things, name: _marked(things[name])}


def _marked(value: Any) -> Any:
    """A value with all of its words changed, so that everything that holds them differs."""
    match value:
        case str():
            return value + MARK
        case list():
            return [_marked(one) for one in value]
        case Mapping():
            return {key: _marked(one) for key, one in value.items()}
        case BaseModel():
            worded = {field: getattr(value, field) for field in type(value).model_fields if field in WORDED}
            changed = {field: _marked(one) for field, one in worded.items() if one is not None}
            return value.model_copy(
                update=changed | ({"number": ANOTHER_NUMBER} if getattr(value, "number", None) else {})
            )
    return value


def mentions(library: Library, name: str) -> Iterator[Spot]:
    """Where the flow files name it: as a contact to give, a step to go on to, a number to say in {}."""
    for path, value in _leaves((), values(library)):
        if value == name and REFERRING.intersection(path) or f"{{{name}}}" in value:
            yield str(path[0]), path[1:]


def _leaves(path: Keys, value: Any) -> Iterator[tuple[Keys, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves((*path, key), one)
