"""Signed load: requests as the carrier sends them, written to a file that wrk sends in order."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from ..conftest import TOKEN

ADDRESS = "http://line"  # the address that requests are signed for; every rival is told of it
CALLS, TEXTS_A_SECOND = 3_000, 6_000  # requests in a file: calls may come again, a text must not
TEXTERS = 1_000  # at a time: each sends the texts once, in order, and then as many others begin
TEXTS = ("menu", "1", "2", "back", "numbers", "what", "again", "3")
# The carrier sends these with each request: its size is part of the cost.
USUAL = {
    "AccountSid": "AC" + "0" * 32, "To": "+441632960001", "ApiVersion": "2010-04-01", "ToCountry": "GB", "FromCountry": "GB",
    "ToCity": "", "ToState": "", "ToZip": "", "FromCity": "", "FromState": "", "FromZip": "",
}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """A signed request: its path with the query, its form, and the signature of both."""

    path: str
    body: str
    signature: str


@dataclass(frozen=True)
class Result:
    """The figures of one run: how many requests, requests a second, milliseconds, and how many requests failed."""

    number: int
    rate: float
    p50: float
    p99: float
    failed: int


class Load:
    """The load of one channel (voice or sms) on one port. No text is sent twice.

    A text that comes again is a retry, which the line answers with the reply that it kept.
    """

    def __init__(self, channel: str, port: int):
        self._channel, self._port, self._written = channel, port, 1  # the first text is that of the start

    def send(self, seconds: int, connections: int = 32, rest_ms: int = 0) -> Result:
        """Send for some seconds. With `rest_ms` each connection rests between two requests."""
        number = CALLS if self._channel == "voice" else TEXTS_A_SECOND * seconds
        with tempfile.NamedTemporaryFile("w") as file:
            for request in requests(self._channel, number, self._written):
                file.write(f"{request.path}\t{request.signature}\t{request.body}\n")
            file.flush()
            self._written += number
            return _wrk(self._port, file.name, seconds, connections, rest_ms)


def requests(channel: str, number: int, after: int = 0) -> Iterator[Request]:
    """So many signed requests of a channel. No two have the same CallSid or MessageSid: they count up from `after`."""
    validator = RequestValidator(TOKEN)
    for i in range(after, after + number):
        path, fields = _call(i) if channel == "voice" else _text(i)
        yield Request(path, urlencode(fields), validator.compute_signature(ADDRESS + path, fields))


def _call(i: int) -> tuple[str, dict[str, str]]:
    fields = USUAL | {
        "CallSid": f"CA{i:032}", "From": _number(i), "CallStatus": "in-progress", "Direction": "inbound",
    }  # fmt: skip
    if i % 3 == 0:
        return "/voice", fields
    keys = [
        ("begun=yes", "1"),
        ("begun=yes", "2"),
        ("who=council&begun=yes", "1"),
        ("begun=yes&misses=1", "0"),
        ("begun=yes", "*"),
    ]
    query, digit = keys[i % len(keys)]
    return f"/voice/answer?{query}", fields | {"Digits": digit}


def _text(i: int) -> tuple[str, dict[str, str]]:
    sid, body = f"SM{i:032}", TEXTS[i // TEXTERS % len(TEXTS)]
    return "/sms", USUAL | {
        "MessageSid": sid, "SmsSid": sid, "From": _number(i), "Body": body, "NumMedia": "0", "NumSegments": "1",
    }  # fmt: skip


def _number(i: int) -> str:
    return f"+4477009{i // (TEXTERS * len(TEXTS)) * TEXTERS + i % TEXTERS:05}"


def why_not() -> str:
    """The reason why no load can be sent here; empty when it can."""
    return "" if shutil.which("wrk") else "wrk is not here (Debian: apt-get install wrk)"


def _wrk(port: int, file: str, seconds: int, connections: int, rest_ms: int) -> Result:
    """Send the requests of a file in order, over and over, with one thread: the other processor is the rival's."""
    script, target = Path(__file__).with_name("load.lua"), f"http://127.0.0.1:{port}"
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script), target]
    env = os.environ | {"LOAD_FILE": file, "LOAD_REST_MS": str(rest_ms)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)  # noqa: S603
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Result(told["requests"], told["requests"] / told["seconds"], told["p50"], told["p99"], told["failed"])
