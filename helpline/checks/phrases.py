"""Every wording in the flow files with the place it stands at, and the words that are not used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpline.checks.material import Material, Spot
from helpline.content.model import Question
from helpline.content.wording import AnyWording, ByChannel

# Rule V16: a caller never hears that they did something amiss.
BLAME = ("invalid", "wrong", "incorrect", "bad", "failed", "you must", "error")
# Rule V26 and the list at the end of section 3.
FILLER = (
    "please listen carefully", "options have changed", "menu has changed", "menus have changed",
    "your call is important", "higher than normal", "visit our website", "training and quality",
    "did you know", "we apologise", "you have failed", "press or say", "goodbye", "thank you for calling",
    "welcome to",
)  # fmt: skip
# Rules V27 and C10: the word on the left is not used, the one on the right is.
SYNONYMS = {
    "dial": "call", "ring": "call", "telephone": "call", "push": "press", "touch": "press", "hit": "press",
    "pound": "hash", "asterisk": "star", "disconnect": "end the call", "ehcp": "EHC plan", "message us": "text",
    "contact us": "call",
}  # fmt: skip
# Rule C17: how an outcome never begins.
REFUSALS = ("do not call", "we cannot", "unfortunately", "you cannot", "sorry, we")


@dataclass(frozen=True)
class Written:
    """One wording in one channel ("voice", "sms" or "both") and language, and where it is written."""

    spot: Spot
    channel: str
    words: str


def written(material: Material) -> Iterator[Written]:
    """Everything that the flow files say to a caller or a texter."""
    for name, step in material.steps.items():
        asks = isinstance(step, Question)
        yield from _parts(material.spot(name, "question" if asks else "outcome"), _main(step))
        for option_name, option in step.options.items():
            spot = material.spot(name, "options" if asks else "also", option_name)
            yield from _parts(_under(spot, "say"), option.say)
            yield from _parts(_under(spot, "ack"), option.ack, "voice")
    for name, contact in material.library.contacts.items():
        yield from _parts(("contacts", (name, "voice")), contact.voice, "voice")
        yield from _parts(("contacts", (name, "sms")), contact.sms, "sms")
    yield from _shared(material)


def _main(step: object) -> AnyWording:
    wording: AnyWording = step.question if isinstance(step, Question) else step.outcome  # type: ignore[attr-defined]
    return wording


def _shared(material: Material) -> Iterator[Written]:
    for name in type(material.library.phrases).model_fields:
        value = getattr(material.library.phrases, name)
        wordings = value if isinstance(value, list) else [value]
        channel = "sms" if name.endswith("_sms") else "voice"
        for i, wording in enumerate(wordings):
            path = (name, i) if isinstance(value, list) else (name,)
            yield from _parts(("phrases", path), wording, channel)


def _under(spot: Spot, *path: str) -> Spot:
    return spot[0], (*spot[1], *path)


def _parts(spot: Spot, wording: AnyWording, channel: str = "both") -> Iterator[Written]:
    if isinstance(wording, Mapping):
        for language, part in wording.items():
            yield from _parts(_under(spot, language), part, channel)
    elif isinstance(wording, ByChannel):
        yield Written(_under(spot, "voice"), "voice", wording.voice)
        yield Written(_under(spot, "sms"), "sms", wording.sms)
    else:
        yield Written(spot, channel, wording)
