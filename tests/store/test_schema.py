"""The version of the tables, and a database that an older line left behind."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from helpline.store.keys import Keys
from helpline.store.tables import open_engine, sessions
from sqlalchemy import inspect

from helpline.engine.reply import Reply, Why
from helpline.errors import SettingError
from helpline.store.schema import VERSION, connect, upgrade, version_of

NUMBER, NOW = "+447700900001", 1_800_000_000.0

# As the first release made them: no counts, and no version written down.
FIRST = """
CREATE TABLE sessions (texter VARCHAR(64) NOT NULL, session VARCHAR NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (texter));
CREATE INDEX sessions_kept_at ON sessions (kept_at);
CREATE TABLE replies (message VARCHAR(64) NOT NULL, reply VARCHAR NOT NULL, kept_at INTEGER NOT NULL, PRIMARY KEY (message));
CREATE INDEX replies_kept_at ON replies (kept_at);
"""


def test_a_conversation_goes_on_in_a_database_of_the_first_release(database: str) -> None:
    texter, old = Keys("k").hash(NUMBER), open_engine(database)
    with old.begin() as connection:
        for statement in filter(str.strip, FIRST.split(";")):
            connection.exec_driver_sql(statement)
        kept = '[["shape", "round"], ["begun", "yes"]]'
        connection.execute(sessions.insert().values(texter=texter, session=kept, kept_at=int(NOW)))
    old.dispose()
    with closing(TextSessions(database, "k")) as texts:
        found = []
        texts.turn(NUMBER, "SM1", NOW, lambda session: (found.append(session), (session, Reply("shape", Why.ASKED)))[1])
        assert found[0].answers == (("shape", "round"),)
        assert version_of(texts.engine) == VERSION
        tables = inspect(texts.engine)
        assert not tables.get_indexes("sessions") + tables.get_indexes("replies"), "they cost every text"


def test_upgrading_says_what_was_found_and_may_be_done_again(database: str) -> None:
    engine = open_engine(database)
    assert version_of(engine) == 0
    assert upgrade(engine) == (0, VERSION)
    assert upgrade(engine) == (VERSION, VERSION)
    engine.dispose()


def test_a_newer_database_is_left_as_it_is(database: str) -> None:
    engine = connect(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    assert upgrade(engine) == (99, 99)
    engine.dispose()


def test_many_processes_may_set_up_at_once(database: str) -> None:
    engines = [open_engine(database) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(upgrade, engines))
    assert sorted(done) == [(0, VERSION)] + [(VERSION, VERSION)] * 5
    for engine in engines:
        engine.dispose()


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """SQLite refuses a change of the journal's mode at once, without waiting, when another is just making it."""
    for number in range(40):
        engines = [open_engine(f"sqlite:///{tmp_path}/{number}.db") for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            assert {after for _, after in pool.map(upgrade, engines)} == {VERSION}
        for engine in engines:
            engine.dispose()


def test_postgresql_without_its_driver_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpline.store.tables.find_spec", lambda name: None)
    with pytest.raises(SettingError, match="pip install"):
        open_engine("postgresql://localhost/line")
