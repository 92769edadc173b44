"""The commands that look after the database: report, database, retention."""

import csv
import io
import time
from contextlib import closing
from pathlib import Path

import pytest

from helpline.engine.events import EventKind
from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import KEPT_SECONDS
from helpline.store.schema import VERSION
from helpline.store.step_counts import StepCounter

from .conftest import Run


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/t.db"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def fill(url: str) -> None:
    with closing(Database(url)) as database:
        counter = StepCounter(database)
        for times, event in (
            (23, ("who", EventKind.CAME)),
            (12, ("who", EventKind.LEFT)),
            (8, ("who", EventKind.GAVE_UP)),
            (4, ("talked", EventKind.CAME)),
        ):
            for _ in range(times):
                counter.add("voice", "en", [event])
        counter.flush()


def test_the_report_is_a_table(url: str, run: Run) -> None:
    fill(url)
    out = run("report").stdout
    assert "under 5 is not shown" in out
    (who,) = [line for line in out.splitlines() if " who " in line]
    assert who.split()[:5] == ["voice", "en", "who", "question", "25"]
    assert who.split()[-1] == "20"  # 8 after three misses, 11 without a word
    assert "  4 " not in out


def test_the_report_is_csv_and_may_be_by_day(url: str, run: Run) -> None:
    fill(url)
    rows = list(csv.DictReader(io.StringIO(run("report", "--format", "csv", "--by-day").stdout)))
    assert [(row["day"][:2], row["step"], row["came"]) for row in rows] == [
        ("20", "who", "25"),
        ("20", "talked", "under 5"),
    ]


def test_with_nothing_counted_the_report_says_so(url: str, run: Run) -> None:
    assert "Nothing was counted." in run("report").stdout


def test_the_database_is_set_up_and_says_how_it_is(url: str, run: Run) -> None:
    assert f"has version 0; this program wants version {VERSION}" in run("database", "--look").stdout
    assert f"was empty. It is version {VERSION} now" in run("database").stdout
    assert "is up to date" in run("database").stdout


def test_retention_says_what_went(url: str, run: Run) -> None:
    with closing(Database(url)) as database:
        long_ago = time.time() - KEPT_SECONDS - 60
        Conversations(database, KeyedHash("k")).turn("+447700900001", "SM1", long_ago, lambda session, _: (session, ""))
    assert run("retention").stdout.startswith(
        "Deleted: 1 text conversations and 1 replies older than 48 hours, 0 counts"
    )


@pytest.mark.parametrize("command", ["report", "database", "retention"])
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////no/such/folder/t.db")
    done = run(command)
    assert done.exit_code == 1
    assert done.output.startswith("The database cannot be used (OperationalError).")


@pytest.mark.parametrize("days", ["0", "-3", "99999999"])
def test_days_that_were_never_kept_are_refused(run: Run, url: str, days: str) -> None:
    result = run("report", "--days", days)
    assert result.exit_code == 2
    assert "is not in the range" in result.output
