"""Every way through the line, as rows of plain values, with the seconds that callers take to the number.

A new caller (accessibility.md, section 4) presses a key when the wanted option has been said; one
in four listens to the end of each menu first; one in 25 lets a wait run out and is asked again, so
that the slow end of a two-question path (its 95th percentile) holds such a caller. Reaction and
answer times are log-normal through the two points that section 4 gives. The seed is fixed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from helpline.checks.calls import Stop, press, way
from helpline.checks.language import path_scripts, path_text
from helpline.checks.material import Material, words_in
from helpline.checks.proof import silent_call, silent_readings
from helpline.checks.readability import reading_age
from helpline.content.script import Pause
from helpline.content.timing import readings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED, RUNS = 2026, 10_000
KNOWS_REACTION = 1.0  # seconds to press a key that is known before the words begin
REACTION = 2.0, 6.0  # seconds: half of all callers, and 95 in 100
WEBHOOK = 0.3, 1.0
LISTENS_TO_ALL, LETS_IT_PASS = 1 / 4, 1 / 25
_NORMAL_95 = 1.6449

KEY_WORDS = {"0": "zero", "*": "star", "#": "hash"}


@dataclass(frozen=True)
class Menu:
    """The seconds of one question: to the wanted option, to its end, and to be asked again.

    `wait` is the time for an answer, with the number that is given to a caller who has pressed nothing so far.
    """

    wanted: float
    whole: float
    wait: float
    wanted_again: float


@dataclass(frozen=True)
class Timing:
    """The seconds of one path: its menus, then from the last key to the end of each reading."""

    menus: tuple[Menu, ...]
    first: float
    second: float

    def knows(self, reading: float) -> float:
        """Seconds from pick-up for a caller who knows the keys; `reading` is `first` or `second`."""
        return len(self.menus) * (KNOWS_REACTION + WEBHOOK[0]) + reading

    def hears_all(self, reading: float) -> float:
        """The same for a caller who hears every menu to its end."""
        return sum(menu.whole + REACTION[0] + WEBHOOK[0] for menu in self.menus) + reading

    @cached_property
    def new_callers(self) -> tuple[float, float]:
        """Seconds to the end of the first reading for new callers: the median and the 95th percentile."""
        import numpy as np  # only here: answering calls needs none of it

        draw = np.random.default_rng(SEED)
        total = np.full(RUNS, float(self.first))
        for menu in self.menus:
            listened = np.where(draw.random(RUNS) < LISTENS_TO_ALL, menu.whole, menu.wanted)
            # A caller who lets the wait run out has heard the whole menu first, and is asked again slowly.
            waited = menu.whole + menu.wait + menu.wanted_again
            total += np.where(draw.random(RUNS) < LETS_IT_PASS, waited, listened)
            total += _spread(draw, REACTION) + _spread(draw, WEBHOOK)
        middle, slow = np.percentile(total, (50, 95))
        return float(middle), float(slow)


def _spread(draw: "np.random.Generator", points: tuple[float, float]) -> "NDArray[np.float64]":
    median, slow = points
    return draw.lognormal(log(median), log(slow / median) / _NORMAL_95, RUNS)


def timing_of(material: Material, keys: tuple[str, ...]) -> Timing:
    """The timing of the path that these keys make, from pick-up to its outcome."""
    stops = way(material.library, keys)
    menus = tuple(_menu(material, stop, key) for stop, key in zip(stops, keys, strict=False))
    first, second = (material.until(stops[-1], end) for end in _ends(material, stops[-1]))
    return Timing(menus, first, second)


def _menu(material: Material, stop: Stop, key: str) -> Menu:
    wait, again = float(stop.reply.wait_seconds), stop.after(material.library, "silence")
    if again.gives_number:
        wait += material.seconds(again) + again.reply.wait_seconds
        again = again.after(material.library, "silence")
    return Menu(
        wanted=_to_key(material, stop, key),
        whole=material.seconds(stop),
        wait=wait,
        wanted_again=_to_key(material, again, key),
    )


def _to_key(material: Material, stop: Stop, key: str) -> float:
    """The seconds until a key has been named; the whole prompt where it is not."""
    script = material.script(stop)
    wanted = f"press {KEY_WORDS.get(key, key)}."
    named = [i + 1 for i, part in enumerate(script) if not isinstance(part, Pause) and part.text.endswith(wanted)]
    return material.until(stop, named[0] if named else len(script))


def _ends(material: Material, stop: Stop) -> tuple[int, int]:
    """Where in a page the first and the second reading of its number, or address, end."""
    script, contact = material.script(stop), material.contacts_at(stop.step)[stop.contact]
    ends = [end for _, end in readings(script, contact)] or [len(script)]
    return ends[0], ends[-1]


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


def path_rows(material: Material) -> Iterator[PathRow]:
    """The 0 key from the start, every way through the questions, and pressing nothing."""
    # First, because it is the shortest way and the figure that matters most (M1).
    yield _row(material, press(material.library, material.start, "0"))
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
        stop.step,
        _names(material, stop.step),
        sum(len(words_in(script).split()) for script in path_scripts(material, stop)),
        round(reading_age(path_text(material, stop)), 1),
        *(round(value, 1) for value in seconds),
    )


def _names(material: Material, step: str) -> str:
    return ", ".join(contact.name for contact in material.contacts_at(step))


def silent_row(material: Material) -> PathRow:
    """A caller who presses nothing: all callers of this kind hear the same, up to the outcome."""
    outcome = material.library.service.on_misses
    called = [stop for _, stop in silent_call(material)]
    stops = called[: [stop.step for stop in called].index(outcome) + 1]
    text = "\n".join(words_in(material.script(stop)) for stop in stops)
    words, age = len(text.split()), round(reading_age(text), 1)
    one, two, *_ = (round(seconds, 1) for seconds in silent_readings(material))
    return PathRow("(nothing)", outcome, _names(material, outcome), words, age, one, two, one, two, one, one)
