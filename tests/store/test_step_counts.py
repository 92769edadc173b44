"""Step counts, off the path of every answer."""

import logging
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from helpline.engine.events import EventKind
from helpline.store.conversations import Conversations
from helpline.store.database import AGAIN_SECONDS, Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import KEPT_SECONDS
from helpline.store.schema import sessions
from helpline.store.step_counts import RETENTION_SECONDS, Key, StepCounter, read

from .conftest import NOW, NUMBER, rows

DAY = "2027-01-15"
CAME = Key(DAY, "voice", "en", "who", "came")
CAME_EVENT = [("who", EventKind.CAME)]


def test_counts_are_added_up_and_written(opened: Database) -> None:
    counter = StepCounter(opened, lambda: NOW)
    for _ in range(2):
        counter.add("voice", "en", [("who", EventKind.STARTED), ("who", EventKind.CAME)])
        counter.add("voice", "en", CAME_EVENT)
        counter.flush()
        counter.flush()
    assert read(opened, DAY, DAY) == {CAME._replace(what="started"): 2, CAME: 4}
    assert read(opened, "2027-01-16", "2027-12-31") == {}


def test_a_lost_database_costs_no_count_and_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    seconds = [0.0]
    with closing(Database(f"sqlite:///{tmp_path}/secret/t.db", lambda: seconds[0])) as database:
        counter = StepCounter(database, lambda: NOW)
        counter.add("voice", "en", CAME_EVENT)
        with caplog.at_level(logging.WARNING):
            counter.flush()
            counter.flush()
            counter.clean_up()
        assert [record.getMessage() for record in caplog.records] == [
            "Counts wait and nothing is deleted. The file of the database cannot be opened. Its folder must be there, and "
            "the line must be allowed to write into it."
        ]
        assert counter.failing
        (tmp_path / "secret").mkdir()
        seconds[0] += AGAIN_SECONDS
        counter.flush()
        assert read(database, DAY, DAY) == {CAME: 1}
        assert not counter.failing
        assert counter.lost == 0


def test_the_counts_that_wait_are_bounded(opened: Database) -> None:
    counter = StepCounter(opened, limit=3)
    for i in range(5):
        counter.add("voice", "en", [(f"step{i}", EventKind.CAME), ("step0", EventKind.CAME)])
    assert counter.lost == 2


def executed(database: Database, beginning: str) -> threading.Event:
    """Set when a statement that begins so was executed, by any thread."""
    done = threading.Event()

    def look(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(beginning):
            done.set()

    event.listen(database.engine, "after_cursor_execute", look)
    return done


def test_the_thread_writes_and_deletes_and_closing_writes_the_rest(opened: Database) -> None:
    long_ago = NOW - KEPT_SECONDS - 9
    Conversations(opened, KeyedHash("k")).turn(NUMBER, "SM1", long_ago, lambda session, _: (session, "<x/>"))
    written, deleted = executed(opened, "INSERT INTO step_counts"), executed(opened, "DELETE FROM callback_counts")
    counter = StepCounter(opened, lambda: NOW, every=0.01)
    counter.start()
    counter.start()
    counter.add("voice", "en", CAME_EVENT)
    assert written.wait(60)
    assert deleted.wait(60)
    counter.add("voice", "en", CAME_EVENT)
    counter.close()
    counter.close()
    assert read(opened, DAY, DAY) == {CAME: 2}
    assert rows(opened, sessions) == [0]


def test_a_counter_that_was_never_started_writes_nothing_when_it_is_closed(opened: Database) -> None:
    counter = StepCounter(opened, lambda: NOW)
    counter.add("voice", "en", CAME_EVENT)
    counter.close()
    assert read(opened, DAY, DAY) == {}


def test_expired_rows_are_deleted_once_an_hour(opened: Database) -> None:
    now, turn = [NOW], Conversations(opened, KeyedHash("k")).turn
    counter = StepCounter(opened, lambda: now[0])
    for passed, left in ((0, 0), (RETENTION_SECONDS - 1, 1), (RETENTION_SECONDS, 0)):
        now[0] = NOW + passed
        turn(NUMBER, "", NOW - KEPT_SECONDS - 1, lambda session, _: (session, "<x/>"))
        counter.clean_up()
        assert rows(opened, sessions) == [left]
