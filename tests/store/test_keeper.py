"""Counts and expiry, off the path of every answer."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from helpline.store.keeper import Keeper
from helpline.store.tables import counts, replies, sessions
from sqlalchemy import Engine, func, select

from helpline.engine.events import EventKind
from helpline.engine.reply import Reply, Why
from helpline.store import keeper as module
from helpline.store.retention import COUNTS_KEPT_DAYS, KEPT_SECONDS
from helpline.store.step_counts import Key, read

NOW, DAY = 1_800_000_000.0, "2027-01-15"
CAME = Key(DAY, "voice", "en", "who", "came")


@pytest.fixture
def texts(database: str) -> Iterator[TextSessions]:
    with closing(TextSessions(database, "k")) as texts:
        yield texts


def rows(engine: Engine) -> list[int | None]:
    with engine.connect() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in (sessions, replies, counts)]


def test_counts_are_added_up_and_written(texts: TextSessions) -> None:
    keeper = Keeper(lambda: texts.engine, lambda: NOW)
    for _ in range(2):
        keeper.add("voice", "en", [("who", EventKind.STARTED), ("who", EventKind.CAME)])
        keeper.add("voice", "en", [("who", EventKind.CAME)])
        keeper.flush()
    assert read(texts.engine, DAY, DAY) == {CAME._replace(what="started"): 2, CAME: 4}
    assert read(texts.engine, "2027-01-16", "2027-12-31") == {}


def away() -> Engine:
    raise ConnectionError("no database at /secret/place")


def test_a_lost_database_costs_no_count_and_is_told_once(texts: TextSessions, caplog: pytest.LogCaptureFixture) -> None:
    engine: list[Callable[[], Engine]] = [away]
    keeper = Keeper(lambda: engine[0](), lambda: NOW)
    keeper.add("voice", "en", [("who", EventKind.CAME)])
    with caplog.at_level(logging.WARNING):
        keeper.flush()
        keeper.flush()
    assert [record.getMessage() for record in caplog.records] == [
        "Counts wait and nothing is tidied: ConnectionError. Calls and texts are answered."
    ]
    assert keeper.failing
    engine[0] = lambda: texts.engine
    keeper.flush()
    assert read(texts.engine, DAY, DAY) == {CAME: 1}
    assert not keeper.failing


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING_LIMIT", 3)
    keeper = Keeper(away)
    for i in range(5):
        keeper.add("voice", "en", [(f"step{i}", EventKind.CAME), ("step0", EventKind.CAME)])
    assert keeper.lost == 2


def test_the_thread_writes_and_tidies_and_closing_writes_the_rest(
    texts: TextSessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FLUSH_SECONDS", 0.01)
    texts.turn("+447700900001", "SM1", NOW - KEPT_SECONDS - 9, lambda session: (session, Reply("who", Why.ASKED)))
    keeper = Keeper(lambda: texts.engine, lambda: NOW)
    keeper.start()
    keeper.start()
    keeper.add("voice", "en", [("who", EventKind.CAME)])
    deadline = time.monotonic() + 10
    while rows(texts.engine) != [0, 0, 1] and time.monotonic() < deadline:
        time.sleep(0.02)
    monkeypatch.setattr(module, "FLUSH_SECONDS", 60)
    keeper.add("voice", "en", [("who", EventKind.CAME)])
    keeper.close()
    keeper.close()
    assert read(texts.engine, DAY, DAY) == {CAME: 2}


def test_what_is_too_old_or_from_the_future_is_forgotten_and_only_that(texts: TextSessions) -> None:
    for i, at in enumerate(
        (NOW, NOW - KEPT_SECONDS + 60, NOW - KEPT_SECONDS - 60, NOW + 3600, NOW + KEPT_SECONDS + 60)
    ):
        texts.turn(f"+44770090000{i}", f"SM{i}", at, lambda session: (session, Reply("who", Why.ASKED)))
    for days in (0, COUNTS_KEPT_DAYS, COUNTS_KEPT_DAYS + 1):
        old = Keeper(lambda: texts.engine, lambda days=days: NOW - days * 24 * 3600)  # type: ignore[misc]
        old.add("voice", "en", [("who", EventKind.CAME)])
        old.flush()
    keeper = Keeper(lambda: texts.engine, lambda: NOW)
    keeper.tidy()
    assert rows(texts.engine) == [3, 3, 2]
