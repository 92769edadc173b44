"""Rules about prompts as they are said: the order of the words, how long they last, and the pauses between them."""

import re
from collections.abc import Iterator
from math import ceil

from helpline.checks.calls import Stop
from helpline.checks.material import Material, words_in
from helpline.checks.proof import dead_key
from helpline.content.rules import Rules
from helpline.content.script import BEFORE_OPTIONS, BEFORE_PRESS, BETWEEN_SENTENCES, Pause, Script, Speaker, Speech
from helpline.content.source import suggest
from helpline.content.wording import words_of
from helpline.errors import Complaint

rules = Rules[Material]()
LONGEST_START, LONGEST_QUESTION, LONGEST_OUTCOME, LONGEST_FAREWELL = 20, 15, 45, 5  # V21, seconds
ZERO_WITHIN = 8  # V5, seconds
RELAY_WORDS_A_MINUTE, RELAY_ANSWER_SECONDS = 40, 20  # V20
RE_ASK_RATIO = 1.25  # V15, in words: a re-ask is slower on purpose
SAY_LIMIT = 3000  # V34, characters

# From Twilio's list of voices: the British ones that keep the pauses, spellings and pace of this line (A13, V31).
VOICES = frozenset(
    {
        *(f"Polly.{name}" for name in ("Amy", "Brian", "Emma")),
        *(f"Polly.{name}-Neural" for name in ("Amy", "Arthur", "Brian", "Emma")),
        *(f"Google.en-GB-{kind}-{letter}" for kind in ("Standard", "Wavenet", "Neural2") for letter in "ABCDF"),
    }
)

_KEY_FIRST = re.compile(r"\bpress (\d|zero|star|hash)\b[ ,]+(for|to|if)\b", re.IGNORECASE)
_SPECIAL = re.compile(r"\bpress (zero|star|hash)\b", re.IGNORECASE)


@rules.rule("V01", "V1", "Who hears the key first has to keep it in mind while hearing what it is for.")
def option_before_key(material: Material) -> Iterator[Complaint]:
    """The label of an option is said before its key."""
    for stop, script in material.spoken():
        if found := _KEY_FIRST.search(words_in(script)):
            cure = 'Write option in phrases.yaml as "{label}, press {digit}."'
            yield material.complain_at(stop, f'"{found[0]}" says the key first.', cure)


@rules.rule("V05", "V5", "The way to a person must not wait behind a menu.")
def zero_is_told_first(material: Material) -> Iterator[Complaint]:
    """The first prompt says "press zero" before its first option, within eight seconds."""
    script = material.script(material.start)
    presses = [i for i, segment in enumerate(script) if not isinstance(segment, Pause) and "press" in segment.text]
    first = presses[0] if presses else None
    in_time = first is not None and material.watch.until(script, first + 1) <= ZERO_WITHIN
    if first is None or "press zero" not in script[first].text or not in_time:  # type: ignore[union-attr]
        says = f'"press zero" is not the first key that is told, within {ZERO_WITHIN} s.'
        yield material.complain(("phrases", ("greeting",)), says, "Say what zero is for in a short greeting.")


@rules.rule("V07", "V7", "Each further special key is one more thing to remember.")
def two_special_keys(material: Material) -> Iterator[Complaint]:
    """No prompt tells of more than two of zero, star and hash."""
    for stop, script in material.spoken():
        if len({found.lower() for found in _SPECIAL.findall(words_in(script))}) > 2:
            yield material.complain_at(stop, "This tells of more than two special keys.", "Leave one out.")


@rules.rule("V15", "V15", "The same words again do not help who did not take them in.")
def re_asks_differ(material: Material) -> Iterator[Complaint]:
    """The three tries of a question differ, and a re-ask has at most 1.25 times the words of the first prompt."""
    for name, stops in material.questions.items():
        for did in filter(None, ("silence", dead_key(material, name))):
            # Counted in words, not seconds: a re-ask is slower on purpose (rule A10).
            said = [words_in(material.script(stop)) for stop in material.tries(stops[0], did)]
            longest = max(len(words.split()) for words in said[1:])
            if len(set(said)) < len(said):
                yield material.complain_of(name, "A re-ask says the same again.", "Give each its own words.")
            if longest > len(said[0].split()) * RE_ASK_RATIO:
                says = f"A re-ask has {longest} words; the first prompt has {len(said[0].split())}."
                yield material.complain_of(name, says, "Shorten no_input, no_match, person or extend in phrases.yaml.")


@rules.rule("V20", "V20", "A relay assistant types every word; the caller answers when it has arrived.")
def relay_callers_have_time(material: Material) -> Iterator[Complaint]:
    """The three tries of a question last long enough to be typed out at 40 words a minute, and answered."""
    for name, stops in material.questions.items():
        window, needed = relay_window(material, stops)
        if window < needed:
            says = f"A relay caller has {window:.0f} s here and needs {needed:.0f} s."
            yield material.complain_of(name, says, "Use fewer words, or wait longer.")


def relay_window(material: Material, stops: list[Stop]) -> tuple[float, float]:
    """The seconds that a question's three tries last, and the seconds that a relay caller needs (V20)."""
    words = len(words_in(material.script(stops[0])).split())
    window = sum(material.seconds(stop) + stop.reply.wait_seconds for stop in stops)
    return window, words * 60 / RELAY_WORDS_A_MINUTE + RELAY_ANSWER_SECONDS


