"""The figures that a helpline should publish: M1 to M20 of accessibility.md, as far as words alone tell."""

from dataclasses import dataclass
from statistics import median

from helpline.channels.segments import measure
from helpline.checks import proof
from helpline.checks.calls import KEYS
from helpline.checks.facts import NUMBER_DAYS, days_since_checked
from helpline.checks.language import spoken_sentences
from helpline.checks.material import Material, words_in
from helpline.checks.parity import same_everywhere
from helpline.checks.voice import relay_window, spoken_seconds
from helpline.reports.pages import page
from helpline.reports.paths import PathRow
from helpline.reports.timelines import TimelineRow


@dataclass(frozen=True)
class Figure:
    """One headline figure: its name in the list, its words, value and target, and whether it is met.

    `how` is "simulated" (from estimated or measured speech and a model caller), "counted" (from the
    words themselves) or "elsewhere": such a figure needs a sound file, a browser or a load test.
    """

    code: str
    what: str
    value: str
    target: str
    met: bool | None
    how: str


def figures(material: Material, rows: list[PathRow]) -> list[Figure]:
    """The headline figures of a library, in the order of their codes."""
    return [
        *_times(rows),
        *_shape(material, rows),
        *_speech(material),
        *_words(material, rows),
        *_proofs(material),
        *REST,
    ]


def _times(rows: list[PathRow]) -> list[Figure]:
    zero, silent = rows[0], rows[-1]
    two = [row for row in rows[1:-1] if len(row.keys.split()) == 2] or rows[:1]
    middle, slow = max(row.new_p50 for row in two), max(row.new_p95 for row in two)
    silent_to = silent.hears_all_first
    return [
        _at_most("M1", "Seconds to the first full number, by the 0 key: half of new callers", zero.new_p50, 30),
        _at_most("M1", "The same: 95 of 100 new callers", zero.new_p95, 45),
        _at_most("M2", "Seconds to it on the longest two-question path: half of new callers", middle, 60),
        _at_most("M2", "The same: 95 of 100 new callers", slow, 100),
        _at_most("M3", "Seconds to it for a caller who presses nothing", silent_to, proof.SILENT_LIMIT),
    ]


def _at_most(code: str, what: str, value: float, target: float, how: str = "simulated") -> Figure:
    return Figure(
        code, what, f"{value:g}" if how == "counted" else f"{value:.1f}", f"at most {target:g}", value <= target, how
    )


def _shape(material: Material, rows: list[PathRow]) -> list[Figure]:
    keys = [len(row.keys.split()) for row in rows[1:-1]]
    options = max(len(material.steps[name].options) for name in material.questions)
    return [
        _at_most("M4", "Key presses to an outcome, median of all paths", median(keys), 2, "counted"),
        _at_most("M4", "Key presses to an outcome, most", max(keys), 3, "counted"),
        _at_most("M5", "Options in a question, most", options, 5, "counted"),
        _at_most("M5", "Questions before an outcome, most", max(keys), 3, "counted"),
    ]


def _speech(material: Material) -> list[Figure]:
    prompts = [stops[0] for stops in material.questions.values()]
    longest = max(spoken_seconds(material, stop) for stop in prompts)
    readings = list(proof.reading_lengths(material))
    pace = [len(words_in(material.script(stop)).split()) / material.seconds(stop) * 60 for stop in prompts]
    twice = [count >= 2 for count in proof.numbers_read(material)]
    return [
        _at_most("M6", "Longest question, in seconds", longest, 20),
        _all("M7", "Numbers and addresses read at least twice", twice),
        _between("M8", "Seconds for one reading of a number", readings, 9, 14),
        _middle("M11", "Words a minute in questions, with pauses: median (and range)", pace, 110, 150),
    ]


def _between(code: str, what: str, values: list[float], low: float, high: float) -> Figure:
    values = values or [0.0]
    met = low <= min(values) and max(values) <= high
    return Figure(code, what, f"{min(values):.1f} to {max(values):.1f}", f"{low:g} to {high:g}", met, "simulated")


def _middle(code: str, what: str, values: list[float], low: float, high: float) -> Figure:
    value = f"{median(values):.0f} ({min(values):.0f} to {max(values):.0f})"
    return Figure(code, what, value, f"{low:g} to {high:g}", low <= median(values) <= high, "simulated")


def _all(code: str, what: str, held: list[bool]) -> Figure:
    return Figure(code, what, f"{sum(held)} of {len(held)}", "all", all(held), "counted")


def _words(material: Material, rows: list[PathRow]) -> list[Figure]:
    ages = [row.reading_age for row in rows[1:-1]]
    lengths = [len(sentence.split()) for _, sentence in spoken_sentences(material)]
    sizes = [measure(text) for text in material.messages.values()]
    segments = [size.segments for size in sizes]
    return [
        _at_most("M9", "Reading age of a path, median", median(ages), 9, "counted"),
        _at_most("M9", "Reading age of a path, highest", max(ages), 11, "counted"),
        _at_most("M10", "Words in a spoken sentence, median", median(lengths), 8, "counted"),
        _at_most("M10", "Words in a spoken sentence, most", max(lengths), 15, "counted"),
        _at_most("M13", "Message segments of a text, median", median(segments), 1, "counted"),
        _at_most("M13", "Message segments of a text, most", max(segments), 2, "counted"),
        _all("M13", "Texts in the plain alphabet (GSM-7)", [size.encoding == "GSM-7" for size in sizes]),
    ]


def _proofs(material: Material) -> list[Figure]:
    stops = material.arrivals.values()
    windows = [relay_window(material, stops) for stops in material.questions.values()]
    zero = [proof.zero_gives_the_numbers(material, stop) for stop in stops]
    answered = [proof.key_is_answered(material, stop, key) for stop in stops for key in KEYS]
    ends = [proof.number_before_every_end(material, stop) for stop in stops]
    same = [same_everywhere(material, stop) for stop in material.routes]
    return [
        _all("M14", "Paths with the same contacts in a call and in a text", same),
        _all("M15", "Steps where 0 gives the numbers", zero),
        _all("M15", "Keys answered, over all steps", answered),
        _all("M16", "Steps with a number before every end", ends),
        _all("M17", "Questions that a relay caller has time for", [window >= need for window, need in windows]),
        _at_most("M19", "Days since a number was checked, most", days_since_checked(material), NUMBER_DAYS, "counted"),
    ]  # fmt: skip


REST = (
    Figure("M12", "Loudness of the clips", "needs the sound files", "2 dB apart at most", None, "elsewhere"),
    Figure("M18", "Faults that axe finds on the pages", "needs a browser", "0", None, "elsewhere"),
    Figure(
        "M20", "Answer time, and drills of the fallback", "needs a load test", "under 500 ms; all", None, "elsewhere"
    ),
)


def figures_page(material: Material, rows: list[PathRow], found: list[Figure], times: list[TimelineRow]) -> str:
    """The page of headline figures, paths and timelines, dated by the day of the check."""
    service = material.library.service
    return page("figures.html", service=service, day=material.on, figures=found, rows=rows, times=times)
