"""Text conversations between one message and the next."""

import itertools
import json
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from sqlalchemy import event

from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.session import Session
from helpline.engine.turn import take_turn
from helpline.store.blocklist import Blocklist
from helpline.store.conversations import MOST_RECENT, Conversations, RecentReplies, Take
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import BLOCKED_SECONDS, KEPT_SECONDS
from helpline.store.schema import replies, sessions

from .conftest import NOW, NUMBER, OTHER, rows

FRESH = itertools.count()
DOCUMENT = "<Response><Message>£ “shape” – 1 round\n2 square</Message></Response>"
SECRET = KeyedHash("a secret")
NO_REPLIES = RecentReplies()


@pytest.fixture
def conversations(opened: Database) -> Conversations:
    return Conversations(opened, SECRET)


def count(session: Session, _: RecentReplies = NO_REPLIES) -> tuple[Session, str]:
    return session._replace(misses=session.misses + 1, begun=True), DOCUMENT


def never(_session: Session, _: RecentReplies) -> tuple[Session, str]:
    pytest.fail("a turn was taken again")


def seen(conversations: Conversations, number: str = NUMBER, now: float = NOW) -> Session:
    """The session as the next message would find it."""
    found = []

    def look(session: Session, _: RecentReplies) -> tuple[Session, str]:
        found.append(session)
        return session, DOCUMENT

    conversations.turn(number, "", now, look)
    return found[0]


def test_a_conversation_goes_on_where_it_was(conversations: Conversations) -> None:
    conversations.turn(NUMBER, "SM1", NOW, count)
    conversations.turn(NUMBER, "SM2", NOW, count)
    assert seen(conversations).misses == 2
    assert seen(conversations, OTHER) == Session()


@pytest.mark.parametrize(
    ("after", "goes_on"),
    [
        (24 * 3600, True),
        (KEPT_SECONDS, True),
        (KEPT_SECONDS + 1, False),
        (-3600, True),  # a clock that was set back by an hour
        (-KEPT_SECONDS - 1, False),  # a clock that was a year ahead wrote the row
    ],
)
def test_a_conversation_is_kept_for_48_hours(conversations: Conversations, after: int, goes_on: bool) -> None:
    conversations.turn(NUMBER, "SM1", NOW, count)
    assert seen(conversations, now=NOW + after).begun is goes_on


def test_a_message_that_comes_twice_gets_its_answer_again_and_counts_once(conversations: Conversations) -> None:
    assert conversations.turn(NUMBER, "SM1", NOW, count) == DOCUMENT
    conversations.turn(NUMBER, "SM2", NOW, lambda session, _: (count(session)[0], "<another/>"))
    assert conversations.turn(NUMBER, "SM1", NOW + 9, never) == DOCUMENT
    assert conversations.turn(NUMBER, "SM2", NOW + 9, never) == "<another/>"
    assert seen(conversations).misses == 2


def told(conversations: Conversations, words: str, now: float = NOW, take: Take = count, **more: str) -> RecentReplies:
    """What the turn of a message was told of recent replies."""
    found = []

    def look(session: Session, recent: RecentReplies) -> tuple[Session, str] | None:
        found.append(recent)
        return take(session, recent)

    conversations.turn(more.pop("texter", NUMBER), "", now, look, words, **more)
    return found[0]


def test_replies_of_the_last_hour_are_counted_and_those_to_the_same_text(conversations: Conversations) -> None:
    texts = [("hi", 0), ("hi", 60), ("ho", 60), ("hi", 120), ("hi", 3600), ("hi", 3661), ("hi", 9999)]
    found = [told(conversations, words, NOW + after) for words, after in texts]
    assert [(recent.number, recent.to_same) for recent in found] == [
        (0, 0), (1, 1), (2, 0), (3, 2), (3, 2), (2, 2), (0, 0),
    ]  # fmt: skip
    assert told(conversations, "hi", texter=OTHER) == RecentReplies()


def test_the_same_words_are_another_text_where_the_conversation_has_moved_on(conversations: Conversations) -> None:
    def answer(session: Session, _: RecentReplies) -> tuple[Session, str]:
        return session.answered("shape", "round"), DOCUMENT

    def offer(session: Session, _: RecentReplies) -> tuple[Session, str]:
        return session._replace(offered=("plan",)), DOCUMENT

    found = [told(conversations, "1", take=take) for take in (answer, answer, offer, count)]
    assert [recent.to_same for recent in found] == [0, 0, 0, 0]
    assert told(conversations, "1").to_same == 1


