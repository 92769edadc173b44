"""Callers of every kind, in simulated seconds."""

import pytest

from helpline.reports.paths import RUNS, Menu, Timing

MENU = Menu(wanted=5, whole=10, wait=10, wanted_again=6)


def test_who_knows_the_way_hears_no_menu() -> None:
    timing = Timing((MENU, MENU), first=20, second=32)
    assert timing.knows(timing.first) == pytest.approx(2 * 1.3 + 20)
    assert timing.knows(timing.second) == pytest.approx(2 * 1.3 + 32)


def test_who_hears_everything_reacts_after_the_end() -> None:
    timing = Timing((MENU, MENU), first=20, second=32)
    assert timing.hears_all(timing.first) == pytest.approx(2 * (10 + 2.3) + 20)


def test_new_callers_are_the_same_each_time() -> None:
    timing, again = Timing((MENU,), 20, 32), Timing((MENU,), 20, 32)
    assert timing.new_callers == again.new_callers
    assert RUNS == 10_000


def test_half_of_new_callers_stop_at_the_wanted_option() -> None:
    middle, slow = Timing((MENU,), 20, 32).new_callers
    assert 20 + 5 + 2 < middle < 20 + 10 + 4
    assert middle < slow


def test_the_slow_end_of_two_questions_has_let_a_wait_run_out() -> None:
    menu = Menu(wanted=5, whole=5, wait=30, wanted_again=6)
    _, one = Timing((menu,), 20, 32).new_callers
    _, two = Timing((menu, menu), 20, 32).new_callers
    assert one < 20 + 5 + 30
    assert two > 20 + 2 * 5 + 30
