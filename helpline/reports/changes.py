"""The meaning of a change of the flow files for callers, for sound files and for conversations half-way through."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from tarfile import open as open_tar
from tempfile import TemporaryDirectory

from helpline.checks.calls import Stop
from helpline.checks.facts import changed_unchecked
from helpline.checks.material import Material, words_in
from helpline.checks.readability import sentences
from helpline.content.library import Library
from helpline.content.model import Question
from helpline.content.walk import Route, answered, tree
from helpline.content.wording import words_of
from helpline.engine.machine import replay
from helpline.errors import SettingError


@dataclass(frozen=True)
class Changes:
    """Sentences, by what they are about. All empty when nothing changes."""

    routes: list[str]
    words: list[str]
    numbers: list[str]
    prompts: list[str]
    halfway: list[str]


def changes(old: Material, new: Material) -> Changes:
    """The differences between two loaded folders, for a parent and for the people who keep the line."""
    return Changes(
        list(_routes(old, new)), list(_words(old, new)), list(_numbers(old, new)),
        list(_prompts(old, new)), list(_halfway(old.library, new.library)),
    )  # fmt: skip


def _by_answers(material: Material) -> dict[Route, Stop]:
    return {stop.session.answers: stop for stop in material.routes}


def _said(library: Library, answers: Route) -> str:
    """A route as its options are called: "The council, then To complain"."""
    options = [library.flow.steps[question].options[name] for question, name in answers]
    return ", then ".join(f'"{words_of(option.say)}"' for option in options)


def _routes(old: Material, new: Material) -> Iterator[str]:
    before, after = _by_answers(old), _by_answers(new)
    for answers, stop in before.items():
        keys = " ".join(stop.keys)
        if answers not in after:
            yield f"A caller can no longer choose {_said(old.library, answers)} (keys {keys})."
            continue
        now = after[answers]
        if now.keys != stop.keys:
            yield f"For {_said(new.library, answers)} a caller now presses {' '.join(now.keys)} instead of {keys}."
        if now.step != stop.step:
            yield f"After {keys} a caller now comes to {now.step} instead of {stop.step}."
    for answers in filter(lambda answers: answers not in before, after):
        yield f"A caller can now choose {_said(new.library, answers)} (keys {' '.join(after[answers].keys)})."


def _words(old: Material, new: Material) -> Iterator[str]:
    """Changed sentences, each once, with everyone who meets them."""
    # A contact's words are heard at many steps: one sentence with all of them can be read, fifteen cannot.
    met: dict[tuple[str, str, str], list[str]] = {}
    for name in filter(old.steps.__contains__, new.steps):
        for verb, words in (("hear", _spoken), ("read", _texted)):
            if (before := words(old, name)) != (after := words(new, name)):
                met.setdefault((verb, *_differing(before, after)), []).append(name)
    for (verb, gone, come), names in met.items():
        who = "; ".join(_who(new, name) for name in names)
        yield f'{who}: they now {verb} "{come or "(nothing)"}" instead of "{gone or "(nothing)"}".'


def _differing(before: list[str], after: list[str]) -> tuple[str, str]:
    """The sentences that only one of the two has, as one string each."""
    gone, come = [], []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += before[a:b]
            come += after[c:d]
    return " ".join(gone), " ".join(come)


def _spoken(material: Material, name: str) -> list[str]:
    stops = material.questions.get(name) or material.outcomes.get(name) or []
    return [sentence for stop in stops for sentence in sentences(words_in(material.script(stop)))]


def _texted(material: Material, name: str) -> list[str]:
    return material.messages[name].splitlines()


def _who(material: Material, name: str) -> str:
    """The callers that a step's words reach: by the keys of the routes that come by, or by text alone."""
    if name == material.library.service.person:
        return f"{name} (all who press 0)"
    if name == material.library.flow.start:
        return f"{name} (all callers)"
    routes = [" ".join(stop.keys) for stop in material.routes if name in _steps_on(stop)]
    if not routes and name in material.arrivals:
        routes = [" ".join(material.arrivals[name].keys)]
    return f"{name} (keys {', or '.join(routes)})" if routes else f"{name} (by text)"


def _steps_on(stop: Stop) -> set[str]:
    return {question for question, _ in stop.session.answers} | {stop.step}


def _numbers(old: Material, new: Material) -> Iterator[str]:
    before, after = old.library.contacts, new.library.contacts
    for name in {**before, **after}:
        was = before[name].written if name in before else None
        now = after[name].written if name in after else None
        if was != now:
            label = (after.get(name) or before[name]).name
            yield f"{label} is now given as {now or 'nothing'} instead of {was or 'nothing'}."
    yield from map(str, changed_unchecked(old.library, new.library))


def _prompts(old: Material, new: Material) -> Iterator[str]:
    """Prompts whose sound no longer fits, or that have no sound yet."""
    before, after = _scripts(old), _scripts(new)
    yield from (
        f"{name}: build its clip again, record it again."
        for name in after
        if name in before and before[name] != after[name]
    )
    yield from (f"{name}: new, it has no sound yet." for name in after if name not in before)
    yield from (f"{name}: no longer said." for name in before if name not in after)


def _scripts(material: Material) -> dict[str, object]:
    return {_prompt_name(stop): script for stop, script in material.spoken()}


def _prompt_name(stop: Stop) -> str:
    reply = stop.reply
    parts = [
        reply.step,
        f"try {reply.attempt}" if reply.attempt > 1 else "",
        f"number {stop.contact + 1}" if stop.contact else "",
    ]
    return ", ".join(filter(None, parts))


def _halfway(old: Library, new: Library) -> Iterator[str]:
    """Conversations that the new flow puts somewhere else than the old one did."""
    # The shortest first. At the start nobody has given an answer that could be lost.
    given_so_far = sorted((answers for answers, _ in answered(tree(old)) if answers), key=len)
    for answers in given_so_far:
        was, _ = replay(old, answers)
        now, used = replay(new, answers)
        given = ", ".join(f"{question}: {answer}" for question, answer in answers)
        # An answer that no longer fits is left out by the replay, so its question comes again.
        if len(used) < len(answers) and isinstance(new.step(now), Question):
            yield f"Who has answered {given} is asked {now} again."
        elif now != was:
            yield f"Who has answered {given} goes on at {now} instead of {was}."


@contextmanager
def flows_at(where: str, flows: Path) -> Iterator[Path]:
    """A folder of flow files: `where` itself if it is a folder, else the folder `flows` at that git revision.

    Raises SettingError when it is neither.
    """
    if Path(where).is_dir():
        yield Path(where)
        return
    with TemporaryDirectory() as folder:
        with open_tar(fileobj=BytesIO(_archive(where, flows.resolve()))) as packed:
            packed.extractall(folder, filter="data")
        yield Path(folder)


def _archive(revision: str, flows: Path) -> bytes:
    # An archive, not a checkout: nobody's working copy is touched.
    command = ["git", "-C", str(flows), "archive", "--format=tar", "--end-of-options", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise SettingError("git is not installed here, so only two folders can be compared.") from None
    if done.returncode:
        raise SettingError(f'"{revision}" is neither a folder nor a revision that git knows.')
    return done.stdout
