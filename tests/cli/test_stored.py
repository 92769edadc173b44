"""The commands that look after the database: report, database, retention."""

import csv
import io
import time
from contextlib import closing
from pathlib import Path

import pytest

from helpline.engine.events import EventKind
from helpline.store.backup import OTHERS_TOOLS
from helpline.store.conversations import Conversations
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import KEPT_SECONDS
from helpline.store.schema import VERSION
from helpline.store.step_counts import StepCounter

from ..store.test_engines import NEVER
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


@pytest.mark.parametrize(
    ("url", "sentence"), [one for one in NEVER if one[0].strip(" '") == one[0] != ""]
)  # settings are cleaned
def test_an_address_that_cannot_be_meant_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert run("database", "--look").output == f"{sentence}\n"


def test_a_database_in_which_no_turn_can_be_kept_is_told(url: str, run: Run) -> None:
    run("database")
    with closing(Database(url)) as database, database.begin() as connection:
        connection.exec_driver_sql("DROP TABLE replies")
    done = run("database")
    assert done.exit_code == 1
    assert done.output == (
        f"The database is up to date (version {VERSION}).\n"
        "The tables in the database are not those of the line. Give the line a database of its own.\n"
    )


def test_a_backup_is_made_and_restored(url: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(url)
    backup = f"{tmp_path}/t.backup"
    done = run("database", "--backup", backup)
    assert done.output == f"{backup} holds all of the database. Keep it as safe as the database itself.\n"
    report = run("report").output
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    done = run("database", "--restore", backup)
    assert done.output == f"The database holds all of {backup}.\nThe database is up to date (version {VERSION}).\n"
    assert run("report").output == report


@pytest.mark.parametrize("option", ["--backup", "--restore"])
def test_on_postgresql_its_own_tools_are_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, option: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user@host/name")
    done = run("database", option, f"{tmp_path}/t.backup")
    assert (done.exit_code, done.output) == (1, f"{OTHERS_TOOLS}\n")


def test_one_thing_is_done_at_a_time(run: Run, url: str) -> None:
    done = run("database", "--look", "--backup", "t.backup")
    assert done.exit_code == 2
    assert "Use one of --look, --backup and --restore at a time." in done.output


def test_retention_says_what_went(url: str, run: Run) -> None:
    with closing(Database(url)) as database:
        long_ago = time.time() - KEPT_SECONDS - 60
        Conversations(database, KeyedHash("k")).turn("+447700900001", "SM1", long_ago, lambda session, _: (session, ""))
    assert run("retention").stdout.startswith(
        "Deleted: 1 text conversations and 1 replies older than 48 hours, 0 counts"
    )


CANNOT_OPEN = "The file of the database cannot be opened. Its folder must be there, and the line must be allowed to write into it."


@pytest.mark.parametrize("command", ["report", "database", "retention"])
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////no/such/folder/t.db")
    done = run(command)
    assert done.exit_code == 1
    assert done.output == f"{CANNOT_OPEN}\n"


@pytest.mark.parametrize("days", ["0", "-3", "99999999"])
def test_days_that_were_never_kept_are_refused(run: Run, url: str, days: str) -> None:
    result = run("report", "--days", days)
    assert result.exit_code == 2
    assert "is not in the range" in result.output
