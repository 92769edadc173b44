"""A registry of rules: codes, reasons, two limits, and rules that are switched off."""

from collections.abc import Iterator

import pytest

from helpline.content.rules import Finding, Rule, Rules, Severity
from helpline.errors import Complaint

CRUMBS = Complaint("plate.yaml", 3, "There are crumbs.", "Sweep.")
COLD = Complaint("cup.yaml", 1, "It is cold.", "Heat it.")

rules = Rules[int]()


@rules.rule("B01", "B1", "Crumbs attract mice.", "warning")
def no_crumbs(crumbs: int) -> Iterator[Complaint]:
    yield from [CRUMBS] * crumbs


@rules.limits(Rule("T01", "T1", "Cold tea is no tea."), Rule("T01W", "T1", "Lukewarm is nearly cold.", "warning"))
def warm_enough(crumbs: int) -> Iterator[tuple[Severity, Complaint]]:
    if crumbs:
        yield "error" if crumbs > 9 else "warning", COLD


def test_a_finding_carries_what_was_written_with_the_rule() -> None:
    assert list(rules.findings(1))[0] == Finding(Rule("B01", "B1", "Crumbs attract mice.", "warning"), CRUMBS)


@pytest.mark.parametrize(("crumbs", "codes"), [(0, []), (2, ["B01", "T01W"]), (10, ["B01", "T01"])])
def test_each_complaint_is_found_once_under_the_code_of_its_limit(crumbs: int, codes: list[str]) -> None:
    assert [finding.rule.code for finding in rules.findings(crumbs)] == codes


@pytest.mark.parametrize(("off", "codes"), [({"B01"}, ["T01"]), ({"T01"}, ["B01"]), ({"T01W"}, ["B01", "T01"])])
def test_a_code_that_is_off_is_not_found(off: set[str], codes: list[str]) -> None:
    assert [finding.rule.code for finding in rules.findings(10, off)] == codes


def test_a_rule_that_is_off_altogether_is_not_looked_at() -> None:
    looked = Rules[list[str]]()
    looked.rule("B02", "B2", "It costs time.")(lambda seen: seen.append("looked") or [])  # type: ignore[func-returns-value]
    seen: list[str] = []
    assert list(looked.findings(seen, {"B02"})) == []
    assert seen == []


def test_errors_come_first_then_file_line_and_code() -> None:
    found = sorted(rules.findings(10), key=lambda finding: finding.order)
    assert [finding.rule.code for finding in found] == ["T01", "B01"]


def test_codes_stand_in_the_order_in_which_they_are_written() -> None:
    assert [rule.code for rule in rules] == ["B01", "T01", "T01W"]
