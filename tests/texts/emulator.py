"""The carrier's REST API on this machine: messages, numbers, the account, and Messaging Services.

Every request and every answer is held to the carrier's own OpenAPI document; Messaging Services, which it does not
have, are answered in the form that the carrier's client reads. It can be told to answer with an error code, to hang, or
to cut the line.
"""

import base64
import copy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from werkzeug.serving import WSGIRequestHandler, make_server

from helpline.texts.account import MESSAGING

from ..conftest import TOKEN

SID = "AC" + "a" * 32
PHONE_SID = "PN" + "b" * 32
NUMBER = "+441632960001"  # Ofcom keeps these numbers for drama
STATUS_OF = {20003: 401, 20404: 404, 20429: 429, 20500: 500, 20503: 503}

ACCOUNT = "/2010-04-01/Accounts/{Sid}.json"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
NUMBERS = "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json"
ONE_NUMBER = "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json"

SERVICES = "/v1/Services"

URLS = ("voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method", "sms_url", "sms_method",
        "sms_fallback_url", "sms_fallback_method", "status_callback", "status_callback_method",
        "voice_application_sid", "sms_application_sid", "trunk_sid")  # fmt: skip


@dataclass
class Emulator:
    """The stand-in: its state, and how it is to behave. `errors` is used up one request at a time."""

    document: dict[str, Any]
    checker: OpenAPI
    url: str = ""
    messages: list[dict[str, str]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    problem_details: bool = False  # errors in the newer form that the SDK also knows (RFC 9457)
    services_error: int = 0  # for Messaging Services alone
    message_error: int | None = None  # told in the message that was made, not as an error
    behaviour: str = ""  # "hang" or "cut": after the request was taken
    took_message: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    account: dict[str, Any] = field(default_factory=lambda: {"type": "Full", "status": "active"})
    number: dict[str, Any] = field(default_factory=dict)
    services: list[dict[str, Any]] = field(default_factory=list)  # one a page
    members: dict[str, list[str]] = field(default_factory=dict)  # the numbers' ids, by that of their service
    date: str | None = None  # what the Date header says, instead of the time
    broken: list[str] = field(default_factory=list)  # what did not fit the document

    def __post_init__(self) -> None:
        self.number = self._example(NUMBERS, "get", "200")["incoming_phone_numbers"][0] | {
            "account_sid": SID, "sid": PHONE_SID, "phone_number": NUMBER, "friendly_name": "the line",
            "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
            "voice_method": "POST", "sms_method": "POST", "status_callback_method": "POST",
            "voice_fallback_method": "POST", "sms_fallback_method": "POST",
            "voice_application_sid": None, "sms_application_sid": None, "trunk_sid": None,
            "voice_url": "https://demo.example/welcome", "sms_url": "https://demo.example/text",
            "voice_fallback_url": None, "sms_fallback_url": None, "status_callback": None,
        }  # fmt: skip

    def _example(self, path: str, method: str, status: str) -> dict[str, Any]:
        content = self.document["paths"][path][method]["responses"][status]["content"]["application/json"]
        return copy.deepcopy(next(iter(content["examples"].values()))["value"])  # type: ignore[no-any-return]

    def answer(self) -> Response:
        """The answer to the request that is being handled, as the document says."""
        self.requests.append(f"{request.method} {request.path}")
        if request.path.startswith(SERVICES):
            error = self.services_error if self._knows_who_asks() else 20003
            return _error(error) if error else self._services()
        given = WerkzeugOpenAPIRequest(request)
        try:
            self.checker.validate_request(given)
        except OpenAPIError as error:
            self.broken.append(repr(error.__cause__ or error))
        if not self._knows_who_asks():
            return _error(20003)
        if self.errors:
            return _error(self.errors.pop(0), self.problem_details)
        answer = self._route()
        if self.behaviour == "hang":
            self.released.wait()
        if self.behaviour == "cut":
            request.environ["werkzeug.socket"].shutdown(2)
        if answer.status_code < 400:  # the document describes no errors
            try:
                self.checker.validate_response(given, WerkzeugOpenAPIResponse(answer))
            except OpenAPIError as error:
                self.broken.append(repr(error.__cause__ or error))
        return answer

    def _knows_who_asks(self) -> bool:
        given = (request.headers.get("Authorization") or "").removeprefix("Basic ")
        return base64.b64decode(given).decode() == f"{SID}:{TOKEN}"

    def _route(self) -> Response:
        base = f"/2010-04-01/Accounts/{SID}"
        match (request.method, request.path.removeprefix(base)):
            case ("POST", "/Messages.json"):
                return self._message()
            case ("GET", "/IncomingPhoneNumbers.json"):
                return self._list()
            case ("POST", path) if path == f"/IncomingPhoneNumbers/{PHONE_SID}.json":
                return self._update()
            case ("GET", ".json"):
                example = self._example(ACCOUNT, "get", "200")
                return _json(200, example | {"sid": SID} | self.account)
        return _error(20404)

    def _services(self) -> Response:
        """A page of the Messaging Services, or of the numbers of one."""
        sid, _, what = request.path.removeprefix(SERVICES).strip("/").partition("/")
        rows = [{"sid": member} for member in self.members.get(sid, [])] if what else self.services
        key, page = "phone_numbers" if what else "services", int(request.args.get("Page", 0))
        more = f"{MESSAGING}{request.path}?PageSize=1&Page={page + 1}" if page + 1 < len(rows) else None
        meta = {"key": key, "page": page, "page_size": 1, "next_page_url": more, "previous_page_url": None}
        return _json(200, {"meta": meta, key: rows[page : page + 1]})

    def _message(self) -> Response:
        self.messages.append(request.form.to_dict())
        self.took_message.set()
        made = self._example(MESSAGES, "post", "201") | {
            "account_sid": SID, "body": request.form["Body"], "to": request.form["To"], "from": request.form["From"],
            "error_code": self.message_error, "status": "failed" if self.message_error else "queued",
            "messaging_service_sid": None,
        }  # fmt: skip
        return _json(201, made)

    def _list(self) -> Response:
        wanted = request.args.get("PhoneNumber")
        found = [self.number] if wanted in (None, self.number["phone_number"]) else []
        return _json(
            200, self._example(NUMBERS, "get", "200") | {"incoming_phone_numbers": found, "next_page_uri": None}
        )

    def _update(self) -> Response:
        for name, value in request.form.items():
            key = "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")
            assert key in URLS, key
            self.number[key] = value or None
        return _json(200, self.number)


