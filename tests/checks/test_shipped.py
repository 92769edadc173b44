"""The line that is shipped passes its own checks and meets its own targets, on a day that is pinned."""

from datetime import date

import pytest

from helpline.checks.run import check_folder, gather
from helpline.reports.headlines import Figure, figures
from helpline.reports.paths import path_rows

from ..conftest import SHIPPED

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def found() -> list[Figure]:
    material = gather(SHIPPED, ON)
    return figures(material, list(path_rows(material)))


def test_no_error_and_no_unexplained_warning() -> None:
    assert [str(finding.complaint) for finding in check_folder(SHIPPED, ON).findings] == []


def test_every_target_is_met(found: list[Figure]) -> None:
    assert [(figure.what, figure.value) for figure in found if figure.met is False] == []


def test_what_cannot_be_computed_here_is_said(found: list[Figure]) -> None:
    assert {figure.code for figure in found if figure.met is None} == {"M12", "M18", "M20"}
    assert {figure.code for figure in found} == {f"M{n}" for n in range(1, 21)}
