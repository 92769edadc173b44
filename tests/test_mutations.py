"""What a caller could notice in a changed flow file is noticed before it is live; the whole is `python -m tests.mutations`."""

import os
from collections import Counter

import pytest

from .mutations import Mutant, altered, mutants, mutated, nodes, run

STEP = 60  # one mutant in so many, and every one that takes 999 away


def test_every_value_is_mutated() -> None:
    every = {one.path for one in mutants()}
    assert {("emergency", "number"), ("danger", "phrases", 0), ("off", "V36")} <= every
    assert len(every) > 3000


@pytest.mark.parametrize(
    ("value", "now"), [("999", "990"), ("true", "false"), ("unsure", "unsure now"), ("2026-11-23", "2026-11-24")]
)
def test_altered(value: str, now: str) -> None:
    assert altered(value) == now


def test_mutated_changes_one_file_only_there() -> None:
    whole = mutated(Mutant("contacts.yaml", ("emergency", "number"), "delete"))
    assert "number" not in whole["emergency"]
    assert whole["sendiass"]["number"]
    swapped = mutated(Mutant("contacts.yaml", ("sendiass", "name"), "swap"))
    assert sum(1 for _ in nodes((), swapped)) == sum(1 for _ in nodes((), whole)) + 1


@pytest.mark.slow
def test_no_mutant_that_a_caller_could_notice_is_missed() -> None:
    chosen = [one for i, one in enumerate(mutants()) if i % STEP == 0 or one.vital]
    found = run(chosen, os.cpu_count() or 1)
    assert [str(one) for one, what in found if what == "missed"] == []
    assert [str(one) for one, what in found if one.vital and what not in ("blocked", "refused")] == []
    assert Counter(what for _, what in found)["told"] > len(found) / 2
