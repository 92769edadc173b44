"""The timelines of two callers who need time: one who presses nothing, and one who calls through a relay assistant."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpline.checks.calls import Stop
from helpline.checks.material import Material, words_in
from helpline.checks.proof import silent_call
from helpline.checks.voice import RELAY_ANSWER_SECONDS, RELAY_WORDS_A_MINUTE
from helpline.content.model import Question
from helpline.engine.position import contacts_given

SILENT, RELAY = "presses nothing", "relay"


@dataclass(frozen=True)
class TimelineRow:
    """One stretch of a call: the caller, the seconds from pick-up at which it begins and ends, and what happens."""

    caller: str
    begins: float
    ends: float
    happens: str


def timelines(material: Material) -> list[TimelineRow]:
    """Both timelines, one after the other."""
    return [*_silent(material), *_relay(material)]


def _silent(material: Material) -> Iterator[TimelineRow]:
    """The call up to its end, for a caller who presses nothing."""
    for begins, stop in silent_call(material):
        wait = "" if stop.ended else f" Then {stop.reply.wait_seconds} s for a key."
        yield _row(SILENT, begins, begins + material.seconds(stop), _said(material, stop) + wait)


def _relay(material: Material) -> Iterator[TimelineRow]:
    """The first question, for a caller to whom an assistant types each word (rule V20): the slowest typing allowed."""
    words = len(words_in(material.script(material.start)).split())
    typed = words * 60 / RELAY_WORDS_A_MINUTE
    key = typed + RELAY_ANSWER_SECONDS
    tries = [(begins, stop) for begins, stop in silent_call(material) if stop.step == material.start.step]
    begins, last = tries[-1]
    closes = begins + material.seconds(last) + last.reply.wait_seconds
    _, now = next((at, stop) for at, stop in reversed(tries) if at <= key)
    yield _row(RELAY, 0, typed, f"The {words} words of the first question are typed, {RELAY_WORDS_A_MINUTE} a minute.")
    yield _row(RELAY, typed, key, f"The caller reads and answers: {RELAY_ANSWER_SECONDS} s.")
    yield _row(RELAY, key, closes, f"The key comes. {_said(material, now)} Keys count to the end of this row.")


def _said(material: Material, stop: Stop) -> str:
    """What is said at a stop, as a sentence."""
    step = stop.step.replace("_", " ")
    names = [contact.name for contact in contacts_given(material.library, stop.reply)]
    if stop.gives_number:
        return f"{names[0]}: the number, once."
    if stop.ended:
        return "Goodbye: the call ends."
    if isinstance(material.steps[stop.step], Question):
        return f'The question "{step}", try {stop.reply.attempt}.'
    return f'The outcome "{step}": {names[stop.contact]}, the number twice.'


def _row(caller: str, begins: float, ends: float, happens: str) -> TimelineRow:
    return TimelineRow(caller, round(float(begins), 1), round(float(ends), 1), happens)
