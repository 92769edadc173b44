"""What the rules look at: the loaded words, where each stands, and calls walked through them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from helpline.channels import sms, voice
from helpline.checks.settings import Checks
from helpline.checks.walk import Stop, arrivals, begin, is_question, pages, routes, tries
from helpline.content.check import Sources
from helpline.content.library import Library
from helpline.content.model import Outcome, Question
from helpline.content.script import Pause, Script
from helpline.content.source import Path_, read
from helpline.content.timing import Stopwatch
from helpline.engine.reply import Reply, Why
from helpline.errors import Complaint

Spot = tuple[str, Path_]  # a file by its part in the library, and where in it


def sources_of(folder: Path) -> Sources:
    """The flow files with their lines, by their part in a library."""
    sources = {
        name: read(folder / f"{name}.yaml", f"{name}.yaml") for name in ("service", "contacts", "words", "phrases")
    }
    flow = (sources["service"].tree or {}).get("flow", "disagreement")
    return sources | {"flow": read(folder / f"{flow}.yaml", f"{flow}.yaml")}


@dataclass(frozen=True, eq=False)
class Material:
    """Everything that a rule may look at.

    `sources` gives lines, `on` is the day of the check, `texts` holds the repository's text files
    (name and words) in which no stray number may stand.
    """

    library: Library
    sources: Sources
    on: date
    checks: Checks = field(default_factory=Checks)
    texts: tuple[tuple[str, str], ...] = ()
    watch: Stopwatch = field(default_factory=Stopwatch)
    _scripts: dict[Reply, Script] = field(default_factory=dict)

    def complain(self, spot: Spot, says: str, cure: str) -> Complaint:
        """A complaint about a place in a flow file."""
        part, path = spot
        return self.sources[part].complain(path, says, cure)

    def spot(self, step: str, *path: str | int) -> Spot:
        """Where a step or a stand-alone reply is written; `path` leads on inside it."""
        if step in self.library.flow.steps:
            return "flow", ("steps", step, *path)
        return "words", ("replies", step, *path)

    @cached_property
    def steps(self) -> dict[str, Question | Outcome]:
        """Every step and every stand-alone reply."""
        return {**self.library.flow.steps, **self.library.words.replies}

    @cached_property
    def start(self) -> Stop:
        """A call has just been answered."""
        return begin(self.library)

    @cached_property
    def arrivals(self) -> dict[str, Stop]:
        """The shortest way to each place that keys lead to."""
        return arrivals(self.library)

    @cached_property
    def questions(self) -> dict[str, list[Stop]]:
        """The three tries of each question."""
        return {
            name: tries(self.library, stop) for name, stop in self.arrivals.items() if is_question(self.library, stop)
        }

    @cached_property
    def outcomes(self) -> dict[str, list[Stop]]:
        """The pages of each outcome, and of what 0 gives."""
        return {
            name: pages(self.library, stop)
            for name, stop in self.arrivals.items()
            if not is_question(self.library, stop)
        }

    @cached_property
    def routes(self) -> list[Stop]:
        """Every way through the questions."""
        return list(routes(self.library))

    def script(self, stop: Stop) -> Script:
        """What is said at a stop."""
        if stop.reply not in self._scripts:
            self._scripts[stop.reply] = prompts.prompt(self.library, stop.reply)
        return self._scripts[stop.reply]

    def seconds(self, stop: Stop) -> float:
        """How long that takes, in seconds."""
        return self.watch.seconds(self.script(stop), stop.reply.slow)

    def spoken(self) -> Iterator[tuple[Stop, Script]]:
        """Every first prompt, re-ask and page, with the stop where it is heard."""
        for stops in (*self.questions.values(), *self.outcomes.values()):
            yield from ((stop, self.script(stop)) for stop in stops)

    @cached_property
    def documents(self) -> list[tuple[Stop, Element]]:
        """The TwiML of every prompt in `spoken`."""
        rendered = ((stop, voice.render(self.library, stop.session, stop.reply, "/")) for stop, _ in self.spoken())
        return [(stop, fromstring(document)) for stop, document in rendered]  # noqa: S314

    @cached_property
    def messages(self) -> dict[str, str]:
        """The text that each place sends, and the first one of all ("first")."""
        found = {name: sms.text(self.library, Reply(name, Why.ASKED)) for name in self.steps}
        return found | {"first": sms.text(self.library, Reply(self.library.flow.start, Why.BEGIN))}


def words_in(script: Script) -> str:
    """The words of a script, in order, without its pauses."""
    return " ".join(segment.text for segment in script if not isinstance(segment, Pause))
