"""Signed load: requests as the carrier sends them, written to a file that wrk sends in order."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from ..served import TOKEN
from .rivals import ADDRESS

THREADS = 1  # of wrk: the other processor is the line's
TEXTS = ("menu", "1", "2", "back", "numbers", "what", "again", "3")
# What the carrier sends with each request besides: its size is part of the cost.
USUAL = {
    "AccountSid": "AC" + "0" * 32, "To": "+441632960001", "ApiVersion": "2010-04-01", "ToCountry": "GB", "FromCountry": "GB",
    "ToCity": "", "ToState": "", "ToZip": "", "FromCity": "", "FromState": "", "FromZip": "",
}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What came of one run: requests a second, milliseconds, requests that failed."""

    rate: float
    p50: float
    p95: float
    p99: float
    failed: int


def write_requests(path: Path, door: str, number: int, after: int = 0) -> None:
    """Write `number` signed requests for a door. No two texts have the same MessageSid: they count up from `after`."""
    validator = RequestValidator(TOKEN)
    with path.open("w") as file:
        for i in range(after, after + number):
            target, fields = _voice(i) if door == "voice" else _text(i)
            signature = validator.compute_signature(ADDRESS + target, fields)
            file.write(f"{target}\t{signature}\t{urlencode(fields)}\n")


def _voice(i: int) -> tuple[str, dict[str, str]]:
    fields = USUAL | {
        "CallSid": f"CA{i:032}",
        "From": f"+4477009{i % 1000:05}",
        "CallStatus": "in-progress",
        "Direction": "inbound",
    }
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
    sid = f"SM{i:032}"
    body = TEXTS[i // 1000 % len(TEXTS)]
    return "/sms", USUAL | {
        "MessageSid": sid,
        "SmsSid": sid,
        "From": f"+4477009{i % 1000:05}",
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
    }


def why_not() -> str:
    """Why no load can be sent here; empty when it can."""
    return "" if shutil.which("wrk") else "wrk is not here (Debian: apt-get install wrk)"


def send(port: int, requests: Path, seconds: int, connections: int = 32, delay_ms: int = 0) -> Result:
    """Send a file of requests over and over for some seconds; with a delay, each connection rests between two."""
    command = [
        "wrk",
        f"-t{THREADS}",
        f"-c{connections}",
        f"-d{seconds}s",
        "-s",
        str(Path(__file__).with_name("load.lua")),
        f"http://127.0.0.1:{port}",
    ]
    env = os.environ | {"LOAD_FILE": str(requests), "LOAD_THREADS": str(THREADS), "LOAD_DELAY": str(delay_ms)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)  # noqa: S603
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return Result(told["requests"] / told["seconds"], told["p50"], told["p95"], told["p99"], told["failed"])
