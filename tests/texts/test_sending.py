"""A text through the real client to the emulated carrier, and everything that can go wrong with it."""

import logging
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from helpline.config import Settings
from helpline.engine.inputs import SendResult
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.retention import delete_expired
from helpline.store.sends import Sends
from helpline.texts.numbers import uk_mobile
from helpline.texts.sender import Limits, Sender
from helpline.web.texting import Texting, open_texting

from .conftest import MOBILE, sender_of
from .emulator import NUMBER, Emulator

NOW = 1_800_000_000.0
Make = Callable[..., Texting]
Opened = Callable[[Settings], Texting | None]
BODY = "SEND help. The words of a text."


@pytest.fixture
def opened_texting() -> Iterator[Callable[[Settings], Texting | None]]:
    """`open_texting` with a database that is closed after the test."""
    with ExitStack() as stack:

        def opened(settings: Settings) -> Texting | None:
            database = stack.enter_context(closing(Database(settings.database_url)))
            return open_texting(settings, database, KeyedHash(settings.auth_token))

        yield opened


def test_a_text_is_sent_with_the_right_words_and_wants_a_status_callback(texting: Texting, twilio: Emulator) -> None:
    assert texting.send("CA1 numbers 1", "07700 900123", BODY, NOW) is SendResult.SENT
    assert twilio.messages == [
        {"To": MOBILE, "From": NUMBER, "Body": BODY, "StatusCallback": "https://line.example/texts/status"}
    ]


def test_a_line_that_the_carrier_cannot_call_wants_no_status_callback(
    opened_texting: Opened, account: Settings, twilio: Emulator
) -> None:
    texting = opened_texting(replace(account, public_url="http://127.0.0.1:8000"))
    assert texting
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.SENT
    assert twilio.messages == [{"To": MOBILE, "From": NUMBER, "Body": BODY}]


CODES = {
    21610: SendResult.OPTED_OUT,
    21211: SendResult.NOT_MOBILE,
    21614: SendResult.NOT_MOBILE,
    21635: SendResult.NOT_MOBILE,
    30006: SendResult.NOT_MOBILE,
    21608: SendResult.NOT_ALLOWED,
    21408: SendResult.NOT_ALLOWED,
    20429: SendResult.LIMIT,
    20003: SendResult.FAILED,
    21606: SendResult.FAILED,  # our number cannot text
    20500: SendResult.UNKNOWN,
    20503: SendResult.UNKNOWN,
}


@pytest.mark.parametrize("problem_details", [False, True])
@pytest.mark.parametrize(("code", "result"), CODES.items())
def test_every_error_of_the_carrier_has_its_meaning(
    texting: Texting, twilio: Emulator, code: int, result: SendResult, problem_details: bool
) -> None:
    twilio.errors, twilio.problem_details = [code], problem_details
    assert texting.send("press", MOBILE, BODY, NOW) is result
    assert texting.send("press", MOBILE, BODY, NOW) is result, "a retry gives what became of the first"
    assert len(twilio.requests) == 1


def test_an_error_may_come_inside_the_message_that_was_made(texting: Texting, twilio: Emulator) -> None:
    twilio.message_error = 30006
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.NOT_MOBILE


def test_wrong_credentials_are_not_sent(opened_texting: Opened, account: Settings, twilio: Emulator) -> None:
    texting = opened_texting(replace(account, auth_token="another"))
    assert texting
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.FAILED
    assert twilio.messages == []


def test_a_carrier_that_hangs_may_have_sent_it_and_the_call_goes_on_in_time(
    texting_with: Make, account: Settings, twilio: Emulator
) -> None:
    texting = texting_with(sender=sender_of(account, answer=0.2))
    twilio.behaviour = "hang"
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.UNKNOWN
    assert twilio.took_message.wait(60)
    twilio.behaviour = ""
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.UNKNOWN
    assert len(twilio.messages) == 1


def test_whatever_is_slow_the_call_goes_on_in_time(account: Settings, twilio: Emulator) -> None:
    sender = sender_of(account, total=0.5)  # the client itself would wait longer
    twilio.behaviour = "hang"
    assert sender.send(MOBILE, BODY) == (SendResult.UNKNOWN, None)
    assert not twilio.released.is_set(), "it waited until the carrier had answered"
    assert sender.total < sender.connect + sender.answer == Sender.total < 5


def test_a_connection_that_is_cut_may_have_sent_it(texting: Texting, twilio: Emulator) -> None:
    twilio.behaviour = "cut"
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.UNKNOWN


