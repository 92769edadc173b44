"""The timelines of a caller who presses nothing, and of one who calls through a relay assistant."""

from itertools import pairwise

import pytest

from helpline.checks.material import Material
from helpline.checks.proof import silent_readings
from helpline.checks.run import gather
from helpline.checks.voice import relay_window
from helpline.reports.timelines import RELAY, SILENT, TimelineRow, timelines

from ..checks.conftest import ON, TEA
from ..conftest import SHIPPED, library_in


@pytest.fixture
def tea() -> Material:
    return gather(TEA, ON)


@pytest.fixture(scope="module")
def shipped_material() -> Material:
    return Material(library_in(SHIPPED), ON)


def rows(material: Material, caller: str) -> list[TimelineRow]:
    return [row for row in timelines(material) if row.caller == caller]


def test_a_silent_caller_hears_one_number_early_and_it_twice_in_the_end(tea: Material) -> None:
    assert [row.happens for row in rows(tea, SILENT)] == [
        'The question "what", try 1. Then 10 s for a key.',
        "The Kettle: the number, once. Then 5 s for a key.",
        'The question "what", try 2. Then 15 s for a key.',
        'The question "what", try 3. Then 20 s for a key.',
        'The outcome "unsure": The Kettle, the number twice. Then 10 s for a key.',
        'The outcome "unsure": The Kettle, the number twice. Then 15 s for a key.',
        'The outcome "unsure": The Kettle, the number twice. Then 20 s for a key.',
        "Goodbye: the call ends.",
    ]


def test_the_rows_of_a_timeline_follow_each_other(shipped_material: Material) -> None:
    for caller in (SILENT, RELAY):
        assert all(one.ends <= two.begins for one, two in pairwise(rows(shipped_material, caller)))


def test_the_first_number_is_heard_within_a_minute(shipped_material: Material) -> None:  # M3
    first, *_ = silent_readings(shipped_material)
    assert first <= 60
    assert rows(shipped_material, SILENT)[1].ends == round(first, 1)


def test_the_key_of_a_relay_caller_still_counts(shipped_material: Material) -> None:  # V20
    typed, reads, key = rows(shipped_material, RELAY)
    assert (typed.begins, typed.ends, reads.ends) == (0, 66, 86)
    assert key.ends - key.begins > 20
    assert key.happens == 'The key comes. The question "who", try 3. Keys count to the end of this row.'


def test_a_relay_caller_would_have_time_without_the_early_number_too(shipped_material: Material) -> None:  # V20
    for name, stops in shipped_material.questions.items():
        window, needed = relay_window(shipped_material, stops)
        assert window >= needed, name
