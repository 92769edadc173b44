"""Claims on texts, and counts of what became of them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

from helpline.engine.inputs import SendResult
from helpline.store.sends import Claim, Sends

NOW = 1_800_000_000.0


def yes(*_counts: int) -> bool:
    return True


def test_of_many_who_claim_at_once_one_sends(tmp_path: Path) -> None:
    sends = Sends(f"sqlite:///{tmp_path}/t.db", "key")
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: sends.claim("press", "number", NOW, yes), range(24)))
    assert claims.count(Claim(None)) == 1
    assert claims.count(Claim(SendResult.UNKNOWN)) == 23
    sends.close()


def test_a_result_is_kept_also_over_a_restart(tmp_path: Path) -> None:
    first, second = (Sends(f"sqlite:///{tmp_path}/t.db", "key") for _ in range(2))
    assert first.claim("press", "number", NOW, yes) == Claim(None)
    first.record("press", SendResult.OPTED_OUT)
    assert second.claim("press", "number", NOW, yes) == Claim(SendResult.OPTED_OUT)
    first.close()
    second.close()


def test_a_change_of_keys_sends_nothing_twice_and_lifts_no_limit(tmp_path: Path) -> None:
    seen: list[tuple[int, ...]] = []

    def look(*counts: int) -> bool:
        seen.append(counts)
        return True

    with (
        closing(Sends(f"sqlite:///{tmp_path}/t.db", "old")) as before,
        closing(Sends(f"sqlite:///{tmp_path}/t.db", "new", "old")) as after,
    ):
        before.claim("press", "number", NOW, look)
        assert after.claim("press", "number", NOW, look) == Claim(SendResult.UNKNOWN)
        after.record("press", SendResult.SENT)
        assert before.claim("press", "number", NOW, look) == Claim(SendResult.SENT)
        after.claim("another press", "number", NOW, look)
    assert seen == [(0, 0), (1, 1)]


def test_reports_are_added_up_and_forgotten_in_time(tmp_path: Path) -> None:
    reports = Reports(f"sqlite:///{tmp_path}/t.db")
    for _ in range(2):
        reports.count(date(2026, 11, 23), "text", "undelivered", "30006")
    reports.count(date(2026, 11, 24), "text", "delivered")
    assert reports.since(date(2026, 11, 23)) == {("text", "undelivered", "30006"): 2, ("text", "delivered", ""): 1}
    assert reports.since(date(2026, 11, 24)) == {("text", "delivered", ""): 1}
    reports.count(date(2028, 11, 24), "call", "completed")
    assert reports.since(date(2026, 1, 1)) == {("call", "completed", ""): 1}
    reports.close()
