"""The material that the rules look at: the loaded words, where each is written, and calls made through them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from helpline.channels import sms
from helpline.channels.prompts import prompt
from helpline.checks import calls
from helpline.checks.calls import Stop
from helpline.checks.settings import Checks
from helpline.content import walk
from helpline.content.library import Library, Spot
from helpline.content.messages import NOTICE_SPOT
from helpline.content.model import Contact, Outcome, Question
from helpline.content.script import Pause, Script
from helpline.content.timing import Stopwatch
from helpline.engine.position import TRIES
from helpline.engine.reply import Reply, SayStep, Why
from helpline.errors import Complaint

EARLY_NUMBER_SPOT: Spot = ("phrases", ("early_number",))


@dataclass(frozen=True, eq=False)
class Material:
    """Everything that a rule may look at.

    `on` is the day of the check, `texts` holds the repository's text files (name and words) in which
    no phone number may stand. `watches` are those of the other live languages.
    """

    library: Library
    on: date
    checks: Checks = field(default_factory=Checks)
    texts: tuple[tuple[str, str], ...] = ()
    watch: Stopwatch = field(default_factory=Stopwatch)
    watches: Mapping[str, Stopwatch] = field(default_factory=dict)
    _scripts: dict[Reply, Script] = field(default_factory=dict)

    def complain(self, spot: Spot, says: str, cure: str) -> Complaint:
        """A complaint about the words at a spot in a flow file."""
        return self.library.complain(spot, says, cure)

    def complain_of(self, step: str, says: str, cure: str) -> Complaint:
        """A complaint about a step as a whole."""
        return self.complain(self.library.spot(step), says, cure)

    def complain_at(self, stop: Stop, says: str, cure: str) -> Complaint:
        """A complaint about what is said at a stop: its step, or what is told ahead of it."""
        ahead = NOTICE_SPOT if stop.tells_notice else EARLY_NUMBER_SPOT if stop.gives_number else None
        return self.complain(ahead or self.library.spot(stop.step), says, cure)

    @cached_property
    def steps(self) -> dict[str, Question | Outcome]:
        """Every step and every stand-alone reply."""
        return {**self.library.flow.steps, **self.library.replies}

    @cached_property
    def start(self) -> Stop:
        """The stop at which a call begins."""
        return calls.begin(self.library)

    @cached_property
    def notice(self) -> Stop | None:
        """The stop at which a call begins while the notice of the whole line is told; None where there is none."""
        return calls.begin(self.library, notice=True) if self.library.service.notice else None

    @cached_property
    def early_number(self) -> Stop:
        """The stop at which a caller who presses nothing is given one number."""
        return self.start.after(self.library, "silence")

    @cached_property
    def arrivals(self) -> dict[str, Stop]:
        """For each step that keys lead to, and for the reply that 0 gives: the shortest way to it.

        Grows with the number of options. Stand-alone replies that no key gives are left out.
        """
        person, first = walk.branches(self.library)[self.library.service.person], walk.tree(self.library)
        found = {first.name: self.start}
        waiting = [first]
        # The list grows while it is walked: breadth first, so that the first way found is the shortest.
        for branch in waiting:
            for key, below in (("0", person), *((str(option.press), below) for _, option, below in branch.options)):
                if below.name not in found:
                    found[below.name] = calls.press(self.library, found[branch.name], key)
                    waiting.append(below)
        return found

    @cached_property
    def questions(self) -> dict[str, list[Stop]]:
        """Each question's three tries with a caller who presses nothing."""
        found = ((name, stop) for name, stop in self.arrivals.items() if isinstance(self.steps[name], Question))
        return {name: self.tries(stop, "silence") for name, stop in found}

    def tries(self, stop: Stop, did: str) -> list[Stop]:
        """A question as it is reached, and asked twice more, when a caller does the same each time."""
        tries = [stop]
        while len(tries) < TRIES:
            stop = stop.after(self.library, did)
            tries += [] if stop.gives_number else [stop]
        return tries

    @cached_property
    def outcomes(self) -> dict[str, list[Stop]]:
        """The pages of each outcome, and of the reply that 0 gives: the first, and those that silence moves on to."""
        found = ((name, stop) for name, stop in self.arrivals.items() if name not in self.questions)
        return {
            name: [stop.after(self.library, *["silence"] * page) for page in range(len(self.contacts_at(name)))]
            for name, stop in found
        }

    def outcome_stops(self) -> Iterator[tuple[str, Outcome, list[Stop]]]:
        """Each of `outcomes` by its name, with the outcome itself and its pages."""
        for name, stops in self.outcomes.items():
            step = self.steps[name]
            assert isinstance(step, Outcome)
            yield name, step, stops

    def contacts_at(self, name: str) -> list[Contact]:
        """The contacts that a step gives; none for a question."""
        step = self.steps[name]
        return self.library.contacts_of(step) if isinstance(step, Outcome) else []

    @cached_property
    def routes(self) -> list[Stop]:
        """Every way to an outcome through the questions, as the stop at its outcome."""
        routes = (walk.keys_of(self.library, route) for route, _ in walk.routes(self.library))
        return [calls.way(self.library, keys)[-1] for keys in routes]

    def script(self, stop: Stop) -> Script:
        """The script that is said at a stop."""
        if stop.reply not in self._scripts:
            self._scripts[stop.reply] = prompt(self.library, stop.reply)
        return self._scripts[stop.reply]

    def seconds(self, stop: Stop) -> float:
        """The seconds from the first sound of a stop's script to its last."""
        return self.watch.seconds(self.script(stop), stop.reply.slow)

    def until(self, stop: Stop, end: int) -> float:
        """The seconds until segment `end` of its script has been said."""
        return self.watch.until(self.script(stop), end, stop.reply.slow)

    def spoken(self) -> Iterator[tuple[Stop, Script]]:
        """The notice, the early number, and every first prompt, re-ask and page, with the stop where it is said."""
        ahead = [self.notice, self.early_number] if self.notice else [self.early_number]
        for stops in (ahead, *self.questions.values(), *self.outcomes.values()):
            yield from ((stop, self.script(stop)) for stop in stops)

    @cached_property
    def messages(self) -> dict[str, str]:
        """The text that each step sends, the first one of all ("first"), and that with the notice of the whole line."""
        library, begin = self.library, SayStep(self.library.flow.start, Why.BEGIN)
        first = {"first": sms.text(library, begin)}
        if library.service.notice:
            first[calls.NOTICE] = "\n".join(sms.lines_of(library, begin, told=sms.notice_lines(library)))
        return {name: sms.text(library, SayStep(name, Why.ASKED)) for name in self.steps} | first


def words_in(script: Script) -> str:
    """The words of a script, in order, without its pauses."""
    return " ".join(segment.text for segment in script if not isinstance(segment, Pause))
