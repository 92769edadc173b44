"""The proof that no call ends without a number: the measures that the tests and the published figures hold it to.

No wording can break most of it, so tests/checks/test_proof.py holds it for the flows that are there. Two rules can
be broken by words: a silent caller waits too long, and a key that is not told.
"""

from collections.abc import Iterator
from math import inf

from helpline.checks.calls import KEYS, Stop
from helpline.checks.material import Material, words_in
from helpline.content.model import Contact, Outcome
from helpline.content.outcome_keys import Action, outcome_keys, wanted_keys
from helpline.content.rules import Rules
from helpline.content.timing import readings
from helpline.engine.position import TRIES, contacts_given
from helpline.errors import Complaint

rules = Rules[Material]()
MOST_SILENCES = 12  # silences after which a call must long have ended
SILENT_LIMIT = 60  # seconds; rule V12 asks for 135
_CURE = "Look at on_misses and person in service.yaml, and at this step's contacts."
WHOLE_NUMBER = 11  # N3: figures of a number whose reading takes nine to fourteen seconds


def key_is_answered(material: Material, stop: Stop, key: str) -> bool:
    """Whether a key is answered with a prompt, and not with the end of the call (rule V8)."""
    after = stop.after(material.library, key)
    return not after.ended and bool(material.script(after))


def zero_gives_the_numbers(material: Material, stop: Stop) -> bool:
    """Whether 0 leads to the reply with the numbers (rule V4)."""
    return stop.after(material.library, "0").step == material.library.service.person


def number_before_every_end(material: Material, stop: Stop) -> bool:
    """Whether a number is read twice before the call ends, after every key and every run of misses (rule V13)."""
    return all(_number_before_end(material, stop, inputs) for inputs in _ways_on(material, stop.step))


def _ways_on(material: Material, name: str) -> Iterator[tuple[str, ...]]:
    """Every single key; and silence, keys that fit nothing, and both by turns, three times."""
    yield from ((key,) for key in KEYS)
    yield ("silence",) * TRIES
    if wrong := dead_key(material, name):
        yield (wrong,) * TRIES
        yield ("silence", wrong, "silence")
        yield (wrong, "silence", wrong)


def dead_key(material: Material, name: str) -> str | None:
    """A key from 1 to 9 that means nothing at a step; None where all mean something."""
    step = material.steps[name]
    keys = wanted_keys(material.library, step, text=True) if isinstance(step, Outcome) else step.options.values()
    live = {str(key.press) for key in keys}
    return next((key for key in "987654321" if key not in live), None)


def _number_before_end(material: Material, stop: Stop, inputs: tuple[str, ...]) -> bool:
    """Whether the call ends, after these inputs and then nothing, with a number read twice."""
    # The prompt on arrival counts: a caller who hangs up after it has a number.
    read = reads_number_twice(material, stop)
    for name in (*inputs, *["silence"] * MOST_SILENCES):
        stop = stop.after(material.library, name)
        if stop.ended:
            return read
        read = read or reads_number_twice(material, stop)
    return False


def reads_number_twice(material: Material, stop: Stop) -> bool:
    """Whether a prompt reads one of its numbers twice."""
    script = material.script(stop)
    return any(len(readings(script, contact)) >= 2 for contact in _numbered(material, stop))


def _numbered(material: Material, stop: Stop) -> list[Contact]:
    return [contact for contact in contacts_given(material.library, stop.reply) if contact.number]


def numbers_read(material: Material) -> Iterator[int]:
    """The most readings of each contact on one page, for each outcome (rule N1)."""
    for name, stops in material.outcomes.items():
        for contact in material.contacts_at(name):
            yield max(len(readings(material.script(stop), contact)) for stop in stops)


def reading_lengths(material: Material) -> Iterator[float]:
    """The seconds of each reading of a number of eleven digits, with the pauses inside it (rule N3)."""
    for name, stops in material.outcomes.items():
        for stop in stops:
            for contact in material.contacts_at(name):
                if len("".join(contact.digit_groups)) == WHOLE_NUMBER:
                    for start, end in readings(material.script(stop), contact):
                        yield material.until(stop, end) - material.until(stop, start)


def silent_call(material: Material) -> Iterator[tuple[float, Stop]]:
    """The stops of a call in which nothing is pressed, and the seconds from pick-up at which each begins.

    The notice of the whole line is left out: it has a limit of its own.
    """
    passed, stop = 0.0, material.start
    for _ in range(MOST_SILENCES):
        yield passed, stop
        if stop.ended:
            return
        passed += material.seconds(stop) + stop.reply.wait_seconds
        stop = stop.after(material.library, "silence")


def silent_readings(material: Material) -> Iterator[float]:
    """The seconds from pick-up at which each reading of a number ends, for a caller who presses nothing."""
    for begins, stop in silent_call(material):
        script = material.script(stop)
        ends = [end for contact in _numbered(material, stop) for _, end in readings(script, contact)]
        yield from (begins + material.until(stop, end) for end in sorted(ends))


@rules.rule("V13", "V13", "Whoever is cut off without a number has called for nothing.", always=True)
def no_call_ends_without_a_number(material: Material) -> Iterator[Complaint]:
    """From each step, whatever is pressed or not pressed, a number is read twice before the call ends."""
    for name, stop in material.arrivals.items():
        if not number_before_every_end(material, stop):
            yield material.complain_of(name, f'A call ends at "{name}" without a number.', _CURE)


@rules.rule("V12", "V12", "Some callers cannot press a key, or do not dare to.", always=True)
def silence_ends_in_a_number(material: Material) -> Iterator[Complaint]:
    """A caller who presses nothing has heard a number within a minute."""
    if (seconds := next(silent_readings(material), inf)) > SILENT_LIMIT:
        says = f"A caller who presses nothing hears a number after {seconds:.0f} s."
        cure = f"Shorten the first question, or these words: {SILENT_LIMIT} s at most."
        yield material.complain_at(material.early_number, says, cure)


@rules.rule("V37", "V37", "Who cannot write a number down can still have it.")
def the_key_for_a_text_is_told(material: Material) -> Iterator[Complaint]:
    """The last page of each outcome tells the key that gets it by text, and ends with the last key."""
    for name, outcome, stops in material.outcome_stops():
        keys = outcome_keys(material.library, outcome, text=True, contact=stops[-1].contact)
        said = words_in(material.script(stops[-1]))
        text = next(key.press for key in keys if key.action is Action.TEXT)
        if f"press {text}." not in said or not said.endswith(f"press {keys[-1].press}."):
            yield material.complain_of(name, f'"{name}" cannot be had by text.', _CURE)
