"""What breaks, and what callers and texters then get: an answer with a number in it, in time, every time."""

import os
import random
import resource
import shutil
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.errors import ContentError
from helpline.web import create_app

from ..conftest import SHIPPED, opened
from ..numbers import BOTH
from ..postgres import PostgreSQL
from ..served import Served
from .kills import kill_a_worker

pytestmark = pytest.mark.slow

CARRIER_WAITS = 15  # seconds


@pytest.fixture
def line(settings: Settings, database: str) -> Iterator[Carrier]:
    with opened(replace(settings, database_url=database)) as carrier:
        yield carrier


def numbers_only(reply: str | None) -> bool:
    return all(number in (reply or "") for number in BOTH) and "\n1 " not in (reply or "")


def asks_who(reply: str | None) -> bool:
    return "\n1 " in (reply or "")


def still_calls(line: Carrier) -> bool:
    return bool(line.press(line.call().next_path or "", "1").next_path)


def goes_on_within(line: Carrier, seconds: float) -> bool:
    """Whether a texter who tries again and again gets more than the numbers in that time."""
    until = time.monotonic() + seconds
    while not asks_who(reply := line.text("again")):
        assert numbers_only(reply)
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_a_locked_database_costs_the_conversation_only_while_it_is_locked(line: Carrier, database: str) -> None:
    assert asks_who(line.text("menu"))
    begun = time.monotonic()
    with locked(database):
        assert numbers_only(line.text("1"))
        assert still_calls(line)
    assert time.monotonic() - begun < CARRIER_WAITS
    assert asks_who(line.text("again"))


def test_while_the_database_is_locked_every_text_of_a_crowd_gets_both_numbers_in_time(
    tmp_path: Path, database: str
) -> None:
    line = Served(tmp_path, database)

    def texts(number: int) -> tuple[str, float]:
        begun = time.monotonic()
        _, reply = line.post("/sms", seconds=30, From=f"+4477009{number:05}", MessageSid=f"SM{number}", Body="menu")
        return reply, time.monotonic() - begun

    try:
        texts(99)  # connects, and makes the tables
        with locked(database), ThreadPoolExecutor(30) as crowd:
            for reply, seconds in crowd.map(texts, range(30)):
                assert numbers_only(reply)
                assert seconds < CARRIER_WAITS
        assert asks_who(texts(0)[0])
    finally:
        line.stop()


def locked(database: str) -> "closing[sqlite3.Connection] | psycopg.Connection[tuple[object, ...]]":
    """A connection that holds the tables until it is closed."""
    if database.startswith("sqlite"):
        other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        return closing(other)
    connection = psycopg.connect(database)
    connection.execute("LOCK TABLE sessions, replies")
    return connection


