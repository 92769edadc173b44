"""`helpline serve`: the README's command, in a process of its own, over a real socket."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from ..conftest import HERE, TOKEN
from ..numbers import SENDIASS

pytestmark = pytest.mark.slow


@pytest.fixture(params=[None, TOKEN], ids=["no account", "an account"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(address, auth token) of a line that is being served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO", "PUBLIC", "DATABASE", "SECRET"))}
    env = (
        keep
        | ({"TWILIO_AUTH_TOKEN": request.param} if request.param else {})
        | {"PYTHONPATH": str(HERE.parent), "PYTHONUNBUFFERED": "1"}
    )
    command = [sys.executable, "-m", "helpline", "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        token = request.param
        assert process.stdout
        for line in process.stdout:
            if found := re.search(r"TWILIO_AUTH_TOKEN=(\w+)", line):
                token = found[1]
            if line.startswith("Or phone it"):
                break
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}", token
        process.terminate()
        process.wait(10)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - loopback
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} did not answer")


def post(url: str, token: str, **fields: str) -> str:
    signature = RequestValidator(token).compute_signature(url, fields)
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"X-Twilio-Signature": signature})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - loopback
        return str(response.read().decode())


def test_signed_calls_and_texts_are_answered_over_a_real_socket(served: tuple[str, str]) -> None:
    address, token = served
    assert "<Gather" in post(f"{address}/voice", token, CallSid="CA1", From="+447700900001")
    assert "press 1." in post(f"{address}/voice/answer?who=council&_begun=yes", token, CallSid="CA1", Digits="3")
    assert SENDIASS in post(f"{address}/sms", token, MessageSid="SM1", From="+447700900001", Body="numbers")
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(f"{address}/voice", "another token")
    assert refused.value.code == 403
    refused.value.close()
