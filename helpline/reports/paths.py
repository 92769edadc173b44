"""Every way through the line, as rows of plain values."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from helpline.checks.language import heard, path_text
from helpline.checks.material import Material, words_in
from helpline.checks.proof import first_reading
from helpline.checks.readability import reading_age
from helpline.checks.walk import Stop
from helpline.content.model import Outcome
from helpline.reports.timing import timing_of


@dataclass(frozen=True)
class PathRow:
    """One path: what is pressed, where it leads, how much is said, and seconds from pick-up.

    `first` and `second` are the ends of the two readings of the first number (or address);
    `new_p50` and `new_p95` are simulated, to the end of the first reading.
    """

    keys: str
    outcome: str
    contacts: str
    words: int
    reading_age: float
    knows_first: float
    knows_second: float
    hears_all_first: float
    hears_all_second: float
    new_p50: float
    new_p95: float

    def values(self) -> dict[str, str | int | float]:
        """Name and value of each column, in order."""
        return asdict(self)


def path_rows(material: Material) -> Iterator[PathRow]:
    """The 0 key from the start, every way through the questions, and pressing nothing."""
    zero = material.start.after(material.library, "0")
    # First, because it is the shortest way and the figure that matters most (M1).
    yield _row(material, Stop(("0",), (), zero.session, zero.reply))
    yield from (_row(material, stop) for stop in material.routes)
    yield silent_row(material)


def _row(material: Material, stop: Stop) -> PathRow:
    timing = timing_of(material, stop.keys)
    middle, slow = timing.new_callers
    seconds = (
        timing.knows(timing.first), timing.knows(timing.second),
        timing.hears_all(timing.first), timing.hears_all(timing.second), middle, slow,
    )  # fmt: skip
    return PathRow(
        " ".join(stop.keys),
        stop.reply.step,
        _contacts(material, stop.reply.step),
        sum(len(words_in(script).split()) for script in heard(material, stop)),
        round(reading_age(path_text(material, stop)), 1),
        *(round(value, 1) for value in seconds),
    )


def _contacts(material: Material, name: str) -> str:
    step = material.steps[name]
    return (
        ", ".join(contact.name for contact in material.library.contacts_of(step)) if isinstance(step, Outcome) else ""
    )


def silent_row(material: Material) -> PathRow:
    """A caller who presses nothing: all callers of this kind hear the same."""
    passed, words, said, stop = 0.0, 0, [], material.start
    while (first := first_reading(material, stop)) is None:
        passed += material.seconds(stop) + stop.reply.wait_seconds
        words += len(words_in(material.script(stop)).split())
        said.append(stop)
        stop = stop.after(material.library, "silence")
    second = passed + (first_reading(material, stop, 1) or first)
    text = "\n".join(words_in(material.script(before)) for before in [*said, stop])
    words += len(words_in(material.script(stop)).split())
    one, two = round(passed + first, 1), round(second, 1)
    step = stop.reply.step
    age = round(reading_age(text), 1)
    return PathRow("(nothing)", step, _contacts(material, step), words, age, one, two, one, two, one, one)
