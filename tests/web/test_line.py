"""Opening the line."""

import logging
from datetime import date

import pytest

from helpline.config import Settings
from helpline.web.line import open_line


def test_an_overdue_fact_is_told_loudly_and_the_line_opens_all_the_same(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert open_line(settings, today=date(2027, 6, 1)).library
    told = [record.getMessage() for record in caplog.records]
    assert any(
        line.startswith("OVERDUE: contacts.yaml, line ") and "had to be checked again by" in line for line in told
    )
    assert any("OVERDUE: disagreement.yaml" in line for line in told)


def test_a_fact_that_is_fresh_is_not_told(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        open_line(settings, today=date(2026, 11, 24))
    assert caplog.records == []
