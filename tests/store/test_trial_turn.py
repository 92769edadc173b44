"""The trial turn: it fails where a text would fail, with the sentence for the cause, and leaves nothing behind."""

import resource
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from helpline.store.database import AGAIN_SECONDS, Database
from helpline.store.engines import SLASHES
from helpline.store.schema import replies, sessions
from helpline.store.trial_turn import LOOK_SECONDS, TrialTurn

from ..postgres import PostgreSQL, pgbouncer, why_no_pgbouncer
from .conftest import Clock, rows


def trouble(url: str) -> str | None:
    """The sentence for a database, and for the next use within the second."""
    with closing(Database(url)) as database:
        first, again = (TrialTurn(database).trouble() for _ in range(2))
        assert first == again
        return str(first) if first else None


def test_a_whole_turn_is_tried_and_deleted_again(opened: Database) -> None:
    written: list[str] = []

    def look(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        written.append(" ".join(statement.split()[:3]))

    event.listen(opened.engine, "after_cursor_execute", look)
    assert TrialTurn(opened).trouble() is None
    for statement in ("INSERT INTO sessions", "INSERT INTO replies", "DELETE FROM sessions", "DELETE FROM replies"):
        assert any(one.startswith(statement) for one in written), statement
    assert rows(opened, sessions, replies) == [0, 0]


def spoil(database: Database, *statements: str) -> None:
    with database.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


NOT_OURS = "The tables in the database are not those of the line. Give the line a database of its own."


@pytest.mark.parametrize(
    "statement", ["DROP TABLE replies", "DROP TABLE sessions", "ALTER TABLE replies RENAME COLUMN document TO words"]
)
def test_a_table_that_only_a_turn_needs(opened: Database, statement: str) -> None:
    """The database answers and is written to, and yet no text can be answered with it."""
    spoil(opened, statement)
    assert str(TrialTurn(opened).trouble()) == NOT_OURS


CANNOT_OPEN = "The file of the database cannot be opened. Its folder must be there, and the line must be allowed to write into it."


def junk(folder: Path) -> None:
    (folder / "t.db").write_bytes(b"this is not a database" * 100)


def damaged(folder: Path) -> None:
    url = f"sqlite:///{folder}/t.db"
    assert trouble(url) is None
    whole = (folder / "t.db").read_bytes()
    (folder / "t.db").write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))


@pytest.mark.parametrize(
    ("name", "spoils", "sentence"),
    [
        ("t.db", lambda folder: None, None),
        ("away/t.db", lambda folder: None, CANNOT_OPEN),
        ("", lambda folder: None, CANNOT_OPEN),
        ("t.db", junk, "The file that DATABASE_URL names is not a database. Move it away, or name another; the line makes a new one."),
        ("t.db", damaged, "The file of the database is damaged. Stop the line, move the file and those beside it (-wal, -shm) away, and restore a backup."),
    ],
)  # fmt: skip
def test_sqlite(tmp_path: Path, name: str, spoils: Callable[[Path], None], sentence: str | None) -> None:
    spoils(tmp_path)
    assert trouble(f"sqlite:///{tmp_path}/{name}") == sentence


FULL = "The disk of the database is full, or cannot be written to. Make room there."


