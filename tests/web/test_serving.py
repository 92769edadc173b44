"""A request is answered when all of it has come; a call in the loop, whatever waits in a thread."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, Response
from helpline.web.asgi import Whole, environ_of
from helpline.web.late import late
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.engine.inputs import SendResult, Utterance
from helpline.web import LARGEST_REQUEST, asgi, messages
from helpline.web.signature import SIGNATURE

from ..conftest import opened
from ..numbers import BOTH
from ..served import FORM
from .test_calls import Caller, Sender

Message = dict[str, Any]
LOOP = "a loop_0"


def in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a loop of its own: the tests of the page leave one running in the thread of the tests."""
    with ThreadPoolExecutor(1, "a loop") as thread:
        return thread.submit(asyncio.run, work).result()


class Client:
    """Sends requests to the line as a server hands them over, and keeps what comes back."""

    def __init__(self, line: Carrier):
        self.line = line
        self.whole = Whole(line.app, LARGEST_REQUEST, late(line.app, LARGEST_REQUEST))

    def asks(self, target: str, *parts: bytes | Message, method: str = "POST", **headers: str) -> list[Message]:
        """All that is sent back for a request whose body comes in these parts."""
        return in_a_loop(self.one(target, *parts, method=method, **headers))

    async def one(self, target: str, *parts: bytes | Message, method: str = "POST", **headers: str) -> list[Message]:
        last = len(parts) - 1
        coming = [part if isinstance(part, dict) else body(part, i < last) for i, part in enumerate(parts)]
        sent: list[Message] = []

        async def receive() -> Message:
            if not coming:
                await asyncio.sleep(30)
            return coming.pop(0)

        async def send(message: Message) -> None:
            sent.append(message)

        await self.whole(scope_of(target, method, headers), receive, send)
        return sent

    def signed(self, path: str, **fields: str) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of a signed form."""
        url = self.line.settings.public_url + path
        signature = RequestValidator(self.line.settings.auth_token).compute_signature(url, fields)
        return urlencode(fields).encode(), {"content-type": FORM, SIGNATURE.lower(): signature}


def body(part: bytes, more: bool = False) -> Message:
    return {"type": "http.request", "body": part, "more_body": more}


def scope_of(target: str, method: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "type": "http", "method": method, "scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000), "raw_path": path.encode("latin-1"), "query_string": query.encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
    }  # fmt: skip


def status(sent: list[Message]) -> int:
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    return int(sent[0]["status"])


@pytest.fixture
def client(line: Carrier) -> Client:
    return Client(line)


@pytest.fixture
def quiet(settings: Settings) -> Iterator[Client]:
    """Nothing is counted here: so no address says when its call began."""
    with opened(replace(settings, counts=False)) as line:
        yield Client(line)


CALLS = [("/voice", {"From": CALLER}), ("/voice/answer?begun=yes", {"Digits": "1"}), ("/voice/answer?begun=yes", {}),
         ("/voice/returned?begun=yes", {"DialCallStatus": "busy"}), ("/sms", {"Body": "numbers", "From": CALLER})]  # fmt: skip


@pytest.mark.parametrize(("path", "fields"), CALLS)
def test_it_answers_as_the_wsgi_application_does(quiet: Client, path: str, fields: dict[str, str]) -> None:
    sent_body, headers = quiet.signed(path, **fields)
    sent = quiet.asks(path, sent_body, **headers)
    assert status(sent) == 200
    assert sent[1]["body"].decode() == quiet.line.post(path, **fields)


@pytest.mark.parametrize("path", ["/", "/map", "/health", "/no-such-page", "/static/page.css", "/voice"])
def test_pages_come_whole_with_their_headers(client: Client, path: str) -> None:
    sent = client.asks(path, b"", method="GET")
    with client.line.app.test_client().get(path) as ours:
        assert status(sent) == ours.status_code
        assert sent[1]["body"] == ours.data
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        assert told["content-type"] == ours.headers["Content-Type"]
        assert told["content-length"] == str(len(ours.data))


def test_a_body_that_comes_in_pieces_is_put_together(client: Client) -> None:
    sent_body, headers = client.signed("/sms", Body="menu", From=CALLER)
    assert status(client.asks("/sms", *[sent_body[i : i + 7] for i in range(0, len(sent_body), 7)], **headers)) == 200


def test_what_is_too_large_is_refused_and_not_read_to_its_end(client: Client) -> None:
    more = [b"Body=" + b"x" * LARGEST_REQUEST, b"x" * 10, {"type": "never reached"}]
    assert status(client.asks("/sms", *more, **{"content-type": FORM})) == 403


def test_who_stops_halfway_is_let_go(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "PATIENCE_SECONDS", 0.05)
    sent = client.asks("/voice", body(b"Digits=", more=True))
    assert status(sent) == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_who_hangs_up_halfway_is_answered_nothing(client: Client) -> None:
    assert client.asks("/voice", body(b"Digits=", more=True), {"type": "http.disconnect"}) == []


def test_nothing_but_http_is_spoken(client: Client) -> None:
    def asked(kind: str) -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        in_a_loop(client.whole({"type": kind}, None, send))  # type: ignore[arg-type]
        return sent

    assert asked("websocket") == [{"type": "websocket.close"}]
    assert asked("lifespan") == []


class Stuck:
    """Turns of texts that wait, until they are let go: a database that does not answer, say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.free, self.begun = threading.Event(), set[str]()
        monkeypatch.setattr(messages, "take_turn", self._waits)

    def _waits(self, _library: object, _session: object, said: Utterance) -> None:
        self.begun.add(said.text)
        self.free.wait(20)
        raise TimeoutError


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Stuck:
    return Stuck(monkeypatch)


