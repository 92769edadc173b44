"""The log: one shape for all that is told, a line for each turn, nothing personal, and no turn that waits for it."""

import json
import logging
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpline.cli.carrier import Carrier
from helpline.web.logs import FORMS, PACKAGE, causes_of

from ..served import PROCFILE, SERVE, Served, until

CALLER = "+447700900001"
RECORD = {
    "name": "helpline.web.x",
    "created": 1764064800.25,
    "process": 77,
    "pathname": str(PACKAGE / "web" / "x.py"),
    "lineno": 12,
    "msg": "It broke: %s",
    "args": ("so",),
}


def formatted(form: str, **fields: Any) -> str:
    return FORMS[form]().format(logging.makeLogRecord(RECORD | fields))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"levelno": 20, "levelname": "INFO"}, "INFO It broke: so (helpline/web/x.py:12)"),
        ({"levelno": 30, "levelname": "WARNING"}, "WARNING It broke: so (helpline/web/x.py:12)"),
        ({"levelno": 40, "levelname": "ERROR"}, "ERROR ALERT It broke: so (helpline/web/x.py:12)"),
        ({"levelno": 50, "levelname": "CRITICAL"}, "CRITICAL ALERT It broke: so (helpline/web/x.py:12)"),
        ({"msg": "two\nlines\r\n", "args": ()}, "INFO two | lines (helpline/web/x.py:12)"),
        ({"fields": {"step": "who", "ms": 1.5}}, "INFO It broke: so step=who ms=1.5 (helpline/web/x.py:12)"),
        ({"pathname": "/usr/lib/python3/gunicorn/arbiter.py"}, "INFO It broke: so (arbiter.py:12)"),
    ],
)
def test_a_plain_line_has_time_level_alert_words_and_file(fields: dict[str, Any], line: str) -> None:
    assert formatted("plain", **{"levelno": 20, "levelname": "INFO"} | fields) == f"2025-11-25T10:00:00Z {line}"


def test_a_json_line_has_the_same_by_name() -> None:
    line = formatted("json", levelno=40, levelname="ERROR", fields={"step": "größe", "ms": 1.5})
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2025-11-25T10:00:00Z",
        "level": "ERROR",
        "alert": True,
        "message": "It broke: so",
        "file": "helpline/web/x.py:12",
        "process": 77,
        "step": "größe",
        "ms": 1.5,
    }


def an_error() -> Exception:
    try:
        try:
            raise KeyError(CALLER)
        except KeyError as error:
            raise ValueError(f"no {CALLER}") from error
    except ValueError as error:
        return error


def test_of_an_error_its_kind_place_and_cause_are_told_and_none_of_its_words() -> None:
    error = an_error()
    told = causes_of(error)
    assert [part.partition(" in test_logs.py, line ")[0] for part in told.split(", caused by ")] == [
        "ValueError",
        "KeyError",
    ]
    line = formatted("json", levelno=40, levelname="ERROR", exc_info=(type(error), error, error.__traceback__))
    assert json.loads(line)["message"] == f"It broke: so: {told}"
    assert CALLER not in line


