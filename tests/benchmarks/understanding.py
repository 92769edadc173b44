"""How well texts are understood, beside three other methods: `python -m tests.benchmarks.understanding`.

The other methods need scikit-learn: `pip install -e .[benchmark]`. With `--strangers`, only the outside messages
are judged, with every miss, and that needs nothing. They come from the folder that HELPLINE_DATA names. With `--last`
only the last blind set is judged: the `last_*` files of tests/understanding.
"""

import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from helpline.content.library import Library
from helpline.content.load import load
from helpline.engine.inputs import Utterance
from helpline.engine.intents import intents_of
from helpline.engine.keywords import plain
from helpline.engine.reply import Disambiguate, Reply
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..understanding.messages import (
    Answer,
    Message,
    Verdict,
    everyday_texts,
    judge,
    lines,
    messages,
    spam_texts,
    the_line,
)
from ..understanding.strangers import conversations, strangers, transcript, verdict_on, warns
from ..understanding.talks import Judged, judged_strangers, judged_talks

HOME = Path(__file__).parents[2]


def row(name: str, answer: Answer, told: list[Message], library: Library) -> str:
    """One line of the table."""
    seconds, verdicts = [], Counter[Verdict]()
    for message in told:
        verdicts[judge(answer, message, library)] += 1
        began = time.perf_counter()
        answer(message.text)
        seconds.append(time.perf_counter() - began)
    shares = {verdict: 100 * verdicts[verdict] / len(told) for verdict in Verdict}
    right = shares[Verdict.RIGHT] + shares[Verdict.ASKED]
    numbers = (right, shares[Verdict.WRONG], shares[Verdict.MISSED], shares[Verdict.ASKED])
    return f"| {name} | " + " | ".join(f"{one:.1f} %" for one in numbers) + f" | {quantiles(seconds)} |"


def quantiles(seconds: list[float]) -> str:
    """The median, and what 95 of 100 stay below, in milliseconds."""
    return f"{1000 * statistics.median(seconds):.2f} ms (95 %: {1000 * statistics.quantiles(seconds, n=20)[-1]:.2f})"


def danger(library: Library, data: Path | None) -> Iterable[str]:
    """Danger: how much is found, and how often for nothing. The same for every method."""
    fires = intents_of(library).danger
    sets = [("sentences of danger found", lines("danger_report*.txt"))]
    sets += [("false alarms, everyday sentences of parents", lines("everyday_report*.txt"))]
    sets += [("false alarms, everyday texts of strangers", everyday_texts(data))] if data else []
    for name, texts in sets:
        count = sum(fires(plain(text)) for text in texts)
        yield f"| {name} | {count} of {len(texts)} | {100 * count / len(texts):.2f} % |"


def chance(library: Library, data: Path) -> Iterable[str]:
    """Texts that are none of our business: how many are taken for something about schools, councils or care."""
    answer, steps = the_line(library), set(library.flow.steps) - {library.flow.start, "unsure"}
    for name, texts in (("strangers' everyday texts", everyday_texts(data)), ("strangers' spam", spam_texts(data))):
        count = sum(bool(steps & set(answer(text))) for text in texts)
        yield f"| {name} taken for a topic of ours | {count} of {len(texts)} | {100 * count / len(texts):.2f} % |"


def tiers(library: Library, data: Path) -> Iterable[str]:
    """The second tier: what becomes of the first replies without it, and with it."""
    yield (
        "\n| messages | tier | "
        + " | ".join(one.name.lower() for one in Verdict)
        + " |\n|---|---|"
        + "---|" * len(Verdict)
    )
    told = {path.name: messages(path.name) for path in sorted((HOME / "tests" / "understanding").glob("report*.tsv"))}
    for name, kept in (("phrases alone", replace(library, examples=())), ("both", library)):
        for files, sample in told.items():
            counts = Counter(judge(the_line(kept), message, kept) for message in sample)
            yield f"| {files} | {name} | " + " | ".join(str(counts[one]) for one in Verdict) + " |"
        counts = Counter(verdict_on(kept, message) for message in strangers(data))
        yield f"| strangers | {name} | " + " | ".join(str(counts[one]) for one in Verdict) + " |"


