"""The command that blocks a sender, and what a blocked sender still gets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpline.cli.carrier import CALLER, Carrier
from helpline.config import Settings

from ..conftest import TOKEN, opened
from .conftest import Run


@pytest.fixture
def line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Carrier]:
    """A line, and the environment of a command with its database and key."""
    key = "a key of the tests alone"
    for name, value in (("TWILIO_AUTH_TOKEN", TOKEN), ("SECRET_KEY", key), ("DATABASE_URL", settings.database_url)):
        monkeypatch.setenv(name, value)
    with opened(replace(settings, secret_key=key)) as carrier:
        yield carrier


@pytest.mark.parametrize(
    ("given", "typed"),
    [(CALLER, ""), ("-", f"{CALLER}\n"), (CALLER.replace("+44", "0"), ""), (f"whatsapp:{CALLER}", "")],
)
def test_a_blocked_sender_gets_the_numbers_once_and_then_only_what_danger_needs(
    line: Carrier, run: Run, given: str, typed: str
) -> None:
    assert run("block", given, typed=typed).stdout.startswith("It is blocked until 20")
    assert "You can call:" in (line.text("menu") or "")
    assert line.text("numbers") is None
    assert "call 999" in (line.text("he wants to die") or "")
    assert run("block", "--remove", given, typed=typed).stdout == "It is blocked no longer.\n"
    assert "SEND help" in (line.text("menu") or "")


def test_how_many_are_blocked_is_told_and_never_who(line: Carrier, run: Run) -> None:
    assert run("block").stdout == "No number is blocked.\n"
    blocked = run("block", CALLER).stdout
    told = run("block").stdout
    assert told == f"Blocked numbers: 1\n  until {blocked.split()[-1][:-1]}\n"
    assert run("block", "--remove", CALLER).exit_code == 0
    assert run("block", "--remove", CALLER).stdout == "It was not blocked.\n"


@pytest.mark.parametrize("given", ["hello", "", "12", "0" * 30, "\udcff"])
def test_what_is_no_number_is_refused_and_not_repeated(line: Carrier, run: Run, given: str) -> None:
    done = run("block", given)
    assert done.exit_code == 2
    assert "that is no phone number. Write it as Twilio's log shows it, + and country code first." in done.output


def test_bytes_that_are_no_text_are_refused(line: Carrier, run: Run) -> None:
    assert run("block", "-", typed=b"\xff\xfe\n").exit_code == 1


def test_without_a_number_nothing_can_be_unblocked(run: Run) -> None:
    assert "helpline block --remove NUMBER" in run("block", "--remove").output


def test_without_a_token_the_key_is_unknown_and_that_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    assert run("block").output.startswith("TWILIO_AUTH_TOKEN is not set.")
