"""The proof that no call ends without a number: every step, every key, every way to say nothing."""

from collections.abc import Iterator
from dataclasses import replace

from helpline.channels import sms, voice
from helpline.checks.finding import Rule, rule
from helpline.checks.material import Material, words_in
from helpline.checks.walk import KEYS, Stop
from helpline.content.model import Contact, Outcome
from helpline.content.outcome_keys import extras
from helpline.content.script import DIGIT_WORDS
from helpline.content.timing import readings
from helpline.engine.inputs import SendResult
from helpline.engine.position import TRIES
from helpline.engine.reply import Why
from helpline.errors import Complaint

END_OF_PATIENCE = 12  # silences after which a call must long have ended
MORE_TIME_USES = 10  # V18
SILENT_LIMIT = 135  # V12, seconds

_LOOK = "Look at on_misses and person in service.yaml, and at this step's contacts."


@rule("V08", "V8", "A key that does nothing sounds like a broken line.")
def every_key_is_answered(material: Material) -> Iterator[Complaint]:
    """Each of the twelve keys, at each step, is answered with a prompt and never with the end."""
    for name, stop in material.arrivals.items():
        for key in KEYS:
            after = stop.after(material.library, key)
            if after.reply.ended or not material.script(after):
                yield material.complain(material.spot(name), f'Key {key} ends the call at "{name}".', _LOOK)


@rule("V04", "V4", "0 is the one key a caller can count on everywhere.")
def zero_gives_the_numbers(material: Material) -> Iterator[Complaint]:
    """0 leads to the same place from everywhere, and that place gives a number."""
    for name, stop in material.arrivals.items():
        if stop.after(material.library, "0").reply.step != material.library.service.person:
            yield material.complain(material.spot(name), f'0 at "{name}" does not give the numbers.', _LOOK)


@rule("V13", "V13", "Whoever is cut off without a number has called for nothing.")
def no_call_ends_without_a_number(material: Material) -> Iterator[Complaint]:
    """From each step, whatever is pressed or not pressed, a number is read twice before the call ends."""
    for name, stop in material.arrivals.items():
        for inputs in _ways(material, name):
            if not _number_before_end(material, stop, inputs):
                yield material.complain(
                    material.spot(name), f'After {", ".join(inputs)} at "{name}" a call ends without a number.', _LOOK
                )


def _ways(material: Material, name: str) -> Iterator[tuple[str, ...]]:
    """Every single key; and silence, keys that fit nothing, and both by turns, three times."""
    yield from ((key,) for key in KEYS)
    yield ("silence",) * TRIES
    if wrong := dead_key(material, name):
        yield (wrong,) * TRIES
        yield ("silence", wrong, "silence")
        yield (wrong, "silence", wrong)


def dead_key(material: Material, name: str) -> str | None:
    """A key from 1 to 9 that means nothing at a place; None where all mean something."""
    step = material.steps[name]
    live = {str(option.press) for option in step.options.values()}
    if isinstance(step, Outcome):
        live |= {"1", "2"} | {str(extra.press) for extra in extras(material.library, step, text=True)}
    return next((key for key in "987654321" if key not in live), None)


def _number_before_end(material: Material, stop: Stop, inputs: tuple[str, ...]) -> bool:
    """Whether the call ends, after these inputs and then nothing, with a number read twice."""
    # What was heard on arrival counts: a caller who hangs up after it has a number.
    heard = _hears_number(material, stop)
    for name in (*inputs, *["silence"] * END_OF_PATIENCE):
        stop = stop.after(material.library, name)
        if stop.reply.ended:
            return heard
        heard = heard or _hears_number(material, stop)
    return False


def _hears_number(material: Material, stop: Stop) -> bool:
    script = material.script(stop)
    return any(len(readings(script, contact)) >= 2 for contact in _numbered(material, stop.reply.step))


def _numbered(material: Material, name: str) -> list[Contact]:
    step = material.steps[name]
    contacts = material.library.contacts_of(step) if isinstance(step, Outcome) else []
    return [contact for contact in contacts if contact.number]


@rule("V37", "V37", "Who cannot write a number down can still have it.")
def every_outcome_comes_by_text(material: Material) -> Iterator[Complaint]:
    """On each outcome the last key gets it by text, and a caller who has to key a number in is never stuck."""
    for name, stops in material.outcomes.items():
        step = material.steps[name]
        assert isinstance(step, Outcome)
        key = str(extras(material.library, step, text=True)[-1].press)
        told = words_in(material.script(stops[-1])).endswith(f"press {key}.")
        sent = stops[-1].after(material.library, key)
        elsewhere = replace(stops[-1], session=stops[-1].session._replace(texts="elsewhere"))
        given_up = elsewhere.after(material.library, key, *["silence"] * TRIES)
        if not (told and sent.reply.news is SendResult.SENT and _hears_number(material, given_up)):
            yield material.complain(material.spot(name), f'"{name}" cannot be had by text.', _LOOK)


