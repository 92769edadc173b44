"""A request is answered when all of it has come, in a thread of its kind; a webhook before its deadline."""

import asyncio
import threading
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, request
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings
from helpline.web import LARGEST_REQUEST
from helpline.web.monitoring import measure
from helpline.web.serving import THREADS, WholeRequests, environ_of
from helpline.web.signature import SIGNATURE

from ..conftest import opened
from ..served import FORM

Event = dict[str, Any]
WAIT = 10  # seconds for which a test waits for an event


class Client:
    """Sends requests to the line as a server hands them over, and keeps the answers."""

    def __init__(self, line: Carrier, body_seconds: float = 5, deadline_seconds: float = 12):
        self.line = line
        self.whole = WholeRequests(line.app, body_seconds, deadline_seconds)

    def asks(self, target: str, *parts: bytes | Event, method: str = "POST", **headers: str) -> list[Event]:
        """All that is sent back for a request whose body comes in these parts."""
        return asyncio.run(self.one(target, *parts, method=method, **headers))

    async def one(self, target: str, *parts: bytes | Event, method: str = "POST", **headers: str) -> list[Event]:
        last = len(parts) - 1
        coming = [part if isinstance(part, dict) else body(part, i < last) for i, part in enumerate(parts)]
        sent: list[Event] = []

        async def receive() -> Event:
            if not coming:
                await asyncio.sleep(30)
            return coming.pop(0)

        async def send(event: Event) -> None:
            sent.append(event)

        await self.whole(scope_of(target, method, headers), receive, send)
        return sent

    def signed(self, path: str, **fields: str) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of a signed form."""
        url = self.line.settings.public_url + path
        signature = RequestValidator(self.line.settings.auth_token).compute_signature(url, fields)
        return urlencode(fields).encode(), {"content-type": FORM, SIGNATURE.lower(): signature}


def body(part: bytes, more: bool = False) -> Event:
    return {"type": "http.request", "body": part, "more_body": more}


def scope_of(target: str, method: str, headers: dict[str, str]) -> dict[str, Any]:
    path, _, query = target.partition("?")
    return {
        "type": "http", "method": method, "scheme": "http", "http_version": "1.1",
        "raw_path": path.encode("latin-1"), "query_string": query.encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
    }  # fmt: skip


def status(sent: list[Event]) -> int:
    assert [event["type"] for event in sent] == ["http.response.start", "http.response.body"]
    return int(sent[0]["status"])


@pytest.fixture
def client(line: Carrier) -> Client:
    return Client(line)


CALLS = [("/voice", {"From": CALLER}), ("/voice/answer?_begun=yes", {"Digits": "1"}), ("/voice/answer?_begun=yes", {}),
         ("/voice/returned?_begun=yes", {"DialCallStatus": "busy"}), ("/sms", {"Body": "numbers", "From": CALLER})]  # fmt: skip


@pytest.mark.parametrize(("path", "fields"), CALLS)
def test_it_answers_as_flask_does(settings: Settings, path: str, fields: dict[str, str]) -> None:
    with opened(replace(settings, counts=False)) as line:  # so no address says when its call began
        client = Client(line)
        sent_body, headers = client.signed(path, **fields)
        sent = client.asks(path, sent_body, **headers)
        assert status(sent) == 200
        assert sent[1]["body"].decode() == line.post(path, **fields)


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


def test_a_body_that_is_too_large_is_refused_and_not_read_to_its_end(client: Client) -> None:
    more = [b"Body=" + b"x" * LARGEST_REQUEST, b"x" * 10, {"type": "never reached"}]
    assert status(client.asks("/sms", *more, **{"content-type": FORM})) == 403


def test_a_client_that_stops_halfway_is_let_go(line: Carrier) -> None:
    sent = Client(line, body_seconds=0.05).asks("/voice", body(b"Digits=", more=True))
    assert status(sent) == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_client_that_hangs_up_halfway_is_answered_nothing(client: Client) -> None:
    assert client.asks("/voice", body(b"Digits=", more=True), {"type": "http.disconnect"}) == []


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_nothing_but_http_is_spoken(client: Client, kind: str) -> None:
    asyncio.run(client.whole({"type": kind}, None, None))  # returns, and sends nothing


class Stuck:
    """Conversations that wait until they are let go: a database that does not answer, say."""

    def __init__(self) -> None:
        self.free, self.full = threading.Event(), threading.Event()
        self.begun: list[str] = []

    def turn(self, _number: str, message: str, *_more: object) -> str:
        self.begun.append(message)
        if len(self.begun) == THREADS["sms"]:
            self.full.set()
        self.free.wait(WAIT)
        raise TimeoutError


@pytest.fixture
def stuck(line: Carrier) -> Stuck:
    made = Stuck()
    line.app.extensions["helpline"] = replace(line.app.extensions["helpline"], conversations=made)
    return made


def texts(client: Client, number: int) -> list[tuple[bytes, dict[str, str]]]:
    return [client.signed("/sms", Body="menu", From=CALLER, MessageSid=f"SM{i}") for i in range(number)]


def test_texts_that_wait_hold_up_no_call_and_no_page(client: Client, stuck: Stuck) -> None:
    call_body, call_headers = client.signed("/voice", From=CALLER)

    async def all_of_it() -> None:
        waiting = [asyncio.create_task(client.one("/sms", body, **headers)) for body, headers in texts(client, 9)]
        assert await asyncio.to_thread(stuck.full.wait, WAIT)
        assert status(await client.one("/voice", call_body, **call_headers)) == 200
        assert status(await client.one("/map", b"", method="GET")) == 200
        stuck.free.set()
        for text in waiting:
            assert status(await text) == 200  # both numbers

    asyncio.run(all_of_it())


def test_a_text_at_its_deadline_gets_both_numbers_and_counts_once(line: Carrier, stuck: Stuck) -> None:
    measure(line.app, "a token")
    client, figures = Client(line, deadline_seconds=0.5), line.app.extensions["helpline_figures"]

    async def all_of_it() -> None:
        asked = [asyncio.create_task(client.one("/sms", body, **headers)) for body, headers in texts(client, 7)]
        for text in asked:
            sent = await text
            assert status(sent) == 200
            assert sent[1]["body"].decode() == line.app.extensions["helpline"].fallback_sms

    asyncio.run(all_of_it())
    stuck.free.set()
    for pool in client.whole._pools.values():
        pool.shutdown()
    assert figures.total("sms", "200") == figures.total("sms", "fallbacks") == 7
    assert figures.total("sms", "seconds") >= 7 * 0.5  # measured from their arrival, not from the second pass
    # Those that were not begun are not taken later: the texter was told something else by then.
    assert len(stuck.begun) == THREADS["sms"]


def test_at_the_deadline_a_forged_text_is_still_refused(line: Carrier) -> None:
    free = threading.Event()

    @line.app.before_request
    def wait() -> None:
        if "helpline.deadline_passed" not in request.environ:
            free.wait(WAIT)

    forged = Client(line, deadline_seconds=0.1).asks("/sms", b"Body=menu", **{"content-type": FORM})
    free.set()
    assert status(forged) == 403


@pytest.mark.parametrize(
    ("path", "pool"), [("/voice", "voice"), ("/sms", "sms"), ("/health", "page"), ("/texts/status", "page")]
)
def test_each_kind_has_threads_of_its_own(line: Carrier, path: str, pool: str) -> None:
    where: list[str] = []
    line.app.before_request(lambda: where.append(threading.current_thread().name))
    Client(line).asks(path, b"")
    assert where[0].startswith(f"{pool}_")


ANY = st.text(st.characters(codec="latin-1"), max_size=30)


@given(target=ANY, name=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), value=ANY)
@settings_of_hypothesis(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_target_and_header_is_answered_and_never_breaks(client: Client, target: str, name: str, value: str) -> None:
    assert status(client.asks(target, b"x", **{name: value})) < 500


def test_a_request_is_handed_over_as_wsgi_has_it() -> None:
    headers = {"x-one": "1", "content-type": "text/plain", "content-length": "99"}
    scope = scope_of("/a%2Fb%ff?c=%20&d", "GET", headers)
    scope["headers"].append((b"x-one", b"2"))
    environ = environ_of(scope, b"four")
    assert environ["PATH_INFO"] == "/a/b\xff"
    assert environ["RAW_URI"] == "/a%2Fb%ff?c=%20&d"
    assert environ["QUERY_STRING"] == "c=%20&d"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "4"  # the length that came, whatever was announced
    assert environ["HTTP_X_ONE"] == "1,2"
    assert environ["wsgi.input"].read() == b"four"
    assert environ_of(scope_of("http://proxy:80/voice?x=1", "POST", {}), b"")["PATH_INFO"] == "/voice"


def test_it_serves_any_flask_application() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", "front", lambda: "hello")
    sent = asyncio.run(_front(WholeRequests(app)))
    assert sent[1]["body"] == b"hello"


async def _front(whole: WholeRequests) -> list[Event]:
    sent: list[Event] = []

    async def receive() -> Event:
        return body(b"")

    async def send(event: Event) -> None:
        sent.append(event)

    await whole(scope_of("/", "GET", {}), receive, send)
    return sent