def test_texts_that_wait_hold_up_no_call_and_no_page(client: Client, stuck: Stuck) -> None:
    text_body, text_headers = client.signed("/sms", Body="menu", From=CALLER)
    call_body, call_headers = client.signed("/voice", From=CALLER)

    async def all_of_it() -> None:
        held = [
            asyncio.create_task(client.one("/sms", text_body, **text_headers)) for _ in range(asgi.TEXT_THREADS * 3)
        ]
        await asyncio.sleep(0.1)
        async with asyncio.timeout(5):
            assert status(await client.one("/voice", call_body, **call_headers)) == 200
            assert status(await client.one("/map", b"", method="GET")) == 200
        stuck.free.set()
        for text in held:
            assert status(await text) == 200  # both numbers

    in_a_loop(all_of_it())


def test_a_text_that_would_be_answered_too_late_gets_both_numbers_in_time(
    client: Client, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "LATEST_SECONDS", 0.1)
    texts = [client.signed("/sms", Body=f"menu {number}", From=CALLER) for number in range(asgi.TEXT_THREADS + 4)]

    async def all_of_it() -> None:
        asked = [asyncio.create_task(client.one("/sms", body, **headers)) for body, headers in texts]
        for text in asked:
            sent = await text
            assert status(sent) == 200
            assert sent[1]["body"].decode() == client.line.app.extensions["helpline"].spare_sms
        stuck.free.set()

    in_a_loop(all_of_it())
    # Those that were not begun are not taken later: the texter was told something else by then.
    assert len(stuck.begun) <= asgi.TEXT_THREADS


def test_whoever_else_is_kept_waiting_is_told_no_more_than_they_may_know(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    monkeypatch.setattr(asgi, "LATEST_SECONDS", 0.1)
    monkeypatch.setattr(Flask, "full_dispatch_request", lambda _app: free.wait(5) and Response())
    page, forged = client.asks("/map", b"", method="GET"), client.asks("/voice", b"Digits=1", **{"content-type": FORM})
    free.set()
    assert status(page) == status(forged) == 503
    assert all(number in page[1]["body"].decode() for number in BOTH)
    assert forged[1]["body"] == b""


def test_a_call_is_answered_in_the_loop_and_flask_never_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    where: list[str] = []
    real = asgi._run

    def looked_on(*args: Any) -> Any:
        where.append(threading.current_thread().name)
        return real(*args)

    monkeypatch.setattr(asgi, "_run", looked_on)
    call_body, headers = client.signed("/voice", From=CALLER)
    client.asks("/voice", call_body, **headers)
    assert where == [LOOP]
    assert status(client.asks("/voice", call_body)) == 403  # not signed: Flask says so
    assert where[1] == LOOP
    assert where[2].startswith("others")


def test_a_call_that_asks_for_a_text_waits_for_it_in_a_thread(client: Client) -> None:
    sender, where = Sender(), []
    extensions = client.line.app.extensions
    extensions["helpline"] = replace(extensions["helpline"], texting=sender)
    real = sender.send

    def send(*args: Any) -> SendResult:
        where.append(threading.current_thread().name)
        return real(*args)

    sender.send = send  # type: ignore[method-assign]
    caller = Caller(client.line).posts("/voice").presses("1", "1")
    sent_body, headers = client.signed(caller.next, CallSid="CA1", From=CALLER, Digits=caller.offered)
    sent = client.asks(caller.next, sent_body, **headers)
    assert status(sent) == 200
    assert [name.partition("_")[0] for name in where] == ["others"]
    assert len(sender.sent) == 1
    assert b"sent=1" in sent[1]["body"]


ANY = st.text(st.characters(codec="latin-1"), max_size=30)


@given(target=ANY, name=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), value=ANY)
@settings_of_hypothesis(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_asked_for_is_answered_and_never_breaks(client: Client, target: str, name: str, value: str) -> None:
    assert status(client.asks(target, b"x", **{name: value})) < 500


def test_a_request_is_handed_over_as_wsgi_has_it() -> None:
    headers = {"x-one": "1", "content-type": "text/plain", "content-length": "99"}
    scope = scope_of("/a%2Fb%ff?c=%20&d", "GET", headers) | {"server": None, "client": None}
    scope["headers"].append((b"x-one", b"2"))
    environ = environ_of(scope, b"four")
    assert environ["PATH_INFO"] == "/a/b\xff"
    assert environ["RAW_URI"] == "/a%2Fb%ff?c=%20&d"
    assert environ["QUERY_STRING"] == "c=%20&d"
    assert environ["CONTENT_LENGTH"] == "4"  # what came, whatever was announced
    assert environ["HTTP_X_ONE"] == "1,2"
    assert environ["wsgi.input"].read() == b"four"
    assert environ_of(scope_of("http://proxy:80/voice?x=1", "POST", {}), b"")["PATH_INFO"] == "/voice"
