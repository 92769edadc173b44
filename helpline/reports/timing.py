"""How long a caller takes to the number: callers of three kinds, and ten thousand new ones.

A new caller (accessibility.md, section 4) presses a key when the wanted option has been said; one
in four listens to the end of each menu first; one in 25 lets a wait run out and is asked again, so
that the slow end of a two-question path (its 95th percentile) holds such a caller. Reaction and
answer times are log-normal through the two points that section 4 gives. The seed is fixed.
"""

from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from helpline.checks.material import Material
from helpline.checks.walk import Stop, way
from helpline.content.model import Outcome
from helpline.content.script import Pause, Script
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
    """The seconds of one question: to the wanted option, to the end, the wait; and when asked again."""

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
        import numpy as np  # late: answering calls needs none of it

        draw = np.random.default_rng(SEED)
        total = np.full(RUNS, float(self.first))
        for menu in self.menus:
            heard = np.where(draw.random(RUNS) < LISTENS_TO_ALL, menu.whole, menu.wanted)
            # Whoever lets the wait run out has heard the whole menu first, and is asked again slowly.
            waited = menu.whole + menu.wait + menu.wanted_again
            total += np.where(draw.random(RUNS) < LETS_IT_PASS, waited, heard)
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
    script, slow = material.script(stops[-1]), stops[-1].reply.slow
    first, second = (material.watch.until(script, end, slow) for end in _ends(material, stops[-1], script))
    return Timing(menus, first, second)


def _menu(material: Material, stop: Stop, key: str) -> Menu:
    again = stop.after(material.library, "silence")
    return Menu(
        wanted=_to_key(material, stop, key),
        whole=material.seconds(stop),
        wait=stop.reply.wait_seconds,
        wanted_again=_to_key(material, again, key),
    )


def _to_key(material: Material, stop: Stop, key: str) -> float:
    """The seconds until a key has been named; the whole prompt where it is not."""
    script = material.script(stop)
    wanted = f"press {KEY_WORDS.get(key, key)}."
    named = [i + 1 for i, part in enumerate(script) if not isinstance(part, Pause) and part.text.endswith(wanted)]
    return material.watch.until(script, named[0] if named else len(script), stop.reply.slow)


def _ends(material: Material, stop: Stop, script: Script) -> tuple[int, int]:
    """Where in a page the first and the second reading of its number, or address, end."""
    step = material.steps[stop.reply.step]
    assert isinstance(step, Outcome)
    contact = material.library.contacts_of(step)[stop.reply.page]
    ends = [end for _, end in readings(script, contact)] or [len(script)]
    return ends[0], ends[-1]