def test_a_turn_without_a_reply_leaves_nothing(conversations: Conversations, opened: Database) -> None:
    assert conversations.turn(NUMBER, "SM1", NOW, lambda *_: None, "hi") is None
    assert rows(opened, sessions, replies) == [0, 0]
    assert told(conversations, "hi") == RecentReplies()


def test_a_row_remembers_only_so_many_replies(conversations: Conversations) -> None:
    for _ in range(MOST_RECENT + 5):
        told(conversations, "hi")
    assert told(conversations, "hi").number == MOST_RECENT


def test_a_text_takes_four_statements(conversations: Conversations, opened: Database) -> None:
    """Each is a round trip. Recent replies and the blocklist come with the session, in one."""
    told(conversations, "the tables are made")
    statements: list[str] = []
    event.listen(opened.engine, "before_cursor_execute", lambda *sent: statements.append(str(sent[2])))
    conversations.turn(NUMBER, "SM1", NOW, count, "hi")
    assert [sql.split()[0] for sql in statements if "sessions" in sql or "replies" in sql] == [
        "SELECT", "SELECT", "INSERT", "INSERT",
    ]  # fmt: skip


def test_a_block_holds_for_a_number_until_it_ends_or_is_taken_back(opened: Database) -> None:
    conversations, blocklist = Conversations(opened, SECRET), Blocklist(opened, SECRET)
    blocklist.block(NUMBER, NOW)
    blocklist.block(NUMBER, NOW + 60)  # begins anew
    ends = NOW + 60 + BLOCKED_SECONDS
    assert blocklist.ends(NOW + 60) == [ends]
    assert told(conversations, "hi").blocked
    assert told(conversations, "hi", texter=f"whatsapp:{NUMBER}", number=NUMBER).blocked
    assert not told(conversations, "hi", texter=OTHER).blocked
    assert told(conversations, "hi", ends).blocked
    assert not told(conversations, "hi", ends + 1).blocked
    assert blocklist.ends(ends + 1) == []
    assert [blocklist.unblock(NUMBER), blocklist.unblock(NUMBER)] == [True, False]
    assert not told(conversations, "hi").blocked


def test_a_block_under_the_key_before_holds_and_is_moved(opened: Database) -> None:
    old, both = KeyedHash("old"), KeyedHash("new", before="old")
    for number in (NUMBER, OTHER):
        Blocklist(opened, old).block(number, NOW)
    assert told(Conversations(opened, both), "hi").blocked
    assert told(Conversations(opened, KeyedHash("new")), "hi").blocked
    assert Blocklist(opened, both).unblock(OTHER)


def test_an_answer_without_words_is_an_answer(conversations: Conversations) -> None:
    conversations.turn(NUMBER, "SM1", NOW, lambda session, _: (session, ""))
    assert conversations.turn(NUMBER, "SM1", NOW, never) == ""


def test_a_message_without_an_id_is_taken_each_time(conversations: Conversations, opened: Database) -> None:
    for _ in range(2):
        conversations.turn(NUMBER, "", NOW, count)
    assert seen(conversations).misses == 2
    assert rows(opened, replies) == [0]