def _json(status: int, value: object) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")


def _error(code: int, problem_details: bool = False) -> Response:
    status = STATUS_OF.get(code, 400)
    words = {"type": "https://errors.example", "title": "No."} if problem_details else {"message": "No."}
    return _json(status, words | {"code": code, "status": status})


@cache
def part_of(document: Path) -> tuple[dict[str, Any], OpenAPI]:
    """The part of the carrier's OpenAPI document that the line uses, for a server on any address."""
    whole = json.loads(document.read_text())
    paths = {path: whole["paths"][path] for path in (ACCOUNT, MESSAGES, NUMBERS, ONE_NUMBER)}
    for path in paths.values():
        path["servers"] = [{"url": "/"}]
    part = whole | {"paths": paths, "servers": [{"url": "/"}]}
    return part, OpenAPI.from_dict(part)


class Quiet(WSGIRequestHandler):
    def log(self, *_args: object, **_more: object) -> None:  # the tests read what the line logs
        pass


@contextmanager
def emulated(document: Path) -> Iterator[Emulator]:
    """The stand-in, served on loopback until the block ends; then it fails if anything broke the document."""
    emulator = Emulator(*part_of(document))

    class Dated(Quiet):
        def date_time_string(self, timestamp: float | None = None) -> str:
            return emulator.date or super().date_time_string(timestamp)

    app = Flask("emulator")
    app.add_url_rule(
        "/<path:_path>", view_func=lambda _path: emulator.answer(), methods=["GET", "POST"], endpoint="all"
    )
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Dated)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    emulator.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield emulator
    finally:
        emulator.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
    assert emulator.broken == []