def turns(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The lines of turns, without their milliseconds."""
    told = [dict(vars(record)["fields"]) for record in caplog.records if record.msg == "turn"]
    assert all(line.pop("ms") >= 0 for line in told)
    return told


@pytest.fixture
def listening(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "helpline")
    return caplog


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("/voice", {"CallSid": "CA1"}, {"channel": "voice", "step": "who", "kind": "SayStep", "why": "BEGIN"}),
        ("/voice/answer?who=council&_begun=yes", {"CallSid": "CA1"},
         {"channel": "voice", "step": "council", "kind": "SayStep", "why": "NO_INPUT"}),
        ("/voice/answer?_begun=yes", {"CallSid": "CA1", "SpeechResult": "council"},
         {"channel": "voice", "step": "council", "kind": "SayStep", "why": "CHOSEN"}),
        ("/sms", {"MessageSid": "SM1", "From": CALLER, "Body": "sendiass"},
         {"channel": "sms", "step": "numbers", "kind": "SayStep", "why": "ASKED"}),
        ("/sms", {"MessageSid": "SM1", "From": f"whatsapp:{CALLER}", "Body": "xyzzy"},
         {"channel": "whatsapp", "step": "fallback", "kind": "SayStep", "why": "NO_MATCH"}),
    ],
    ids=["a call", "silence", "speech", "a text", "WhatsApp"],
)  # fmt: skip
def test_each_turn_is_one_line_without_anything_personal(
    line: Carrier, listening: pytest.LogCaptureFixture, path: str, fields: dict[str, str], told: dict[str, str]
) -> None:
    line.post(path, **{"From": CALLER} | fields)
    assert turns(listening) == [told]
    for private in (CALLER, CALLER[1:], "CA1", "SM1", "xyzzy"):
        assert private not in str([vars(record) for record in listening.records])


def test_what_takes_no_turn_has_no_line(line: Carrier, listening: pytest.LogCaptureFixture) -> None:
    line.app.test_client().get("/")
    line.app.test_client().get("/health")
    line.app.test_client().post("/voice", data={"CallSid": "CA1"})  # nobody has signed it
    line.app.test_client().post("/try/call")
    line.app.test_client().post("/try/call", data={"next": "/voice"})  # anyone on the web can send what no page would
    assert listening.messages == []


def test_a_message_that_is_sent_again_takes_one_turn(line: Carrier, listening: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        line.post("/sms", MessageSid="SM1", From=CALLER, Body="menu")
    assert len(turns(listening)) == 1


class Broken:
    """Conversations that cannot be gone on with."""

    def turn(self, *_: object) -> str:
        raise OSError(f"no row of {CALLER}")


def test_the_fallback_is_a_line_and_an_alert_with_its_cause(line: Carrier, listening: pytest.LogCaptureFixture) -> None:
    running = line.app.extensions["helpline"]
    line.app.extensions["helpline"] = replace(running, conversations=Broken())
    line.text("hello")
    (alert,) = (record for record in listening.records if record.levelno >= logging.ERROR)
    assert alert.getMessage().startswith("The fallback was given: OSError in helpline/web/messages.py, line ")
    assert turns(listening) == [{"channel": "sms", "kind": "Fallback"}]


@pytest.mark.slow
@pytest.mark.parametrize("command", [SERVE, PROCFILE], ids=["serve", "Procfile"])
def test_a_served_line_and_its_server_log_in_one_shape(tmp_path: Path, command: tuple[str, ...]) -> None:
    served = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", command=command, HELPLINE_LOG="json")
    served.wait_for_workers(2)
    (one, _) = served.workers()
    os.kill(one, signal.SIGKILL)
    until(lambda: len(set(served.workers()) - {one}) == 2)
    served.post("/voice", CallSid="CA1", From=CALLER)
    served.stop()
    written = served.log.read_text()
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert {tuple(line)[:6] for line in lines} == {("time", "level", "alert", "message", "file", "process")}
    assert [line["step"] for line in lines if line["message"] == "turn"] == ["who"]
    (alert,) = (line["message"] for line in lines if line["alert"])
    assert "SIGKILL" in alert  # the server tells of its process
    told = [
        line for line in written.splitlines() if not line.startswith("{")
    ]  # what serve tells the person who starts it
    assert [line.partition(" ")[0] for line in told] == (["Open", "Calls", "Or"] if command is SERVE else [])


@pytest.mark.slow
def test_a_reader_of_the_log_that_hangs_holds_up_no_call(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "log.txt")
    reader = os.open(tmp_path / "log.txt", os.O_RDWR)  # takes 64 kB, and then nothing
    served = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", workers=1)
    for _ in range(1500):
        assert served.post("/voice", CallSid="CA1", From=CALLER)[0] == 200
    reading = threading.Thread(target=read_all, args=(reader,), daemon=True)
    reading.start()
    served.stop()
    os.write(reader, b"END")
    reading.join()
    os.close(reader)


def read_all(pipe: int) -> None:
    while not os.read(pipe, 65536).endswith(b"END"):
        pass
