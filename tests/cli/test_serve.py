"""`helpline serve`: the README's command, in a process of its own, over a real socket."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
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
from ..postgres import free_port
from ..served import SERVE, Served, until
from .conftest import Run

NO_ADDRESS = "--host 127.0.0.1 is for this machine only, --host 0.0.0.0 for all."


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


@pytest.mark.slow
def test_signed_calls_and_texts_are_answered_over_a_real_socket(served: tuple[str, str]) -> None:
    address, token = served
    assert "<Gather" in post(f"{address}/voice", token, CallSid="CA1", From="+447700900001")
    assert "press 1." in post(f"{address}/voice/answer?who=council&_begun=yes", token, CallSid="CA1", Digits="3")
    assert SENDIASS in post(f"{address}/sms", token, MessageSid="SM1", From="+447700900001", Body="numbers")
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(f"{address}/voice", "another token")
    assert refused.value.code == 403
    refused.value.close()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--port", "99999"), "There is no port 99999. Choose one from 1 to 65535: --port 8000."),
        (("--port", "0"), "There is no port 0. Choose one from 1 to 65535: --port 8000."),
        (("--workers", "0"), "With 0 processes nobody is answered. Choose 1 or more: --workers 2."),
        (("--workers", "-1"), "With -1 processes nobody is answered. Choose 1 or more: --workers 2."),
        (("--host", "no such host"), f"The line cannot listen on no such host. No machine has that name. {NO_ADDRESS}"),
        (("--host", "192.0.2.1"),
         f"The line cannot listen on port 0 of 192.0.2.1. This machine has no such address. {NO_ADDRESS}"),
        (("--flows", "/nowhere"),
         "There are no flow files in /nowhere. HELPLINE_FLOWS or --flows names the folder with the words; without them "
         "the line speaks the words that it came with."),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_refused_in_a_sentence(run: Run, options: tuple[str, ...], sentence: str) -> None:
    port = free_port()
    done = run("serve", "--port", str(port), *options)
    assert (done.exit_code, done.output) == (1, sentence.replace("port 0 of", f"port {port} of") + "\n")


def test_a_port_in_use_is_told_with_another_one(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert (done.exit_code, done.output) == (1, (
        f"The line cannot listen on port {port} of 127.0.0.1. Another program listens there. Stop it, or choose another "
        f"port: --port {port + 1}.\n"
    ))  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/net/if_inet6").exists(), reason="this machine has no IPv6")
def test_the_line_listens_on_an_ipv6_address(tmp_path: Path) -> None:
    command = (*SERVE, "--host", "::1")
    served = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", command=command, host="::1", PUBLIC_URL="")
    served.url = f"http://[::1]:{served.port}"  # what requests are signed with when no PUBLIC_URL is set
    assert "<Gather" in served.post("/voice", CallSid="CA1", From="+447700900001")[1]
    served.stop()


@pytest.mark.slow
def test_a_line_that_is_stopped_takes_its_child_processes_with_it(tmp_path: Path) -> None:
    served = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", HELPLINE_AUDIO=str(tmp_path / "audio"))
    clip = json.loads(served.post("/try/call")[1])["clip"]
    page = threading.Thread(target=served.get, args=(clip,), daemon=True)
    page.start()
    until(lambda: any("page_clips" in command for command in served.commands().values()))
    for pid in [pid for pid, command in served.commands().items() if "page_clips" in command]:
        os.kill(pid, signal.SIGSTOP)  # it would never end by itself
    served.stop()
    until(lambda: not served.commands())
    page.join()