def test_a_database_that_is_gone_is_used_again_when_it_is_back(
    settings: Settings, postgres: PostgreSQL, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(replace(settings, database_url=postgres.fresh())) as line:
        assert asks_who(line.text("menu"))
        postgres.stop("immediate")
        try:
            assert numbers_only(line.text("1"))
            assert still_calls(line)
            assert line.app.test_client().get("/health").json["texts"] is False  # type: ignore[index]
        finally:
            postgres.start()
        assert goes_on_within(line, 10)  # a connection that failed is not tried again for a second
    assert CALLER not in caplog.text


def test_a_database_file_that_is_deleted_costs_no_answer(settings: Settings, tmp_path: Path) -> None:
    with opened(settings) as line:
        assert asks_who(line.text("menu"))
        for path in tmp_path.glob("t.db*"):
            path.unlink()
        reply = line.text("1") or ""
        assert numbers_only(reply) or "\n1 " in reply
        assert still_calls(line)


def test_a_full_database_costs_the_conversation_only_while_it_is_full(settings: Settings) -> None:
    with opened(settings) as line:
        assert asks_who(line.text("menu"))
        engine, limit = line.app.extensions["helpline"].database.engine, ["1"]
        event.listen(engine, "checkout", lambda driver, *_: driver.execute(f"PRAGMA max_page_count = {limit[0]}"))
        found = [line.post("/sms", MessageSid=f"SM{i}", From=f"+4477009{i:05}", Body="menu") for i in range(200)]
        assert any(numbers_only(reply) for reply in found)
        assert all(numbers_only(reply) or asks_who(reply) for reply in found)
        assert still_calls(line)
        limit[0] = "1000000"
        assert asks_who(line.text("again"))


def test_a_slow_database_is_waited_for_but_not_for_ever(settings: Settings, postgres: PostgreSQL) -> None:
    url = postgres.fresh()
    with opened(replace(settings, database_url=url)) as line, psycopg.connect(url, autocommit=True) as other:
        assert asks_who(line.text("menu"))
        for seconds, well in ((0.3, True), (30, False)):
            other.execute(
                f"CREATE OR REPLACE FUNCTION late() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END $$ LANGUAGE plpgsql;"
                "CREATE OR REPLACE TRIGGER late BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION late()"
            )
            begun = time.monotonic()
            reply = line.text("again")
            assert time.monotonic() - begun < CARRIER_WAITS
            assert asks_who(reply) is well
            assert well or numbers_only(reply)


@pytest.mark.parametrize("where", ["start", "middle", "all"])
def test_a_corrupted_file_costs_no_answer(settings: Settings, tmp_path: Path, where: str) -> None:
    with opened(settings) as line:
        line.text("menu")
    damaged = bytearray((tmp_path / "t.db").read_bytes())
    spans = {"start": slice(0, 100), "middle": slice(len(damaged) // 3, None), "all": slice(None)}
    damaged[spans[where]] = random.Random(1).randbytes(len(damaged[spans[where]]))  # noqa: S311 - noise
    (tmp_path / "t.db").write_bytes(damaged)
    with opened(settings) as line:
        for message in ("1", "menu", "numbers"):
            reply = line.text(message)
            assert numbers_only(reply) or asks_who(reply)
        assert still_calls(line)
        assert line.app.test_client().get("/health").status_code == 200


def test_a_clock_that_jumps_costs_no_answer(line: Carrier) -> None:
    year, now = 365 * 24 * 3600, time.time()
    for jump in (0, -year, year, -20 * year, 3600, 0):
        running = line.app.extensions["helpline"]
        line.app.extensions["helpline"] = replace(running, clock=lambda at=now + jump: at)
        assert asks_who(line.text("menu"))
        assert still_calls(line)


def test_one_message_delivered_many_times_at_once_is_one_turn(line: Carrier) -> None:
    line.text("menu")
    fields = {"MessageSid": "SM1", "From": CALLER, "Body": "1"}
    with ThreadPoolExecutor(8) as pool:
        replies = set(pool.map(lambda _: line.post("/sms", **fields), range(16)))
    assert len(replies) == 1
    assert asks_who(line.text("back"))


def test_clips_that_vanish_while_the_line_runs_are_said_instead(settings: Settings, tmp_path: Path) -> None:
    with opened(replace(settings, voice="clips")) as line:
        (tmp_path / "audio" / "clips").mkdir(parents=True)
        shutil.rmtree(tmp_path / "audio")
        assert line.call().words
        assert line.app.test_client().get("/audio/gone.wav").status_code == 404


def test_a_flow_file_broken_while_the_line_runs_reaches_no_caller(settings: Settings, tmp_path: Path) -> None:
    flows = shutil.copytree(SHIPPED, tmp_path / "flows")
    with opened(replace(settings, flows=flows)) as line:
        (flows / "disagreement.yaml").write_text("steps: [broken")
        assert still_calls(line)
        assert asks_who(line.text("menu"))
    with pytest.raises(ContentError, match="disagreement.yaml, line 1"):
        create_app(replace(settings, flows=flows))


def test_a_new_worker_starts_with_the_words_that_were_read_before_they_were_broken(tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(SHIPPED, home / "flows")
    shutil.copytree(SHIPPED.parent / "helpline", home / "helpline", ignore=shutil.ignore_patterns("__pycache__"))
    line = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", workers=1, PYTHONPATH=str(home))
    try:
        (home / "flows" / "disagreement.yaml").write_text("steps: [broken")
        assert kill_a_worker(line, random.Random(1))  # noqa: S311
        line.wait(20)
        assert "<Gather" in line.post("/voice")[1]
    finally:
        line.stop()


def test_a_full_disk_costs_the_conversation_and_no_answer(tmp_path: Path) -> None:
    line = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", file_bytes=64 * 1024)
    try:
        found = [line.post("/sms", MessageSid=f"SM{i}", From=f"+4477009{i:05}", Body="menu") for i in range(120)]
        assert {status for status, _ in found} == {200}
        assert all(numbers_only(reply) or asks_who(reply) for _, reply in found)
        assert any(numbers_only(reply) for _, reply in found), "the disk did not fill"
        assert "<Gather" in line.post("/voice")[1]
    finally:
        line.stop()


def test_a_worker_that_hangs_is_replaced_and_the_other_answers_meanwhile(tmp_path: Path) -> None:
    line = Served(tmp_path, f"sqlite:///{tmp_path}/t.db")
    try:
        line.wait_for_workers(2)
        hung = kill_a_worker(line, random.Random(1), signal.SIGSTOP)  # noqa: S311
        answered = 0
        until = time.monotonic() + 40
        while hung in line.workers() and time.monotonic() < until:
            try:
                answered += "<Gather" in line.post("/voice", seconds=2)[1]
            except OSError:  # it was the one that hangs that took this call: the carrier tries again
                time.sleep(0.1)
        assert answered > 5
        assert hung not in line.workers()
        line.wait_for_workers(2)
    finally:
        for pid in line.workers():
            os.kill(pid, signal.SIGCONT)
        line.stop()


def test_more_connections_than_files_may_be_open_keep_a_call_waiting_only_until_they_go(tmp_path: Path) -> None:
    line, slow = Served(tmp_path, f"sqlite:///{tmp_path}/t.db"), []
    try:
        line.wait_for_workers(2)
        for pid in line.workers():
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (100, 100))
        for _ in range(250):
            client = socket.create_connection(("127.0.0.1", line.port))
            client.sendall(b"POST /voice HTTP/1.1\r\nHost")
            slow.append(client)
        for client in slow:
            client.close()
        begun = time.monotonic()
        assert "<Gather" in line.post("/voice", seconds=30)[1]
        assert "<Message>" in line.post("/sms", seconds=30, From="+447700900001", MessageSid="SM1", Body="menu")[1]
        assert time.monotonic() - begun < CARRIER_WAITS
    finally:
        line.stop()


def test_while_the_database_is_away_texts_do_not_hold_up_calls(settings: Settings) -> None:
    with socket.socket() as silent:  # accepts and says nothing, as a firewall or a dead machine does
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        url = f"postgresql://line@127.0.0.1:{silent.getsockname()[1]}/line"
        with opened(replace(settings, database_url=url)) as line:
            begun, replies = time.monotonic(), []
            threads = [threading.Thread(target=lambda: replies.append(line.text("menu"))) for _ in range(4)]
            for thread in threads:
                thread.start()
            assert still_calls(line)
            assert time.monotonic() - begun < 2
            for thread in threads:
                thread.join()
            assert all(map(numbers_only, replies))
            assert time.monotonic() - begun < CARRIER_WAITS