def test_a_full_disk(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with closing(Database(f"sqlite:///{tmp_path}/t.db")) as database:
        assert TrialTurn(database).trouble() is None
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
        try:
            assert str(TrialTurn(database).trouble()) == FULL
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert TrialTurn(database).trouble() is None


def test_a_file_that_can_only_be_read(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/t.db?mode=ro&uri=true".replace("///", "///file:", 1))) as database:
        sqlite3.connect(tmp_path / "t.db").close()
        assert (
            str(TrialTurn(database).trouble())
            == "The file of the database may not be written to. The file, those beside it (-wal, -shm) and their folder must belong to the account that runs the line."
        )


def test_another_programs_lock(tmp_path: Path) -> None:
    with (
        closing(Database(f"sqlite:///{tmp_path}/t.db")) as database,
        closing(Database(f"sqlite:///{tmp_path}/t.db")) as other,
    ):
        event.listen(database.engine, "connect", lambda driver, _: driver.execute("PRAGMA busy_timeout = 1"))
        with other.begin():
            told = TrialTurn(database).trouble()
    assert (
        str(told) == "Another program keeps the database locked. End it; a copy or a look at the tables must not last."
    )


SENTENCES = [
    ("postgresql://line@127.0.0.1:9/name", "PostgreSQL does not listen where DATABASE_URL says. Start it, or correct the host and port."),
    ("postgresql:///name?host=/no/such/folder", "PostgreSQL does not listen where DATABASE_URL says. Start it, or correct the host and port."),
    ("postgresql://line@no.such.host.invalid/name", "The host in DATABASE_URL leads to no machine. (In a password, @ is written %40.) Correct DATABASE_URL, and restart the line."),
    ("postgresql://line@127.0.0.1:9/name?foo=bar", "PostgreSQL does not know a parameter that stands after the ? in DATABASE_URL. Correct DATABASE_URL, and restart the line."),
    ("postgresql://line@127.0.0.1:9/name?sslmode=bogus", "PostgreSQL does not know a parameter that stands after the ? in DATABASE_URL. Correct DATABASE_URL, and restart the line."),
    ("sqlite://t.db", f"{SLASHES} Then restart the line."),
]  # fmt: skip


@pytest.mark.parametrize(("url", "sentence"), SENTENCES)
def test_an_address_at_which_no_database_is(url: str, sentence: str) -> None:
    assert trouble(url) == sentence


ACCOUNTS = (
    "CREATE ROLE few LOGIN CONNECTION LIMIT 1; CREATE ROLE poor LOGIN; CREATE ROLE reader LOGIN;"
    "REVOKE ALL ON SCHEMA public FROM public; GRANT USAGE ON SCHEMA public TO poor;"
    "ALTER ROLE reader SET default_transaction_read_only = on"
)
WRITES = "Give the line's account that right, or use another database."
CONNECTIONS = "PostgreSQL, or the pooler before it, takes no more connections. Let it take more: each process of the line needs up to fifteen; or set a pooler before it."
ON_POSTGRESQL = [
    ("line@", "/nowhere", "PostgreSQL has no database of the name in DATABASE_URL. Make it (createdb). Correct DATABASE_URL, and restart the line."),
    ("nobody@", "", "PostgreSQL has no user of the name in DATABASE_URL. Correct DATABASE_URL, and restart the line."),
    ("line@", "?sslmode=require", "PostgreSQL and DATABASE_URL do not agree on encryption, or this machine is not let in. Try ?sslmode=require at the end of DATABASE_URL; else see pg_hba.conf."),
    ("poor@", "", f"The user in DATABASE_URL may not make or change tables. {WRITES}"),
    ("reader@", "", f"PostgreSQL lets nothing be written: it is a copy, or set to read only. {WRITES}"),
    ("few@", "", CONNECTIONS),
    ("line@", "", None),
]  # fmt: skip


@pytest.mark.slow
def test_postgresql(postgres: PostgreSQL) -> None:
    url = postgres.fresh()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(ACCOUNTS)
        try:
            with closing(psycopg.connect(url.replace("line@", "few@"))):
                for account, end, sentence in ON_POSTGRESQL:
                    there = url.rpartition("/")[0] if end.startswith("/") else url
                    assert trouble(there.replace("line@", account) + end) == sentence
        finally:
            owner.execute("DROP OWNED BY poor; DROP ROLE few, poor, reader")


POOLED = [
    ("transaction", "", None),
    ("session", "", None),
    ("statement", "", "The pooler before PostgreSQL gives a connection for one statement only, and the line needs transactions. Set its pool_mode to transaction."),
    ("transaction", "?options=-c%20statement_timeout%3D5s", "The pooler before PostgreSQL refuses a parameter that stands after the ? in DATABASE_URL. Take it away. Correct DATABASE_URL, and restart the line."),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "parameter", "sentence"), POOLED)
def test_a_pooler(postgres: PostgreSQL, mode: str, parameter: str, sentence: str | None) -> None:
    if why := why_no_pgbouncer():
        pytest.skip(why)
    with pgbouncer(postgres, postgres.fresh(), mode) as url:
        assert trouble(url + parameter) == sentence


def test_a_database_that_comes_back_is_used_again_a_second_later(tmp_path: Path) -> None:
    clock = Clock()
    with closing(Database(f"sqlite:///{tmp_path}/away/t.db", clock)) as database:
        trial = TrialTurn(database)
        assert trial.trouble()
        (tmp_path / "away").mkdir()
        assert trial.trouble()
        clock.now += AGAIN_SECONDS
        assert not trial.trouble()


@pytest.mark.slow
def test_a_server_that_was_restarted_is_used_again(postgres: PostgreSQL) -> None:
    clock = Clock()
    with closing(Database(postgres.fresh(), clock)) as database:
        trial = TrialTurn(database)
        assert not trial.trouble()
        postgres.stop()
        try:
            assert str(trial.trouble()) == SENTENCES[0][1]
        finally:
            postgres.start()
        clock.now += AGAIN_SECONDS
        assert not trial.trouble()


def test_many_questions_load_no_database(database: str) -> None:
    clock, begun = Clock(), []
    with closing(Database(database)) as opened:
        trial = TrialTurn(opened, clock)
        event.listen(opened.engine, "begin", lambda connection: begun.append(connection))
        assert trial.trouble_lately() is None
        after_the_first = len(begun)
        with ThreadPoolExecutor(4) as threads:
            assert not any(threads.map(lambda _: trial.trouble_lately(), range(20)))
        assert len(begun) == after_the_first
        clock.now += LOOK_SECONDS + 1
        assert trial.trouble_lately() is None
        assert len(begun) == after_the_first + 2
