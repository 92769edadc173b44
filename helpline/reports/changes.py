"""The meaning of a change of the flow files for callers, for texters and for conversations half-way through.

Every value that differs is told, once: in a sentence about what a caller meets where there is one, else by its name
in the file. So it cannot say wrongly that nothing changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from helpline.channels.prompts import prompt
from helpline.checks.emergency import CONTACT
from helpline.checks.facts import changed_unchecked
from helpline.checks.material import Material, words_in
from helpline.checks.readability import sentences
from helpline.checks.settings import FILE
from helpline.content.library import Library
from helpline.content.model import Contact, Option, Outcome, Question
from helpline.content.walk import Route, answered, tree
from helpline.content.wording import words_of
from helpline.engine.machine import replay
from helpline.engine.reply import SayStep, Why
from helpline.reports.differences import Difference, Keys, differences, short, told
from helpline.reports.going_live import going_live
from helpline.reports.holders import differ, named

DANGER = (("words", "danger"), ("phrases", "careful_sms"), ("contacts", CONTACT))
Name = str | int


@dataclass(frozen=True)
class Changes:
    """Sentences, by what they are about. All empty when no value differs."""

    danger: list[str] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    texted: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    halfway: list[str] = field(default_factory=list)
    live: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Sentence:
    """What a difference means, in the section that it belongs to. `who` are the people or things it is about."""

    section: str
    who: tuple[str, ...]
    says: str


def changes(old: Material, new: Material, audio: Path | None) -> Changes:
    """The differences between two loaded folders, for a parent and for the people who keep the line.

    `audio` is the audio folder: recordings in it may have to be made again. Without one, what is to be done to
    go live is left out.
    """
    found, together = Changes(), dict[tuple[str, str], list[str]]()
    differing = differences(old, new)
    for sentence in (_sentence(old, new, one) for one in differing):
        together.setdefault((sentence.section, sentence.says), []).extend(sentence.who)
    for (section, says), who in together.items():  # the same change in many steps is one sentence
        getattr(found, section).append(": ".join(filter(None, ["; ".join(dict.fromkeys(who)), says])))
    found.numbers.extend(map(str, changed_unchecked(old.library, new.library)))
    if any(one.spot[0] == "flow" for one in differing):
        found.halfway.extend(_halfway(old.library, new.library))
    if audio and any(one.spot[0] != "checks" for one in differing):
        found.live.extend(going_live(old, new, audio))
    return found


def _sentence(old: Material, new: Material, one: Difference) -> _Sentence:
    match one.path:
        case (_, "steps" | "replies" | "faq", str(name)) if not one.order:
            found = _step(old, new, name)
        case (_, "steps" | "replies" | "faq", str(name), "options" | "also", str(option), *rest) if not one.order:
            found = _option(old, new, one, name, option, rest)
        case (_, "steps" | "replies" | "faq", str(name), "question" | "outcome" | "short" | "title", *_):
            found = _Sentence("words", (_who(new, name),), _reworded(new, one))
        case (_, "steps" | "replies" | "faq", str(name), "contacts", *_):
            found = _Sentence("numbers", (_who(new, name),), f"contacts: {told(one)}.")
        case ("contacts", str(name), "voice" | "sms" | "web", *_):
            found = _Sentence("words", _given_at(new, name), _reworded(new, one))
        case ("contacts", str(name), *rest):
            found = _contact(old, new, one, name, rest)
        case ("phrases", *_):
            found = _Sentence("words", (_where(old, new, one),), _reworded(new, one))
        case ("words", *_):
            found = _Sentence("texted", (_where(old, new, one),), f"{told(one)}.")
        case (str(part),) if part.endswith(".po"):  # a whole translation
            count, verb = len(one.now or one.was), "come in" if one.now else "are taken out"
            found = _Sentence("settings", (_where(old, new, one),), f"{count} messages {verb}.")
        case _:
            found = _Sentence("settings", (_where(old, new, one),), f"{told(one)}.")
    return replace(found, section="danger") if _is_about_danger(old, new, one.path) else found


def _is_about_danger(old: Material, new: Material, path: Keys) -> bool:
    replies = {material.library.words.danger.reply for material in (old, new)}
    return path[:2] in DANGER or (path[:2] == ("words", "replies") and bool(replies.intersection(path[2:3])))


def _where(old: Material, new: Material, one: Difference) -> str:
    """The file and the name of a value in it; a language that was taken out has files in the old folder alone."""
    part, path = one.spot
    material = new if part in new.library.sources else old
    file = FILE if part == "checks" else material.library.complain(one.spot, "", "").file
    return ", ".join(filter(None, [file, " > ".join(map(str, path))]))


def _reworded(material: Material, one: Difference) -> str:
    """The sentences that only one of two wordings has."""
    if one.path[-1] == "web" and one.was is None:
        return f"new on a page, instead of the words that are said: {short(one.now)}."
    if one.path[-1] == "web" and one.now is None:
        return f"taken off the page, which has the words that are said: {short(one.was)}."
    if not (isinstance(one.was, str) and isinstance(one.now, str)):
        return f"{told(one)}."
    gone, come = _differing(sentences(one.was), sentences(one.now))
    if gone == come:  # a mark, a space or a line break
        gone, come = (" / ".join(words.splitlines()) for words in (one.was, one.now))
    return f'they now {_verb(one.path)} "{come or "(nothing)"}" instead of "{gone or "(nothing)"}".'


def _verb(path: Keys) -> str:
    channel = path[-1] if path[0] != "contacts" else path[2]
    if channel == "voice" or "ack" in path:
        return "hear"
    if channel == "web":
        return "read on a page"
    if channel in ("sms", "short", "title") or (path[0] == "phrases" and str(path[1]).endswith("_sms")):
        return "read"
    return "hear or read" if path[0] == "phrases" else "hear and read"


def _differing(before: list[str], after: list[str]) -> tuple[str, str]:
    """The sentences that only one of the two has, as one string each."""
    gone, come = [], []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += before[a:b]
            come += after[c:d]
    return " ".join(gone), " ".join(come)


def _step(old: Material, new: Material, name: str) -> _Sentence:
    """A step that is new, gone, or another kind of step than it was."""
    if name not in new.steps:
        return _Sentence("words", (_who(old, name),), f"taken out. They heard {_spoken(old, name)}.")
    verb = "new" if name not in old.steps else "another kind of step now"
    texted = " / ".join(new.messages[name].splitlines())
    return _Sentence("words", (_who(new, name),), f'{verb}. They hear {_spoken(new, name)}. They read "{texted}".')


def _spoken(material: Material, name: str) -> str:
    """Everything that is said at a step, each page of an outcome with it."""
    pages = range(len(material.contacts_at(name)) or 1)
    scripts = [prompt(material.library, SayStep(name, Why.ASKED, contact=page)) for page in pages]
    return ", then ".join(f'"{words_in(script)}"' for script in scripts)


def _option(old: Material, new: Material, one: Difference, step: str, name: str, rest: list[Name]) -> _Sentence:
    was, now = (material.steps[step].options.get(name) for material in (old, new))
    match rest:
        case [] if now:
            words = f" Texters can write: {', '.join(now.words)}." if now.words else ""
            says = f'They hear "{words_of(now.ack)}", and come to {now.next}.{words}'
            return _Sentence("routes", (), f"A caller can now choose {_way(new, step, now)}. {says}")
        case [] if was:
            return _Sentence("routes", (), f"A caller can no longer choose {_way(old, step, was)}.")
        case ["press"] if was and now:
            keys = f"{_keys(new, step, now)} instead of {_keys(old, step, was)}"
            return _Sentence("routes", (), f"For {_named(new, step, now)} a caller now presses {keys}.")
        case ["next"] if was and now:
            says = f"After {_keys(new, step, now)} a caller now comes to {now.next} instead of {was.next}."
            return _Sentence("routes", (), says)
        case ["say" | "ack", *_]:
            return _Sentence("words", (_who(new, step),), _reworded(new, one))
    return _Sentence("texted", (_where(old, new, one),), f"{told(one)}.")


def _way(material: Material, step: str, option: Option) -> str:
    return f"{_named(material, step, option)} (keys {_keys(material, step, option)})"


def _named(material: Material, step: str, option: Option) -> str:
    """An option with those before it, as they are called: "The council", then "To complain"."""
    stop, steps = material.arrivals.get(step), material.library.flow.steps
    before = [steps[question].options[name] for question, name in stop.session.answers] if stop else []
    return ", then ".join(f'"{words_of(one.say)}"' for one in (*before, option))


def _keys(material: Material, step: str, option: Option) -> str:
    """The keys of an option; behind a reply that only a text brings, its digit there."""
    stop = material.arrivals.get(step)
    return " ".join((*stop.keys, str(option.press))) if stop else f"{option.press} after {step}"


def _who(material: Material, name: str) -> str:
    """The callers that a step's words reach: by the keys of the routes that come by, or by text alone."""
    if name == material.library.service.person:
        return f"{name} (all who press 0)"
    if name == material.library.flow.start:
        return f"{name} (all callers)"
    routes = [" ".join(stop.keys) for stop in material.routes if name in (*dict(stop.session.answers), stop.step)]
    if not routes and name in material.arrivals:
        routes = [" ".join(material.arrivals[name].keys)]
    return f"{name} (keys {', or '.join(routes)})" if routes else f"{name} (by text)"


