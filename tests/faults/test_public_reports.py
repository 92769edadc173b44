"""Faults that people have reported of other services of this kind, tried on the line: see helpline/OPERATING.md."""

import http.client
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
import soundfile
from sqlalchemy import Engine
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from helpline.cli.carrier import CALLER, Carrier
from helpline.content.library import Library
from helpline.content.load import read_flows
from helpline.engine.machine import machine_of
from helpline.engine.session import Session
from helpline.speech.sound import read
from helpline.store.conversations import Conversations, RecentReplies
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.store.sends import Sends

from ..conftest import JOKE, TOKEN
from ..postgres import PostgreSQL
from ..served import FORM, Served

NOW, AFTER_2038 = 1_800_000_000, 2**31 + 60
FIELDS = {"CallSid": "CA1", "From": CALLER, "To": "+441632960001"}


def turn(database: Database, message: str, now: float = NOW) -> str | None:
    """A turn by text. Its answer says how many turns there were before."""

    def take(session: Session, _: RecentReplies) -> tuple[Session, str]:
        return session._replace(misses=session.misses + 1), str(session.misses)

    return Conversations(database, KeyedHash("k")).turn(CALLER, message, now, take)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served")
    line = Served(folder, f"sqlite:///{folder}/t.db")
    yield line
    line.stop()


def call(line: Served, body: bytes | list[bytes], **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to a signed call. A list goes out in chunks, with no length."""
    signature = RequestValidator(TOKEN).compute_signature(f"{line.url}/voice", FIELDS)
    told = {"X-Twilio-Signature": signature, "Content-Type": FORM, **headers}
    with closing(http.client.HTTPConnection("127.0.0.1", line.port, timeout=30)) as connection:
        connection.request("POST", "/voice", body, told, encode_chunked=isinstance(body, list))
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.mark.slow
def test_headers_of_two_proxies_that_disagree_lose_no_call(served: Served) -> None:
    headers = {"X-Forwarded-Proto": "http", "X-Forwarded-Protocol": "https", "X-Forwarded-Ssl": "on"}
    answer, document = call(served, urlencode(FIELDS).encode(), **headers)
    assert (answer.status, b"<Gather" in document) == (200, True)


@pytest.mark.slow
def test_a_body_that_a_proxy_sends_in_chunks_is_read(served: Served) -> None:
    body = urlencode(FIELDS).encode()
    answer, document = call(served, [body[:9], body[9:]], **{"Transfer-Encoding": "chunked"})
    assert (answer.status, b"<Gather" in document) == (200, True)


@pytest.mark.slow
def test_an_answer_has_a_length_and_is_in_one_piece(served: Served) -> None:
    answer, document = call(served, urlencode(FIELDS).encode())
    assert answer.headers["Content-Length"] == str(len(document))
    assert "Transfer-Encoding" not in answer.headers


@pytest.mark.slow
def test_a_server_that_became_a_standby_is_let_go_after_one_text(postgres: PostgreSQL) -> None:
    with closing(Database(postgres.fresh())) as database:
        turn(database, "SM1")
        _becomes_a_standby(database.engine)
        with pytest.raises(Exception, match="read-only transaction"):
            turn(database, "SM2")
        assert turn(database, "SM2") == "1"


def _becomes_a_standby(engine: Engine) -> None:
    """The server at the end of the pool's connection takes no more writes; a new connection finds one that does."""
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("SET default_transaction_read_only = on")
        connection.commit()


def test_texts_are_answered_after_the_19th_of_january_2038(database: str) -> None:
    with closing(Database(database)) as opened:
        assert [turn(opened, message, AFTER_2038) for message in ("SM1", "SM2", "SM1")] == ["0", "1", "0"]
        assert Sends(opened, KeyedHash("k")).claim("press", CALLER, AFTER_2038, lambda *_: True) is None


def test_an_sqlite_file_that_was_taken_away_is_made_again_at_the_next_text(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    with closing(Database(f"sqlite:///{file}")) as one, closing(Database(f"sqlite:///{file}")) as another:
        assert [turn(one, "SM1"), turn(another, "SM2")] == ["0", "1"]
        for path in tmp_path.iterdir():
            path.unlink()
        assert [turn(one, "SM3"), turn(another, "SM4"), turn(one, "SM5")] == ["0", "1", "2"]
    with closing(Database(f"sqlite:///{file}")) as later:
        assert turn(later, "SM6") == "3"


@pytest.mark.parametrize("locking", ["unix-dotfile", "unix-none"])
def test_sqlite_works_where_a_file_system_shares_no_memory(tmp_path: Path, locking: str) -> None:
    """Network file systems have no such memory, which WAL mode needs."""
    url = f"sqlite:///file:{tmp_path}/t.db?vfs={locking}&uri=true"
    with closing(Database(url)) as one:
        assert [turn(one, "SM1"), turn(one, "SM2")] == ["0", "1"]
    with closing(Database(url)) as another:
        assert turn(another, "SM3") == "2"


@pytest.mark.parametrize("sender", [f"rcs:{CALLER}", f"RCS:{CALLER}", f"messenger:{'1' * 15}"])
def test_a_text_of_another_channel_is_answered(line: Carrier, sender: str) -> None:
    assert "Who do you disagree with?" in line.post("/sms", MessageSid="SM1", From=sender, Body="menu")


@pytest.mark.parametrize("sender", ["SUPPORT", "NHS-NoReply", "60066"])
def test_a_sender_with_a_name_or_a_short_number_gets_no_reply_and_no_error(line: Carrier, sender: str) -> None:
    assert line.post("/sms", MessageSid="SM1", From=sender, Body="You have 1 new message").endswith("<Response />")


@pytest.mark.parametrize("values", [["a", "b"], ["b", "a"], ["b", "b"]])
def test_a_field_that_comes_twice_is_signed_with_all_its_values(line: Carrier, values: list[str]) -> None:
    pairs = [("MessageSid", "SM1"), ("From", CALLER), ("Body", "menu"), *(("Field", value) for value in values)]
    signature = RequestValidator(TOKEN).compute_signature("https://line.example/sms", MultiDict(pairs))
    headers = {"X-Twilio-Signature": signature}
    answer = line.app.test_client().post("/sms", data=urlencode(pairs), headers=headers, content_type=FORM)
    assert (answer.status_code, "Who do you disagree with?" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            "\n".join("-  " * depth for depth in range(1100)),
            'The file does not begin with a name and a colon ("name: …").',
        ),
        ("[" * 3000, "Too many brackets stand inside each other."),
        ("a: &a [*a]", "Words cannot begin with & here."),
        ('a: &a ["x"]\nb: [*a, *a]', "Words cannot begin with & here."),
    ],
    ids=["nested lines", "nested brackets", "an alias of itself", "aliases"],
)
def test_a_file_that_overflows_a_parser_is_told_in_words(tmp_path: Path, words: str, says: str) -> None:
    folder = shutil.copytree(JOKE, tmp_path / "flows")
    (folder / "words.yaml").write_text(words)
    assert [finding.complaint.says for finding in read_flows(folder)[1]] == [says]