@rules.rule("V21", "V21", "What is said after that is not remembered.")
def prompts_are_short(material: Material) -> Iterator[Complaint]:
    """The first prompt, and what is told ahead of a question, last 20 s at most; a later question 15 s.

    A page of an outcome lasts 45 s at most, and a farewell 5 s.
    """
    for name, stops in material.questions.items():
        limit = LONGEST_START if stops[0].begins else LONGEST_QUESTION
        yield from _too_long(material, name, stops[0], limit)
    for name, stops in material.outcomes.items():
        for stop in stops:
            yield from _too_long(material, name, stop, LONGEST_OUTCOME)
    yield from _too_long(material, "the early number", material.early_number, LONGEST_START)
    if notice := material.notice:
        yield from _too_long(material, "the notice", notice, LONGEST_START)
        first = notice.after(material.library, "silence")
        yield from _too_long(material, first.step, first, LONGEST_QUESTION)
    farewell = Speaker(material.library).say(words_of(material.library.phrases.farewell))
    if (seconds := material.watch.seconds(farewell, True)) > LONGEST_FAREWELL:
        yield material.complain(("phrases", ("farewell",)), f"The farewell lasts {seconds:.0f} s.", "Shorten it.")


def _too_long(material: Material, name: str, stop: Stop, limit: int) -> Iterator[Complaint]:
    if (seconds := spoken_seconds(material, stop)) > limit:
        page = f" (number {stop.contact + 1})" if stop.contact else ""
        cure = f"Cut about {_words_in(material, stop, seconds - limit)} words: {limit} s at most."
        yield material.complain_at(stop, f'"{name}"{page} lasts {seconds:.1f} s.', cure)


def _words_in(material: Material, stop: Stop, seconds: float) -> int:
    """The words that take these seconds in a prompt, with the pause after each sentence."""
    said = [part for part in material.script(stop) if isinstance(part, Speech) or part == Pause(BETWEEN_SENTENCES)]
    words = sum(len(part.text.split()) for part in said if isinstance(part, Speech))
    return ceil(seconds * words / sum(material.watch.seconds((part,), stop.reply.slow) for part in said))


def spoken_seconds(material: Material, stop: Stop) -> float:
    """The seconds from a prompt's first word to its last, without the half second ahead of them (V23)."""
    return material.seconds(stop) - _pause(material.script(stop), 0) / 1000


@rules.rule("V22", "V22", "A pause in the right place is what makes a menu easy to follow.")
def pauses_are_right(material: Material) -> Iterator[Complaint]:
    """A quarter of a second before "press", half a second after a key, none after "for", "to" or "press"."""
    for stop, script in material.spoken():
        for i, segment in enumerate(script):
            if not isinstance(segment, Pause) and (amiss := _pause_amiss(script, i)):
                yield material.complain_at(stop, amiss, "Write the words as other steps do.")


def _pause_amiss(script: Script, i: int) -> str | None:
    text = getattr(script[i], "text", "")
    before, after = _pause(script, i - 1), _pause(script, i + 1)
    inside = re.search(r"\bpress (?:\d|zero|star|hash)\b", text)
    if inside and (inside.start() or before < BEFORE_PRESS):
        return f'There is no pause before "press" in "{text}".'
    if re.match(r"press \w+\.$", text) and i + 1 < len(script) and after < BEFORE_OPTIONS:
        return f'There is too little pause after "{text}".'
    if re.search(r"\b(for|to|press)$", text) and after:
        return f'There is a pause after "{text}".'
    return None


def _pause(script: Script, i: int) -> int:
    segment = script[i] if 0 <= i < len(script) else None
    return segment.ms if isinstance(segment, Pause) else 0


@rules.rule("V25", "V25", "Whatever is said after the options pushes them out of memory.", "warning")
def nothing_after_the_last_key(material: Material) -> Iterator[Complaint]:
    """The last words of a prompt are its last key."""
    for stop, script in material.spoken():
        ahead = stop.tells_notice or stop.gives_number
        if not ahead and not re.search(r"press \w+\.$", words_in(script)):
            said = words_in(script).rsplit(". ", 1)[-1]
            yield material.complain_at(stop, f'"{said}" comes after the keys.', "Say it sooner.")


@rules.rule("V34", "V34", "A longer one is cut off by the carrier.")
def says_are_not_too_long(material: Material) -> Iterator[Complaint]:
    """The words that are said in one go have 3,000 characters at most."""
    for stop, script in material.spoken():
        if len(words_in(script)) > SAY_LIMIT:
            yield material.complain_at(stop, "This is too long to be said in one go.", "Cut it.")


@rules.rule("V36", "V36", "Who knows how long it takes is calmer.", "warning")
def says_how_long_it_is(material: Material) -> Iterator[Complaint]:
    """A call with two questions or more says at its start how many there are."""
    most = max((len(stop.session.answers) for stop in material.routes), default=0)
    if most > 1 and not re.search(r"\bquestions?\b", words_in(material.script(material.start))):
        says = f"A call has up to {most} questions, and does not say so."
        yield material.complain(("phrases", ("greeting",)), says, "Say how many.")


@rules.rule("V31", "V31", "A voice that the carrier does not have ends the call before a word is said.")
def the_voice_is_there(material: Material) -> Iterator[Complaint]:
    """The voice of service.yaml is one of Twilio's British voices."""
    if (voice := material.library.service.say_voice) not in VOICES:
        cure = suggest(voice, VOICES, "Write Polly.Amy-Neural, or another British voice of Twilio's.")
        yield material.complain(("service", ("say_voice",)), f'Twilio has no British voice "{voice}".', cure)


@rules.rule("N06", "N6", "A voice reads a row of digits as one large number.")
def no_raw_digits(material: Material) -> Iterator[Complaint]:
    """No spoken words hold three digits or more in a row."""
    for stop, script in material.spoken():
        if found := re.search(r"\d{3,}", words_in(script)):
            says = f'"{found[0]}" would be read as one number.'
            yield material.complain_at(stop, says, "Name the contact in {}.")
