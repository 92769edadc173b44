"""The door before Flask answers as Flask would, and answers nothing that Flask would refuse."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import run_wsgi_app

from helpline.config import Settings
from helpline.web import LARGEST_REQUEST, messages
from helpline.web.carrier import CALLER, Carrier
from helpline.web.door import FORM
from helpline.web.security import IN_SETTINGS, IN_SIGNATURE

from ..conftest import opened

MANY = settings_of_hypothesis(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
Answer = tuple[str, bytes, dict[str, str]]


class Doors:
    """The same line, asked at its door and, past it, at Flask."""

    def __init__(self, line: Carrier):
        self.line = line

    def at_the_door(self, environ: dict[str, Any]) -> Answer:
        return _answer(self.line.app.wsgi_app, environ)

    def at_flask(self, environ: dict[str, Any]) -> Answer:
        return _answer(lambda environ, start: Flask.wsgi_app(self.line.app, environ, start), environ)

    def environ(self, path: str, body: bytes, fields: Mapping[str, str], **more: Any) -> dict[str, Any]:
        """A request as a server hands it over, signed for these fields."""
        url = self.line.settings.public_url + path
        signature = RequestValidator(self.line.settings.auth_token).compute_signature(url, fields)
        step, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": "POST", "PATH_INFO": step, "QUERY_STRING": query, "RAW_URI": path, "SCRIPT_NAME": "",
            "SERVER_NAME": "line", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
            "CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body)), "wsgi.input": body, IN_SIGNATURE: signature,
        } | more  # fmt: skip


def _answer(application: Callable[..., Any], environ: dict[str, Any]) -> Answer:
    environ = environ | {"wsgi.input": BytesIO(environ["wsgi.input"])}
    answer, status, headers = run_wsgi_app(application, environ)
    told = {name: value for name, value in headers.items() if name in ("Content-Type", "Content-Length")}
    return status, b"".join(answer), told


@pytest.fixture
def doors(line: Carrier) -> Doors:
    return Doors(line)


@pytest.fixture
def quiet(settings: Settings) -> Iterator[Doors]:
    """Nothing is counted here: so no address says when its call began."""
    with opened(replace(settings, counts=False)) as line:
        yield Doors(line)


FIELDS = st.dictionaries(
    st.sampled_from(["Digits", "From", "CallSid", "DialCallStatus", "SpeechResult", "Body", "MessageSid"])
    | st.text(max_size=8),
    st.text(max_size=60),
    max_size=12,
)
PATHS = st.sampled_from(
    ["/voice", "/voice/answer", "/voice/answer?who=council&begun=yes", "/voice/answer?begun=yes&misses=%C2%B2&x",
     "/voice/returned?who=council&begun=yes", "/voice/answer?since=12&begun=yes", "/voice/answer?a=1;b=%ff+%00&&="]
)  # fmt: skip


@given(path=PATHS, fields=FIELDS)
@MANY
def test_a_call_is_answered_the_same_at_the_door_and_by_flask(quiet: Doors, path: str, fields: dict[str, str]) -> None:
    fields = {name: value for name, value in fields.items() if name}
    environ = quiet.environ(path, urlencode(fields).encode(), fields)
    assert quiet.at_the_door(environ) == quiet.at_flask(environ)


@pytest.mark.parametrize("body", ["menu", "", "1", "what?", "STOP", "naïve + 100 % & more = ?"])
def test_a_text_is_answered_the_same_by_both(quiet: Doors, body: str) -> None:
    fields = {"From": CALLER, "MessageSid": "SM1", "Body": body}
    environ = quiet.environ("/sms", urlencode(fields, quote_via=quote_plus).encode(), fields)
    assert quiet.at_the_door(environ) == quiet.at_flask(environ)


@pytest.fixture
def no_flask(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> Doors:
    """Fails whatever reaches Flask."""

    def reached(*_args: object) -> None:
        raise AssertionError("this went on to Flask")

    monkeypatch.setattr(Flask, "full_dispatch_request", reached)
    doors.line.app.testing = True
    return doors


@pytest.mark.parametrize("path", ["/voice", "/voice/answer?begun=yes", "/voice/returned?begun=yes", "/sms"])
def test_what_the_carrier_usually_sends_is_answered_before_flask(no_flask: Doors, path: str) -> None:
    fields = {"From": CALLER, "Body": "menu", "Digits": "1"}
    status, document, _ = no_flask.at_the_door(no_flask.environ(path, urlencode(fields).encode(), fields))
    assert status == "200 OK"
    assert document.startswith(b"<?xml")


class Gone:
    """What is left of a client that hung up."""

    def read(self, *_size: int) -> bytes:
        raise OSError("gone")


ODD: dict[str, dict[str, Any]] = {
    "another method": {"REQUEST_METHOD": "GET"},
    "another kind of body": {"CONTENT_TYPE": "application/json"},
    "no kind of body": {"CONTENT_TYPE": ""},
    "no length": {"CONTENT_LENGTH": ""},
    "a length that is none": {"CONTENT_LENGTH": "²"},
    "a length below nothing": {"CONTENT_LENGTH": "-1"},
    "more than may come": {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)},
    "no signature": {IN_SIGNATURE: ""},
    "a signature that is wrong": {IN_SIGNATURE: "é"},
    "a signature of another sort": {IN_SETTINGS: "alg=none"},
    "a body that stops": {"CONTENT_LENGTH": "4000"},
    "a body that is no text": {"wsgi.input": b"Body=\xff&Digits=1"},
    "a field that comes twice": {"wsgi.input": b"Digits=1&Digits=2&Bod="},
    "another path": {"PATH_INFO": "/voice/"},
}


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_odd_is_answered_by_flask_as_if_there_were_no_door(doors: Doors, odd: str) -> None:
    environ = doors.environ("/voice", b"Body=x&Digits=1&a", {"Body": "x", "Digits": "1"}) | ODD[odd]
    at_flask = doors.at_flask(environ)
    assert at_flask[0][:3] in ("403", "404", "405", "413")
    assert doors.at_the_door(environ)[:2] == at_flask[:2]


def test_a_client_that_hangs_up_is_refused(doors: Doors) -> None:
    environ = doors.environ("/voice", b"Digits=1", {"Digits": "1"})
    _, status, _ = run_wsgi_app(doors.line.app.wsgi_app, environ | {"wsgi.input": Gone()})
    assert status.startswith("403")


def test_a_field_that_comes_twice_is_signed_as_the_carriers_sdk_has_it(doors: Doors) -> None:
    form = MultiDict([("Digits", "1"), ("Digits", "2")])
    environ = doors.environ("/voice", b"Digits=1&Digits=2", form)
    assert doors.at_the_door(environ)[0] == "200 OK"


def test_whatever_breaks_behind_the_door_both_numbers_are_given_there(
    no_flask: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(messages, "take_turn", broken)
    fields = {"From": CALLER, "Body": "menu"}
    _, document, _ = no_flask.at_the_door(no_flask.environ("/sms", urlencode(fields).encode(), fields))
    assert document.decode() == no_flask.line.app.extensions["helpline"].spare_sms
