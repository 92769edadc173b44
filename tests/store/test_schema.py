"""The version of the tables, and a database that an older line left behind."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import inspect

from helpline.engine.session import Session
from helpline.store.callback_counts import CallbackCounts
from helpline.store.conversations import Conversations, RecentReplies
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.schema import VERSION, metadata, step_counts, upgrade, version_of
from helpline.store.step_counts import Key, read

from .conftest import NOW, NUMBER

KEYS = KeyedHash("k")
ANSWERED = Session().answered("shape", "round")._replace(misses=1)
KEPT = '[["shape", "round"], ["begun", "yes"], ["misses", "1"]]'  # as an older line kept it

# As the first release made them: no counts, and no version written down.
FIRST = """
CREATE TABLE sessions (texter VARCHAR(64) NOT NULL, session VARCHAR NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (texter));
CREATE INDEX sessions_kept_at ON sessions (kept_at);
CREATE TABLE replies (message VARCHAR(64) NOT NULL, reply VARCHAR NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (message));
CREATE INDEX replies_kept_at ON replies (kept_at);
"""
# Version 3: replies as data, and counts under other names.
THIRD = """
CREATE TABLE sessions (texter VARCHAR(64) NOT NULL, session VARCHAR NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (texter));
CREATE TABLE replies (message VARCHAR(64) NOT NULL, reply VARCHAR NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (message));
CREATE TABLE sends (press VARCHAR(64) NOT NULL, number VARCHAR(64) NOT NULL, result VARCHAR(20), kept_at INTEGER NOT NULL, PRIMARY KEY (press));
CREATE INDEX sends_kept_at ON sends (kept_at);
CREATE INDEX sends_number ON sends (number);
CREATE TABLE reports (day VARCHAR(10) NOT NULL, kind VARCHAR(10) NOT NULL, status VARCHAR(20) NOT NULL, code VARCHAR(10) NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (day, kind, status, code));
CREATE TABLE counts (day VARCHAR(10) NOT NULL, channel VARCHAR(16) NOT NULL, language VARCHAR(2) NOT NULL, step VARCHAR(64) NOT NULL, what VARCHAR(32) NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (day, channel, language, step, what));
CREATE TABLE schema_version (version INTEGER NOT NULL, PRIMARY KEY (version));
INSERT INTO schema_version VALUES (3);
INSERT INTO reports VALUES ('2026-11-23', 'text', 'delivered', '', 7);
INSERT INTO counts VALUES ('2026-11-23', 'sms', 'en', 'who', 'came', 9);
"""
# Version 4: replies as documents, and counts under the names of now.
FOURTH = (
    THIRD.replace("reply VARCHAR", "document VARCHAR")
    .replace("TABLE reports", "TABLE callback_counts")
    .replace("INTO reports", "INTO callback_counts")
    .replace("TABLE counts", "TABLE step_counts")
    .replace("INTO counts", "INTO step_counts")
    .replace("VALUES (3)", "VALUES (4)")
)
# Version 5: marks before the session's own names; no recent replies, and nobody blocked.
FIFTH = FOURTH.replace("VALUES (4)", "VALUES (5)")
MARKED = '[["shape", "round"], ["_begun", "yes"], ["_misses", "1"]]'
VERSIONS = [(FIRST, 1), (THIRD, 3), (FOURTH, 4), (FIFTH, 5)]


@pytest.fixture
def empty(database: str) -> Iterator[Database]:
    """A database in which nothing was made yet."""
    with closing(Database(database)) as opened:
        yield opened


def old_line(database: Database, statements: str) -> None:
    """Make the tables of an older line, in which one texter has given an answer and one message was replied to."""
    with database.engine.begin() as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.exec_driver_sql(statement)
        kept = MARKED if statements is FIFTH else KEPT
        for table, key, value in (("sessions", NUMBER, kept), ("replies", "SM0", "<x/>")):
            row = f"INSERT INTO {table} VALUES ('{KEYS.hashes(key)[0]}', '{value}', {int(NOW)})"  # noqa: S608 - our own
            connection.exec_driver_sql(row)


@pytest.mark.parametrize(("statements", "version"), VERSIONS)
def test_a_conversation_goes_on_in_a_database_of_an_older_line(empty: Database, statements: str, version: int) -> None:
    old_line(empty, statements)
    assert version_of(empty.engine) == version
    conversations, found = Conversations(empty, KEYS), []

    def take(session: Session, _: RecentReplies) -> tuple[Session, str]:
        found.append(session)
        return session, "<x/>"

    for message in ("SM1", "SM0"):  # the second was replied to before the upgrade
        conversations.turn(NUMBER, message, NOW, take)
    again = [] if version > 3 else [ANSWERED]  # replies are kept as documents since version 4
    assert found == [ANSWERED, *again]
    assert version_of(empty.engine) == VERSION
    assert not inspect(empty.engine).get_indexes("sessions"), "it costs every text"


@pytest.mark.parametrize("statements", [THIRD, FOURTH, FIFTH])
def test_counts_are_kept_over_the_upgrade(empty: Database, statements: str) -> None:
    old_line(empty, statements)
    assert CallbackCounts(empty).since(date(2026, 11, 1)) == {("text", "delivered", ""): 7}
    assert read(empty, "2026-11-01", "2026-11-30") == {Key("2026-11-23", "sms", "en", "who", "came"): 9}


@pytest.mark.parametrize("statements", [THIRD, FOURTH, FIFTH])
def test_the_code_of_any_language_fits_after_the_upgrade(empty: Database, statements: str) -> None:
    old_line(empty, statements)
    upgrade(empty.engine)
    easy = Key("2026-11-24", "voice", "en-x-easy", "who", "came")
    with empty.begin() as connection:
        connection.execute(step_counts.insert().values(**easy._asdict(), times=2))
    assert read(empty, "2026-11-24", "2026-11-24") == {easy: 2}


@pytest.mark.parametrize("statements", [statements for statements, _ in VERSIONS])
def test_an_upgraded_database_has_the_tables_of_a_new_one(empty: Database, statements: str) -> None:
    old_line(empty, statements)
    upgrade(empty.engine)
    found = inspect(empty.engine)
    assert set(found.get_table_names()) == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert [column["name"] for column in found.get_columns(name)] == [column.name for column in table.columns]
        assert {index["name"] for index in found.get_indexes(name)} == {index.name for index in table.indexes}


def test_an_upgrade_that_fails_halfway_changes_nothing(empty: Database) -> None:
    old_line(empty, THIRD)
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE step_counts (mine INTEGER)")
    with pytest.raises(Exception, match="step_counts"):
        upgrade(empty.engine)
    assert version_of(empty.engine) == 3
    assert "replies" in inspect(empty.engine).get_table_names()


def test_upgrading_says_what_was_found_and_may_be_done_again(empty: Database) -> None:
    assert version_of(empty.engine) == 0
    assert upgrade(empty.engine) == (0, VERSION)
    assert upgrade(empty.engine) == (VERSION, VERSION)


def test_a_newer_database_is_left_as_it_is(empty: Database) -> None:
    upgrade(empty.engine)
    with empty.begin() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    assert upgrade(empty.engine) == (99, 99)


def test_many_threads_may_set_up_at_once(database: str) -> None:
    databases = [Database(database) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda one: upgrade(one.engine), databases))
    assert sorted(done) == [(0, VERSION)] + [(VERSION, VERSION)] * 5
    for one in databases:
        one.close()


def _upgrade(url: str) -> tuple[int, int]:
    with closing(Database(url)) as database:
        return upgrade(database.engine)


def test_many_processes_may_upgrade_at_once(database: str, empty: Database) -> None:
    old_line(empty, THIRD)
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(_upgrade, [database] * 6, timeout=60))
    assert sorted(done) == [(3, VERSION)] + [(VERSION, VERSION)] * 5
