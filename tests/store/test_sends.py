"""Claims on texts: none is sent twice, and none beyond its limit."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing

import pytest

from helpline.engine.inputs import SendResult
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.sends import DAY, HOUR, Sends

from .conftest import NOW

KEYS = KeyedHash("key")


@pytest.fixture
def sends(opened: Database) -> Sends:
    return Sends(opened, KEYS)


def yes(*_counts: int) -> bool:
    return True


def _claims(url: str) -> list[SendResult | None]:
    """The claims of one process on one press, from several threads."""
    with closing(Database(url)) as database, ThreadPoolExecutor(4) as threads:
        sends = Sends(database, KEYS)
        return list(threads.map(lambda _: sends.claim("press", "number", NOW, yes), range(12)))


def test_of_many_claims_at_once_one_sends(database: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        claims = [claim for claims in pool.map(_claims, [database] * 2, timeout=60) for claim in claims]
    assert claims.count(None) == 1
    assert claims.count(SendResult.UNKNOWN) == 23


def test_a_press_sends_once_also_when_it_names_another_number(sends: Sends) -> None:
    with ThreadPoolExecutor(4) as threads:
        claims = list(threads.map(lambda number: sends.claim("press", f"number {number}", NOW, yes), range(12)))
    assert claims.count(None) == 1


def test_a_result_is_kept_also_over_a_restart(database: str) -> None:
    for became in (None, SendResult.OPTED_OUT, SendResult.OPTED_OUT):
        with closing(Database(database)) as opened:
            sends = Sends(opened, KEYS)
            assert sends.claim("press", "number", NOW, yes) is became
            sends.record("press", SendResult.OPTED_OUT)


def test_a_text_beyond_the_limit_is_not_ours_to_send(sends: Sends) -> None:
    assert sends.claim("press", "number", NOW, lambda *_: False) is SendResult.LIMIT
    assert sends.claim("press", "number", NOW, yes) is SendResult.LIMIT


def test_limits_see_texts_of_a_day_to_the_number_and_of_an_hour_to_all(sends: Sends) -> None:
    for press, (number, ago, result) in enumerate(
        [
            ("ours", 60, SendResult.SENT),
            ("ours", 60, None),  # it is being sent, or a process died while it did
            ("ours", 2 * HOUR, SendResult.UNKNOWN),
            ("ours", DAY + 60, SendResult.SENT),
            ("ours", 60, SendResult.OPTED_OUT),
            ("another", 60, SendResult.SENT),
        ]
    ):
        sends.claim(str(press), number, NOW - ago, yes)
        if result:
            sends.record(str(press), result)
    seen: list[tuple[int, ...]] = []
    sends.claim("now", "ours", NOW, lambda *counts: bool(seen.append(counts)))
    assert seen == [(3, 3)]


def test_a_change_of_keys_sends_nothing_twice_and_lifts_no_limit(opened: Database) -> None:
    seen: list[tuple[int, ...]] = []

    def look(*counts: int) -> bool:
        seen.append(counts)
        return True

    before, after = Sends(opened, KeyedHash("old")), Sends(opened, KeyedHash("new", "old"))
    before.claim("press", "number", NOW, look)
    assert after.claim("press", "number", NOW, look) is SendResult.UNKNOWN
    after.record("press", SendResult.SENT)
    assert before.claim("press", "number", NOW, look) is SendResult.SENT
    after.claim("another press", "number", NOW, look)
    assert seen == [(0, 0), (1, 1)]