def test_only_the_lines_own_settings_say_where_a_text_is_sent(
    texting: Texting, twilio: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.SENT
    assert len(twilio.messages) == 1


def test_a_dead_network_did_not_send_it(opened_texting: Opened, account: Settings) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        texting = opened_texting(replace(account, api_url=f"http://127.0.0.1:{closed.getsockname()[1]}"))
    assert texting
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.FAILED


def test_another_press_sends_another_text(texting: Texting, twilio: Emulator) -> None:
    assert texting.send("CA1 1", MOBILE, BODY, NOW) is SendResult.SENT
    assert texting.send("CA1 2", MOBILE, BODY, NOW) is SendResult.SENT
    assert len(twilio.messages) == 2


PERSONAL, GUERNSEY = "+4470" + "1" * 8, "+447911" + "1" * 6  # nobody's: made here so that no number is written


@pytest.mark.parametrize("to", ["+441632960001", "+12025550123", PERSONAL, GUERNSEY, "whatsapp:+447700900123",
                                "anonymous", "", "+266696687", "999", "+44770090012"])  # fmt: skip
def test_only_uk_mobiles_are_texted(texting: Texting, twilio: Emulator, to: str) -> None:
    assert uk_mobile(to) is None
    assert texting.send("press", to, BODY, NOW) is SendResult.NOT_ALLOWED
    assert twilio.requests == []


@pytest.mark.parametrize("to", [MOBILE, "07700900123", "07700 900 123", "+44 7700 900123", "00447700900123"])
def test_a_uk_mobile_is_known_however_it_is_written(to: str) -> None:
    assert uk_mobile(to) == MOBILE


def test_one_number_gets_so_many_texts_a_day(texting_with: Make, twilio: Emulator) -> None:
    texting = texting_with(limits=Limits(to_one=2))
    results = [texting.send(f"press {n}", MOBILE, BODY, NOW) for n in range(4)]
    assert results == [SendResult.SENT, SendResult.SENT, SendResult.LIMIT, SendResult.LIMIT]
    assert texting.send("other", "+447700900456", BODY, NOW) is SendResult.SENT
    assert texting.send("press 3", MOBILE, BODY, NOW) is SendResult.LIMIT
    assert texting.send("tomorrow", MOBILE, BODY, NOW + 86_401) is SendResult.SENT
    assert len(twilio.messages) == 4


def test_all_numbers_together_get_so_many_texts_an_hour(texting_with: Make) -> None:
    texting = texting_with(limits=Limits(to_all=3))
    results = [texting.send(f"{n}", f"+44770090012{n}", BODY, NOW) for n in range(4)]
    assert results == [SendResult.SENT] * 3 + [SendResult.LIMIT]
    assert texting.send("later", MOBILE, BODY, NOW + 3601) is SendResult.SENT


def test_texts_that_were_not_sent_do_not_count(texting_with: Make, twilio: Emulator) -> None:
    texting = texting_with(limits=Limits(to_one=1))
    twilio.errors = [20003, 20003]
    results = [texting.send(f"press {n}", MOBILE, BODY, NOW) for n in range(4)]
    assert results == [SendResult.FAILED, SendResult.FAILED, SendResult.SENT, SendResult.LIMIT]


def test_a_lost_database_sends_nothing_and_says_so(
    texting: Texting, twilio: Emulator, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "t.db").write_bytes(b"this is not a database" * 100)
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.FAILED
    assert twilio.requests == []
    assert "A text was not sent: DatabaseError" in caplog.text


class LostAfterTheClaim(Sends):
    def record(self, key: str, result: SendResult) -> None:
        raise sqlite3.OperationalError


def test_a_database_that_is_lost_after_the_sending_does_not_change_what_is_told(texting_with: Make) -> None:
    texting = texting_with(sends=LostAfterTheClaim)
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.SENT
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.UNKNOWN


class Broken(Sender):
    def send(self, to: str, body: str) -> tuple[SendResult, int | None]:
        raise RuntimeError(to)


def test_an_error_that_nobody_foresaw_may_have_sent_it(
    texting_with: Make, account: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    texting = texting_with(sender=sender_of(account, Broken))
    assert texting.send("press", MOBILE, BODY, NOW) is SendResult.UNKNOWN
    assert "A text may not have been sent: RuntimeError" in caplog.text
    assert MOBILE not in caplog.text


def test_no_number_and_no_words_are_written_down(
    texting: Texting, twilio: Emulator, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        twilio.errors = [21610]
        texting.send("CA-the-call first", MOBILE, BODY, NOW)
        texting.send("CA-the-call second", MOBILE, BODY, NOW)
        twilio.behaviour = "cut"
        texting.send("CA-the-call third", MOBILE, BODY, NOW)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("t.db*")) + caplog.text.encode()
    for secret in ("7700900123", "900123", BODY, "CA-the-call"):
        assert secret.encode() not in written
    assert "opted_out (the carrier's code: 21610)" in caplog.text


def test_rows_are_forgotten_like_conversations(texting: Texting, account: Settings, tmp_path: Path) -> None:
    texting.send("old", MOBILE, BODY, NOW)
    texting.send("new", MOBILE, BODY, NOW + 49 * 3600)
    with closing(Database(account.database_url)) as kept:
        delete_expired(kept, NOW + 49 * 3600)
    with sqlite3.connect(tmp_path / "t.db") as database:
        assert database.execute("SELECT count(*) FROM sends").fetchone() == (1,)
    database.close()


def test_without_an_account_or_a_number_no_text_is_offered(
    opened_texting: Opened, settings: Settings, account: Settings
) -> None:
    assert opened_texting(settings) is None
    assert opened_texting(replace(account, number="")) is None
    assert opened_texting(replace(account, account_sid="")) is None