@rule("V32", "V32", "When all else has failed, these are the words a caller hears.")
def a_crash_gives_the_numbers(material: Material) -> Iterator[Complaint]:
    """The documents for when the line itself fails hold each number: twice in a call, once in a text."""
    spoken, written = voice.fallback(material.library), sms.fallback(material.library)
    for contact in _numbered(material, material.library.service.person):
        words = [", ".join(DIGIT_WORDS[int(digit)] for digit in group) for group in contact.digit_groups]
        if any(spoken.count(group) < 2 for group in words) or str(contact.number) not in written:
            spot = "service", ("person",)
            yield material.complain(spot, f"After a crash {contact.name}'s number is not given.", _LOOK)


@rule("V14", "V14", "Three tries are patient; more are a trap, fewer are a rebuff.")
def three_tries(material: Material) -> Iterator[Complaint]:
    """A question is asked three times, whether nothing or a wrong key comes; then a number is given."""
    for name, stops in material.questions.items():
        for did in filter(None, ("silence", dead_key(material, name))):
            steps = [stops[0].after(material.library, *[did] * n).reply for n in range(1, TRIES + 1)]
            kept = [reply.step == name for reply in steps]
            if kept != [True] * (TRIES - 1) + [False] or steps[-1].why is not Why.GIVEN_UP:
                yield material.complain(material.spot(name), f'"{name}" is not asked {TRIES} times.', _LOOK)


@rule("V18", "V18", "Some callers need more time than any clock gives.")
def hash_gives_more_time(material: Material) -> Iterator[Complaint]:
    """# asks the same question again with a longer wait, ten times and more, and is never a miss."""
    for name, stops in material.questions.items():
        after = stops[-1].after(material.library, *["#"] * MORE_TIME_USES)
        longer = after.reply.wait_seconds > stops[-1].reply.wait_seconds
        if after.reply.step != name or after.session.misses != stops[-1].session.misses or not longer:
            yield material.complain(material.spot(name), f'# at "{name}" does not give more time.', _LOOK)


@rule("V28", "V28", "Anyone can press the wrong key.")
def star_goes_back(material: Material) -> Iterator[Complaint]:
    """* leads back to the step before."""
    for name, stop in material.arrivals.items():
        library = material.library
        if stop.keys and stop.keys[-1] != "0" and name in library.flow.steps:
            before = material.start.after(library, *stop.keys[:-1]) if stop.keys[:-1] else material.start
            if stop.after(library, "*").reply.step != before.reply.step:
                yield material.complain(material.spot(name), f'* at "{name}" does not go back.', _LOOK)


def silent_seconds(material: Material) -> float:
    """Seconds from pick-up to the end of the first reading of a number, for a caller who presses nothing."""
    passed, stop = 0.0, material.start
    for _ in range(END_OF_PATIENCE):
        if (heard := first_reading(material, stop)) is not None:
            return passed + heard
        passed += material.seconds(stop) + stop.reply.wait_seconds
        stop = stop.after(material.library, "silence")
    return float("inf")


def first_reading(material: Material, stop: Stop, which: int = 0) -> float | None:
    """Seconds into a prompt at which reading `which` (from 0) of its first number ends; None without one."""
    script = material.script(stop)
    ends = sorted(
        spans[which][1]
        for contact in _numbered(material, stop.reply.step)
        if len(spans := readings(script, contact)) > which
    )
    return material.watch.until(script, ends[0], stop.reply.slow) if ends else None


@rule("V12", "V12", "Some callers cannot press a key, or do not dare to.")
def silence_ends_in_a_number(material: Material) -> Iterator[Complaint]:
    """A caller who presses nothing has heard a number within 135 seconds."""
    if (seconds := silent_seconds(material)) > SILENT_LIMIT:
        name = material.library.service.on_misses
        yield material.complain(
            material.spot(name),
            f"A caller who presses nothing hears a number after {seconds:.0f} s.",
            f"Shorten the first question or this advice: {SILENT_LIMIT} s at most.",
        )


RULES: tuple[Rule, ...] = (
    every_key_is_answered, zero_gives_the_numbers, no_call_ends_without_a_number, every_outcome_comes_by_text,
    a_crash_gives_the_numbers, three_tries, hash_gives_more_time, star_goes_back, silence_ends_in_a_number,
)  # fmt: skip
