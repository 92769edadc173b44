"""The step counts as they may be shown: where people come, answer and give up. No count under 5 is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.titles import title
from helpline.engine.events import SECONDS, WITHIN, EventKind
from helpline.reports.pages import as_csv, page
from helpline.store.step_counts import Key

SMALLEST = 5
UNDER = f"under {SMALLEST}"
CANNOT_BE = "-"


def rounded(times: int) -> int | None:
    """A count as it may be shown: to the nearest 5, so that no difference of two gives one person away.

    None under 5, also for none at all: "nobody" says something about everybody.
    """
    return None if times < SMALLEST else (times * 2 + SMALLEST) // (2 * SMALLEST) * SMALLEST


def shown(times: int) -> str:
    """A count in words: "under 5", or to the nearest 5."""
    number = rounded(times)
    return UNDER if number is None else str(number)


@dataclass
class StepCounts:
    """The counts at one step, of one channel and language, on one day or over the whole time."""

    day: str
    channel: str
    language: str
    step: str
    kind: str
    times: Counter[str] = field(default_factory=Counter)

    @property
    def gave_up(self) -> int:
        """How many ended here without an answer: after three misses, or by going away from a question."""
        gone = self.times[EventKind.CAME] - self.times[EventKind.LEFT] if self.kind == "question" else 0
        return self.times[EventKind.GAVE_UP] + max(gone, 0)

    @property
    def share(self) -> int | None:
        """Gave up, in hundredths of all who came; None where a count is too small to be shown."""
        came, gave_up = rounded(self.times[EventKind.CAME]), rounded(self.gave_up)
        return min(100, round(100 * gave_up / came)) if came and gave_up else None

    def cells(self) -> dict[str, str]:
        """The row as it may be shown."""
        head = {name: getattr(self, name) for name in _HEADS}
        times = {name: self.times[what] for name, what in _COLUMNS.items()} | {"gave up here": self.gave_up}
        return head | {name: shown(many) if self._can_be(name) else CANNOT_BE for name, many in times.items()}

    def _can_be(self, column: str) -> bool:
        """Whether it can happen here at all: only questions are answered or left, and texts have no silence."""
        if column == "no input" and self.channel != "voice":
            return False
        return self.kind in ("question", "gone") or column == "came" or (column, self.channel) == ("no match", "sms")


_HEADS = ("day", "channel", "language", "step", "kind")
_COLUMNS = {
    "came": EventKind.CAME, "answered": EventKind.ANSWERED,
    "no input": EventKind.NO_INPUT, "no match": EventKind.NO_MATCH, "asked for the numbers": EventKind.ASKED,
}  # fmt: skip


@dataclass
class ChannelCounts:
    """The counts of one channel over the whole time."""

    channel: str
    times: Counter[str] = field(default_factory=Counter)

    def cells(self) -> dict[str, str]:
        """The counts that may be shown, in order, under words that people read."""
        if self.channel == "voice":
            so_far = accumulate(self.times[within] for within in WITHIN)
            own = dict(zip(_WITHIN_WORDS, map(shown, so_far), strict=True))
        else:
            own = {"Texts not understood": shown(self.times[EventKind.NO_MATCH])}
        return {
            "Conversations started": shown(self.times[EventKind.STARTED]),
            "Outcomes reached": shown(self.times["reached"]),
            "Asked for the numbers": shown(self.times[EventKind.ASKED]),
            "Gave up at a question": shown(self.times["gave up here"]),
            **own,
            "Texts asked for": shown(self.times[EventKind.TEXT_ASKED]),
            "Texts that failed": shown(self.times[EventKind.TEXT_FAILED]),
        }


_WITHIN_WORDS = (
    *(f"Heard a number within {seconds} seconds" for seconds in SECONDS),
    "Heard a number at all",
)


def by_step(tally: Mapping[Key, int], library: Library, by_day: bool = False) -> list[StepCounts]:
    """A row for each step where something happened, in the order of the flow."""
    rows: dict[tuple[str, str, str, str], StepCounts] = {}
    for key, times in tally.items():
        at = (key.day if by_day else "", key.channel, key.language, key.step)
        row = rows.setdefault(at, StepCounts(*at, kind=_kind(library, key.step)))
        row.times[key.what] += times
    order = {name: step for step, name in enumerate([*library.flow.steps, *library.replies])}
    return sorted(
        rows.values(), key=lambda row: (row.day, row.channel, row.language, order.get(row.step, 999), row.step)
    )


def by_channel(rows: Iterable[StepCounts]) -> list[ChannelCounts]:
    """A row for each channel, from the rows of its steps."""
    found: dict[str, ChannelCounts] = {}
    for row in rows:
        times = found.setdefault(row.channel, ChannelCounts(row.channel)).times
        times.update(row.times)
        times["gave up here"] += row.gave_up
        times["reached"] += row.times[EventKind.CAME] if row.kind == "outcome" else 0
    return [found[channel] for channel in sorted(found, key=lambda name: (name != "voice", name))]


def _kind(library: Library, name: str) -> str:
    step = library.flow.steps.get(name)
    if isinstance(step, Question):
        return "question"
    return "outcome" if isinstance(step, Outcome) else "reply" if name in library.replies else "gone"


COLUMNS = (*_COLUMNS, "gave up here")
HEADS = (*_HEADS, *COLUMNS)
NAMES = {"voice": "Calls", "sms": "Texts", "whatsapp": "WhatsApp"}


def outcome_shares(rows: Iterable[StepCounts]) -> list[tuple[StepCounts, str]]:
    """The outcomes, those that most come to first, each with its share of all that were reached."""
    outcomes = [row for row in rows if row.kind == "outcome"]
    known = [(row, rounded(row.times[EventKind.CAME]) or 0) for row in outcomes]
    all_of_them = sum(times for _, times in known)
    return [
        (row, f"{round(100 * times / all_of_them)} in 100" if times else "too few to show")
        for row, times in sorted(known, key=lambda pair: -pair[1])
    ]


def counts_csv(rows: Iterable[StepCounts], library: Library) -> str:
    """Every row as CSV, with the words of its step."""
    return as_csv((*HEADS, "words"), [row.cells() | {"words": title(library, row.step)} for row in rows])


def counts_page(tally: Mapping[Key, int], library: Library, **about: object) -> str:
    """The page: for each channel its figures, its outcomes, a chart of where people give up, and every step.

    `about` holds the first and last day, the time that the counts are as of, and what was amiss with days asked for.
    """
    rows = by_step(tally, library)
    languages = {row.language for row in rows}
    return page(
        "counts.html", service=library.service, smallest=SMALLEST, channels=by_channel(rows), rows=rows,
        columns=COLUMNS, names=NAMES, many_languages=len(languages) > 1, title=partial(title, library),
        shares=outcome_shares, **about,
    )  # fmt: skip