def blind(library: Library, data: Path) -> Iterable[str]:
    """The outside messages by kind, every miss, and the conversations to be read and judged."""
    verdicts = [(message, verdict_on(library, message)) for message in strangers(data)]
    yield "\n| strangers' first messages | count | " + " | ".join(one.name.lower() for one in Verdict) + " |"
    yield "|---|" + "---|" * (1 + len(Verdict))
    for kind in dict.fromkeys(message.kind for message, _ in verdicts):
        counts = Counter(verdict for message, verdict in verdicts if message.kind == kind)
        yield f"| {kind} | {counts.total()} | " + " | ".join(str(counts[one]) for one in Verdict) + " |"
    yield from tiers(library, data)
    yield ""
    yield from later_turns("strangers' later turns", judged_strangers(library, data))
    good = (Verdict.RIGHT, Verdict.ASKED)
    yield from (f"{one.name}: {message.group}: {message.text}" for message, one in verdicts if one not in good)
    for name, said in conversations(data).items():
        yield from ("", f"{name}:", *transcript(library, said))


def last(library: Library) -> Iterable[str]:
    """The last blind set, written and labelled by other hands: each kind, every miss, and what danger and everyday get."""
    yield "\n| the last blind set | count | " + " | ".join(one.name.lower() for one in Verdict) + " |"
    yield "|---|" + "---|" * (1 + len(Verdict))
    missed, answer = [], the_line(library)
    for files in ("last_needs.tsv", "last_questions.tsv"):
        verdicts = [(message, judge(answer, message, library)) for message in messages(files)]
        counts = Counter(verdict for _, verdict in verdicts)
        yield f"| {files} | {counts.total()} | " + " | ".join(str(counts[one]) for one in Verdict) + " |"
        good = (Verdict.RIGHT, Verdict.ASKED)
        missed += [f"{one.name}: {told.text} -> {answer(told.text)}" for told, one in verdicts if one not in good]
    yield ""
    for files in ("last_danger.txt", "last_not_danger.txt", "last_everyday.txt"):
        replies = [(text, take_turn(library, Session(), Utterance(text))[1]) for text in lines(files)]
        warned = [text for text, reply in replies if warns(library, reply)]
        unclear = [reply for _, reply in replies if is_unclear(library, reply)]
        yield f"{files}: {len(warned)} of {len(replies)} get the whole sentence; {len(unclear)} are not understood or asked about"
        is_danger = files == "last_danger.txt"
        missed += [
            f"{files}: {text}"
            for text, reply in replies
            if (text in warned) != is_danger and not is_unclear(library, reply)
        ]
    yield from ("", *missed)


def is_unclear(library: Library, reply: Reply) -> bool:
    """Whether a reply says that a message was not understood, or asks what was meant."""
    return isinstance(reply, Disambiguate) or reply.step in (library.service.on_unknown, library.flow.start)


def later_turns(name: str, judged: Iterable[Judged]) -> Iterable[str]:
    """How many later turns of conversations are good, and each that is not."""
    turns = list(judged)
    good = sum(turn.good for turn in turns)
    yield f"{name}: {good} of {len(turns)} good ({100 * good / len(turns):.1f} %)"
    yield from (f"  {turn.talk}: {turn.message} -> {turn.reply}" for turn in turns if not turn.good)


def main() -> None:
    """Print the tables; with `--strangers`, only those about the outside messages."""
    library = load(HOME / "flows")
    data = Path(os.environ.get("HELPLINE_DATA", HOME.parent / "shared" / "data"))
    if "--last" in sys.argv:
        print("\n".join(last(library)))
        return
    if "--strangers" in sys.argv:
        print("\n".join(blind(library, data)))
        return
    from .other_methods import methods  # here, because scikit-learn is needed for nothing else

    answers = {**methods(library), "**clues (what the line does)**": the_line(library)}
    for files in sorted({path.name for path in (HOME / "tests" / "understanding").glob("report*.tsv")}):
        told = messages(files)
        print(f"\n{files}: {len(told)} messages\n")
        print("| method | right | wrong | not understood | of the right: asked back | time a message |")
        print("|---|---|---|---|---|---|")
        for name, answer in answers.items():
            print(row(name, answer, told, library))
    print("\n| danger | count | share |\n|---|---|---|")
    print(
        "\n".join(
            [*danger(library, data if data.is_dir() else None), *(chance(library, data) if data.is_dir() else ())]
        )
    )
    for files in sorted(path.name for path in (HOME / "tests" / "understanding").glob("talks_*.tsv")):
        print("\n".join(later_turns(files, judged_talks(library, files))))
    if data.is_dir():
        print("\n".join(blind(library, data)))


if __name__ == "__main__":
    main()
