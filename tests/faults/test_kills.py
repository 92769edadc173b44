"""Killed with -9 under load: a few times here, a hundred times by `python -m tests.faults`."""

from pathlib import Path

import pytest

from ..postgres import PostgreSQL
from .kills import killed_at_random, one_of_two_killed

pytestmark = pytest.mark.slow


def test_killed_under_load_nothing_is_lost_or_doubled(tmp_path: Path, database: str) -> None:
    told = killed_at_random(tmp_path, database, kills=5)
    assert told.well, f"{told} {told.wrong[:3]}"


def test_two_lines_share_a_database_and_one_is_killed_in_mid_conversation(tmp_path: Path, postgres: PostgreSQL) -> None:
    told = one_of_two_killed(tmp_path, postgres.fresh())
    assert told.well, f"{told} {told.wrong[:3]}"