def test_nothing_that_is_written_says_who_or_what(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/t.db")) as database:
        turn = Conversations(database, SECRET).turn
        turn(NUMBER, "SM1", NOW, lambda session, _: (session.answered("shape", "round"), DOCUMENT), "my words")
        Blocklist(database, SECRET).block(NUMBER, NOW)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"round" in written
    for secret in (b"7700900001", b"SM1", b"my words", b"a secret"):
        assert secret not in written


@pytest.mark.parametrize("number", ["+447700900001", "whatsapp:+447700900001", "", "\ud83d", "x" * 5000])
def test_any_sender_has_a_conversation(conversations: Conversations, number: str) -> None:
    conversations.turn(number, "SM1", NOW, count)
    assert seen(conversations, number).misses == 1


def test_a_turn_that_fails_leaves_everything_as_it_was(conversations: Conversations) -> None:
    conversations.turn(NUMBER, "SM1", NOW, count)
    with pytest.raises(ZeroDivisionError):
        conversations.turn(NUMBER, "SM2", NOW, lambda session, _: 1 / 0)  # type: ignore[arg-type, return-value]
    assert seen(conversations).misses == 1
    conversations.turn(NUMBER, "SM2", NOW, count)
    assert seen(conversations).misses == 2


def test_texts_at_the_same_moment_are_taken_in_turn(conversations: Conversations) -> None:
    with ThreadPoolExecutor(8) as threads:
        turns = [threads.submit(conversations.turn, NUMBER, f"SM{i}", NOW, count) for i in range(24)]
        assert {turn.result(20) for turn in turns} == {DOCUMENT}
    assert seen(conversations).misses == 24


def _turns(url: str, name: str, messages: list[str]) -> list[str]:
    """The answers that one process gets to messages of one number, each sent twice."""
    with closing(Database(url)) as database:
        turn = Conversations(database, SECRET).turn
        return [
            turn(NUMBER, message, NOW, lambda session, _: (count(session)[0], f"<{name}/>"))
            for message in messages
            for _ in range(2)
        ]


def test_processes_that_contend_take_each_message_once(database: str, opened: Database) -> None:
    """Three processes start on an empty database and get the same messages; each message is answered by one."""
    messages = [f"SM{i}" for i in range(30)]
    names = ["a", "b", "c"]
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        told = [answers.result(60) for answers in [pool.submit(_turns, database, name, messages) for name in names]]
    assert told[0] == told[1] == told[2]
    assert seen(Conversations(opened, SECRET)).misses == len(messages)


def test_two_texts_in_quick_succession_are_both_answered_in_order(conversations: Conversations, joke: Library) -> None:
    """The second finds the session that the first left: the database lets one turn of a texter finish first."""
    order, begun, may_end = [], threading.Event(), threading.Event()

    def take(words: str, wait: Callable[[], object] = lambda: None) -> Take:
        def taken(session: Session, _: RecentReplies) -> tuple[Session, str]:
            begun.set()
            wait()
            after, reply = take_turn(joke, session, Utterance(words))
            order.append(reply.step)
            return after, reply.step

        return taken

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(conversations.turn, NUMBER, "SM1", NOW, take("hobnob", lambda: may_end.wait(10)))
        assert begun.wait(10)
        second = threads.submit(conversations.turn, NUMBER, "SM2", NOW, take("never"))
        assert order == []
        may_end.set()
        assert [first.result(10), second.result(10)] == ["dunked", "shrug"]
    assert order == ["dunked", "shrug"]


def test_another_key_gives_other_hashes(conversations: Conversations, opened: Database) -> None:
    conversations.turn(NUMBER, "SM1", NOW, count)
    assert not seen(Conversations(opened, KeyedHash("another"))).begun


@pytest.mark.parametrize("message", ["SM2", ""])
def test_rows_under_the_key_before_are_read_and_moved(opened: Database, message: str) -> None:
    Conversations(opened, KeyedHash("old")).turn(NUMBER, "SM1", NOW, count)
    both = Conversations(opened, KeyedHash("new", before="old"))
    both.turn(NUMBER, message, NOW, count)
    assert both.turn(NUMBER, "SM1", NOW, never) == DOCUMENT
    new = Conversations(opened, KeyedHash("new"))
    assert seen(new).misses == 2
    assert new.turn(NUMBER, "SM1", NOW, never) == DOCUMENT
    assert not seen(Conversations(opened, KeyedHash("old"))).begun


def test_a_row_under_the_key_of_now_is_not_replaced_by_one_from_before(opened: Database) -> None:
    """While one process has the new key and another has not, both write."""
    for key in ("old", "new", "new"):
        Conversations(opened, KeyedHash(key)).turn(NUMBER, "", NOW, count)
    both = Conversations(opened, KeyedHash("new", before="old"))
    assert seen(both).misses == 2
    assert rows(opened, sessions) == [2]


@pytest.mark.parametrize("kept", [[["shape", "gone"], ["never", "was"]], [], [["misses", "many"]]])
def test_a_session_of_other_words_is_read_and_never_an_error(
    conversations: Conversations, opened: Database, kept: list[list[str]]
) -> None:
    with opened.begin() as connection:
        row = {"texter": SECRET.hashes(NUMBER)[0], "session": json.dumps(kept), "kept_at": int(NOW)}
        connection.execute(sessions.insert().values(row))
    assert conversations.turn(NUMBER, "SM1", NOW, count) == DOCUMENT


@given(deliveries=st.lists(st.integers(1, 6), min_size=1, max_size=30))
@settings_of_hypothesis(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_messages_in_any_order_and_any_number_of_times_count_once_each(
    conversations: Conversations, deliveries: list[int]
) -> None:
    number, first = f"+44770090{next(FRESH):04}", {}
    for message in deliveries:
        given = conversations.turn(
            number, f"SM{number}{message}", NOW, lambda session, _: (count(session)[0], f"<{session.misses}/>")
        )
        assert first.setdefault(message, given) == given
    assert seen(conversations, number).misses == len(set(deliveries)) == len(set(first.values()))
