"""Every message of the line, in the order of a conversation; and a library with other words in their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel

from helpline.content.library import Library, Spot, under
from helpline.content.source import KeyPath
from helpline.content.wording import AnyWording, ByChannel

Where = Literal["voice", "sms", "both"]
PHRASES = "phrases"
NOTICE_SPOT: Spot = ("service", ("notice", "words"))
_NO_WORDS = {"clock"}


@dataclass(frozen=True)
class Message:
    """Words that a caller hears ("voice"), a texter reads ("sms") or both, and the spot where they are written.

    `step` is the step, the reply or the keyword that cannot do without them; None where the whole line needs them.
    """

    spot: Spot
    channel: Where
    words: str
    step: str | None = None

    @property
    def place(self) -> str:
        """The spot in one word: "flow:steps.talk_first.outcome.voice"."""
        part, path = self.spot
        return f"{part}:{'.'.join(map(str, path))}"


def messages(library: Library) -> Iterator[Message]:
    """Everything that is said, read or named: what the whole line shares first, then step by step."""
    for field in ("name", "text_name"):
        yield Message(("service", (field,)), "both", getattr(library.service, field))
    if notice := library.service.notice:
        yield from _parts(NOTICE_SPOT, notice.words)
    for name in type(library.phrases).model_fields:
        yield from _shared((PHRASES, (name,)), getattr(library.phrases, name), "sms" if name.endswith("_sms") else None)
    for name, contact in library.contacts.items():
        yield Message(("contacts", (name, "name")), "both", contact.name)
        yield Message(("contacts", (name, "voice")), "voice", contact.voice)
        yield Message(("contacts", (name, "sms")), "sms", contact.sms)
    yield from _steps(library)
    for name, keyword in library.words.keywords.items():
        if keyword.label:
            yield Message(("words", ("keywords", name, "label")), "sms", keyword.label, name)


def _shared(spot: Spot, value: Any, channel: Where | None) -> Iterator[Message]:
    """The words of a phrase: one, a list of them, or the words of the calendar."""
    match value:
        case list():
            for i, one in enumerate(value):
                yield from _shared(under(spot, i), one, channel)
        case ByChannel() | str():
            yield from _parts(spot, value, channel or "voice")
        case BaseModel():
            for name in type(value).model_fields.keys() - _NO_WORDS:
                yield from _shared(under(spot, name), getattr(value, name), "both")


def _steps(library: Library) -> Iterator[Message]:
    for spot, step in library.every_step():
        name = str(spot[1][-1])
        yield from _parts(under(spot, step.kind), getattr(step, step.kind), step=name)
        if menu := getattr(step, "menu", None):
            yield Message(under(spot, "menu"), "sms", menu, name)
        for option_name, option in step.options.items():
            at = under(spot, step.options_key, option_name)
            yield from _parts(under(at, "say"), option.say, step=name)
            yield Message(under(at, "ack"), "voice", option.ack, name)


def _parts(spot: Spot, wording: AnyWording, channel: Where = "both", step: str | None = None) -> Iterator[Message]:
    if isinstance(wording, ByChannel):
        yield Message(under(spot, "voice"), "voice", wording.voice, step)
        yield Message(under(spot, "sms"), "sms", wording.sms, step)
    else:
        yield Message(spot, channel, wording, step)


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
