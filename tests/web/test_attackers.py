"""Whoever is not the carrier, and whatever the carrier may pass on: never a 5xx, never an unsigned answer."""

import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from helpline.cli.carrier import CALLER, Carrier
from helpline.web import LARGEST_REQUEST
from helpline.web.signature import SIGNATURE

from ..served import FORM, Served

pytestmark = pytest.mark.slow

MANY = settings_of_hypothesis(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
PATHS = st.sampled_from(["/voice", "/voice/answer", "/sms", "/voice/answer?who=council&_begun=yes"])
NAMES = st.sampled_from(["Digits", "Body", "From", "To", "MessageSid", "CallSid", "NumMedia", "", "\x00"]) | st.text(
    max_size=20
)
ANY_TEXT = st.text(max_size=300) | st.text(st.characters(categories=["Cs", "Cc", "Co", "Cn"]), max_size=40)
FIELDS = st.lists(st.tuples(NAMES, ANY_TEXT), max_size=30)
TYPES = st.sampled_from(
    [FORM, FORM + "; charset=utf-16", FORM + "; charset=nonsense", "multipart/form-data", "application/json", "",
     "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "x" * 200, "text/plain", "é", ";;;"]
)  # fmt: skip


def encoded(fields: list[tuple[str, str]]) -> bytes:
    """A form body in which lone surrogates stand as they are: no valid UTF-8."""
    parts = (
        (quote(name.encode("utf-8", "surrogatepass")), quote(value.encode("utf-8", "surrogatepass")))
        for name, value in fields
    )
    return "&".join(f"{name}={value}" for name, value in parts).encode()


def send(line: Carrier, path: str, body: bytes, kind: str = FORM, **headers: str) -> TestResponse:
    return line.app.test_client().post(path, data=body, headers={"Content-Type": kind, **headers})


def signed(line: Carrier, path: str, body: bytes) -> TestResponse:
    """Sent as the carrier signs it: over the form as it reads when it is decoded."""
    form = Request(EnvironBuilder(path, method="POST", data=body, content_type=FORM).get_environ()).form
    url = line.settings.public_url + path
    return send(
        line, path, body, **{SIGNATURE: RequestValidator(line.settings.auth_token).compute_signature(url, form)}
    )


def says_nothing(response: TestResponse) -> bool:
    return 400 <= response.status_code < 500 and "<Response" not in response.text and "Traceback" not in response.text


@given(
    path=PATHS,
    body=st.binary(max_size=600) | FIELDS.map(encoded),
    kind=TYPES,
    signature=st.none() | st.text(st.characters(codec="latin-1", categories=["L", "N", "P"]), max_size=60),
)
@MANY
def test_nothing_unsigned_is_answered(line: Carrier, path: str, body: bytes, kind: str, signature: str | None) -> None:
    headers = {} if signature is None else {SIGNATURE: signature}
    assert says_nothing(send(line, path, body, kind.encode("latin-1").decode("latin-1"), **headers))


@given(path=PATHS, body=FIELDS.map(encoded) | st.binary(max_size=600))
@MANY
def test_everything_signed_is_answered(line: Carrier, path: str, body: bytes) -> None:
    response = signed(line, path, body)
    assert response.status_code == 200
    # A text of STOP alone gets an empty answer.
    assert len(ET.fromstring(response.data)) or b"Body" in body  # noqa: S314 - our own document


@given(
    query=st.lists(
        st.tuples(
            st.sampled_from(["who", "council", "begun", "aside", "misses", "page", "pace", "language"])
            | st.text(max_size=10),
            st.text(max_size=30),
        ),
        max_size=20,
    ),
    digit=st.text(max_size=4),
)
@MANY
def test_any_session_in_a_signed_address_is_answered(line: Carrier, query: list[tuple[str, str]], digit: str) -> None:
    response = signed(
        line, "/voice/answer?_begun=yes&" + urlencode(query, errors="replace"), encoded([("Digits", digit)])
    )
    assert response.status_code == 200
    assert len(ET.fromstring(response.data))  # noqa: S314 - our own document


@pytest.mark.parametrize("path", ["/voice", "/voice/answer", "/sms"])
@pytest.mark.parametrize("field", ["a", "Body", "From", "Digits", "MessageSid"])
def test_thousands_of_fields_or_of_the_same_field_are_answered(line: Carrier, path: str, field: str) -> None:
    for body in (f"{field}=1&" * 8000, "&".join(f"{field}{i}=1" for i in range(5000)), f"{field}=" + "%00" * 20_000):
        assert (
            signed(line, path, body.encode()[: LARGEST_REQUEST - 1].rsplit(b"&", 1)[0].rstrip(b"%0")).status_code == 200
        )


@pytest.mark.parametrize("size", [LARGEST_REQUEST + 1, 10_000_000])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "application/json"])
def test_what_is_too_large_is_refused_unread(line: Carrier, size: int, kind: str) -> None:
    assert says_nothing(send(line, "/sms", b"x" * size, kind))


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options", "head"])
def test_other_methods_are_not_answered(line: Carrier, method: str) -> None:
    for path in ("/voice", "/sms", "/voice/answer"):
        response = getattr(line.app.test_client(), method)(path)
        assert response.status_code in (200, 403, 405)  # 200: OPTIONS names the methods and nothing else
        assert "<Response" not in response.text


