"""When each part of a clip begins: its long pauses are found in the sound, in the order of the script."""

from functools import cache
from itertools import groupby
from math import inf
from pathlib import Path

from helpline.content.script import Pause, Script
from helpline.content.timing import Marks
from helpline.speech.clips import TAIL_MS
from helpline.speech.sound import FRAME_MS, loud_frames, read

LONG_MS = 500  # a pause that no voice makes inside a sentence, nor between two digits
SHORT_MS = 200  # a silence that can be no such pause
NEAR_SECONDS = 0.3  # a voice may die away before a pause, or come in late behind it

Span = tuple[float, float]


def clip_marks(path: Path, script: Script) -> Marks:
    """The seconds at which parts of a clip of `script` begin, each by the index of its first segment, and the end.

    Only the end is given where the pauses of the sound are not those of the script: a person may pause as they like.
    """
    sound = read(path)
    end = (len(script), sound.seconds - TAIL_MS / 1000)
    pauses = {i: part.ms / 1000 for i, part in enumerate(script) if isinstance(part, Pause) and part.ms >= LONG_MS}
    quiet = _quiet_spans(list(loud_frames(sound)))[:-1]  # the last one is the tail (rule A7)
    found = _nearest(tuple(pauses.values()), tuple(quiet))
    if any(abs(stop - start - ms) > NEAR_SECONDS for (start, stop), ms in zip(found, pauses.values(), strict=False)):
        return (end,)
    marks = [mark for i, (start, stop) in zip(pauses, found, strict=False) for mark in ((i, start), (i + 1, stop))]
    return (*marks, end)


def _quiet_spans(loud: list[bool]) -> list[Span]:
    """The longer stretches without speech, from second to second."""
    spans, frame = [], 0
    for is_loud, run in groupby(loud):
        length = len(list(run))
        if not is_loud and length * FRAME_MS > SHORT_MS:
            spans.append((frame * FRAME_MS / 1000, (frame + length) * FRAME_MS / 1000))
        frame += length
    return spans


def _nearest(wanted: tuple[float, ...], quiet: tuple[Span, ...]) -> tuple[Span, ...]:
    """For each length that is wanted a span, in the same order, so that all are as near as can be; () if too few."""

    @cache
    def best(at: int, taken: int) -> tuple[float, tuple[Span, ...]]:
        if taken == len(wanted):
            return 0, ()
        if at == len(quiet):
            return inf, ()
        start, stop = quiet[at]
        off, rest = best(at + 1, taken + 1)
        return min((off + abs(stop - start - wanted[taken]), ((start, stop), *rest)), best(at + 1, taken))

    return best(0, 0)[1] if len(wanted) <= len(quiet) else ()