def _given_at(material: Material, contact: str) -> tuple[str, ...]:
    steps = [name for name, step in material.steps.items() if isinstance(step, Outcome) and contact in step.contacts]
    return tuple(_who(material, name) for name in steps) or (f"contacts.yaml, {contact}",)


def _contact(old: Material, new: Material, one: Difference, name: str, rest: list[Name]) -> _Sentence:
    was, now = (material.library.contacts.get(name) for material in (old, new))
    if not (was and now) or rest[:1] not in (["number"], ["address"]):
        return _Sentence("numbers", (_where(old, new, one),), f"{told(one)}.")
    held = differ(replace(new, library=next(named(new.library, name)).marked), new)
    says = f"{now.name} is now given as {_written(now)} instead of {_written(was)}. "
    return _Sentence("numbers", (), f"{says}It stands in {held}: helpline where {name} lists them.")


def _written(contact: Contact) -> str:
    return ", ".join(contact.written.splitlines())


def _halfway(old: Library, new: Library) -> Iterator[str]:
    """Conversations that the new flow puts somewhere else than the old one did."""
    # The shortest first: longer ones that begin so share its fate. At the start there is no answer to lose.
    given_so_far = sorted((answers for answers, _ in answered(tree(old)) if answers), key=len)
    lost: set[Route] = set()
    for answers in given_so_far:
        if any(answers[:end] in lost for end in range(len(answers))):
            continue
        was, _ = replay(old, answers)
        now, used = replay(new, answers)
        given = ", ".join(f"{question}: {answer}" for question, answer in answers)
        # An answer that no longer fits is left out by the replay, so its question comes again.
        if len(used) < len(answers) and isinstance(new.step(now), Question):
            lost.add(answers)
            yield f"Who has answered {given} is asked {now} again."
        elif now != was:
            lost.add(answers)
            yield f"Who has answered {given} goes on at {now} instead of {was}."