TRICKS = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/x", "Forwarded": "host=evil.example",
    "Host": "evil.example", "X-Original-URL": "/sms", "X-Rewrite-URL": "/sms", "X-HTTP-Method-Override": "GET",
    "X-Forwarded-For": "127.0.0.1", "X-Twilio-Webhooks-Signature-Settings": "alg=none",
}  # fmt: skip


@pytest.mark.parametrize("header", TRICKS)
def test_a_header_changes_nothing_about_who_is_let_in(line: Carrier, header: str) -> None:
    right = RequestValidator(line.settings.auth_token).compute_signature("https://line.example/voice", {})
    wrong = RequestValidator(line.settings.auth_token).compute_signature("https://evil.example/voice", {})
    tricked = send(line, "/voice", b"", **{header: TRICKS[header], SIGNATURE: right})
    assert tricked.status_code == (403 if header.startswith("X-Twilio") else 200) or "<Gather" in tricked.text
    assert says_nothing(send(line, "/voice", b"", **{header: TRICKS[header], SIGNATURE: wrong}))
    assert says_nothing(send(line, "/voice", b"", **{header: TRICKS[header]}))


def test_a_replayed_or_reordered_text_moves_nothing(line: Carrier) -> None:
    def text(number: int, body: str) -> str:
        return line.post("/sms", MessageSid=f"SM{number}", From=CALLER, Body=body)

    first, second = text(1, "menu"), text(2, "1")
    assert text(1, "menu") == first
    assert text(2, "1") == second
    assert text(1, "menu") == first
    assert text(3, "again") == second


def test_a_captured_call_can_be_replayed_and_tells_nobody_anything(line: Carrier) -> None:
    assert line.post("/voice", From=CALLER) == line.post("/voice", From="+447700900999")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/health",
        "/audio/x.wav",
        "/audio/..%2f..%2fREADME.md",
        "/nothing",
        "/report",
        "/metrics",
        "/%00",
        "/voice%0a",
    ],
)
def test_pages_for_everyone_tell_no_secret_and_never_crash(line: Carrier, path: str) -> None:
    response = line.app.test_client().get(path)
    assert response.status_code in (200, 403, 404)
    assert line.settings.auth_token not in response.text
    assert "Traceback" not in response.text


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("attacked")
    line = Served(folder, f"sqlite:///{folder}/t.db")
    yield line
    line.stop()


def raw(served: Served, request: bytes) -> bytes:
    """The first line of what comes back for bytes on the wire; empty when it only hangs up."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=12) as client:
        try:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            return client.recv(65536).split(b"\r\n")[0]
        except OSError:
            return b""


HEAD = b"POST /sms HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    "request_bytes",
    [HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n0\r\n\r\n",
     HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nGET /",
     HEAD + b"Content-Length: -1\r\n\r\n", HEAD + b"Content-Length: " + b"9" * 11 + b"\r\n\r\nx", HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nBody=",
     HEAD + b"X-Twilio-Signature: " + b"x" * 100_000 + b"\r\n\r\n", HEAD + b"A: b\r\n" * 500 + b"\r\n",
     b"POST /sms?" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", b"\x00\xff\x16\x03\x01" * 50, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
     b"POST /voice%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"POST http://evil.example/voice HTTP/1.1\r\nHost: x\r\n\r\n", b"POST * HTTP/1.1\r\nHost: x\r\n\r\n"],
)  # fmt: skip
def test_odd_bytes_on_the_wire_get_no_answer_and_do_no_harm(served: Served, request_bytes: bytes) -> None:
    line = raw(served, request_bytes)
    assert line == b"" or b" 4" in line[:13] or b" 505 " in line[:14], line  # 505: this HTTP version is not spoken
    assert "<Gather" in served.post("/voice")[1]


@given(request=st.binary(max_size=400) | st.binary(max_size=200).map(lambda body: HEAD + b"\r\n" + body))
@settings_of_hypothesis(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_on_the_wire_get_no_answer(served: Served, request: bytes) -> None:
    line = raw(served, request)
    assert b" 200" not in line[:13]
    assert b" 500" not in line[:13]


def test_after_all_that_the_log_holds_no_traceback(served: Served) -> None:
    assert "<Gather" in served.post("/voice")[1]
    assert "Traceback" not in served.log.read_text()