@pytest.mark.parametrize("kind", ["PCM_16", "PCM_24", "FLOAT"])
def test_a_recording_in_the_extensible_kind_of_wave_is_read(kind: str) -> None:
    samples = np.sin(np.arange(2400) / 9).astype(np.float32) / 2
    heard = []
    for form in ("WAV", "WAVEX"):
        file = BytesIO()
        soundfile.write(file, samples, 24000, kind, format=form)
        file.seek(0)
        heard.append(read(file).samples)
    assert len(heard[1]) == len(samples)
    assert np.array_equal(*heard)


def test_two_conversations_do_not_share_a_state_machine(joke: Library) -> None:
    one, another = machine_of(joke)(), machine_of(joke)()
    one.send("choose_round")
    assert (one.current_state_value, another.current_state_value) == ("step_dunked", "step_shape")


def test_conversations_in_many_threads_keep_their_own_answers(line: Carrier) -> None:
    def converse(number: int) -> str:
        sender, key = f"+4477009{number:05}", str(number % 2 + 1)
        for turned, body in enumerate(("menu", key)):
            document = line.post("/sms", MessageSid=f"SM{number}x{turned}", From=sender, Body=body)
        return document

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(converse, range(40)))
    assert len(set(answers[::2])) == len(set(answers[1::2])) == 1
    assert answers[0] != answers[1]
